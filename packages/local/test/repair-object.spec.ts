import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runScript } from "./support/run-script.ts";
import { RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

let app: RunningStage;
const date = yesterdayInTokyo();

beforeAll(async () => {
  app = await RunningStage.start();
});

afterAll(async () => {
  await app.stop();
});

/** A line of a work object, of yesterday at 11 o'clock in Tokyo and the given seconds, from 10 to 59. */
function workRow(second: number): string {
  const id = `0b5e3f0e-6b1c-8b52-9d5b-0000000000${second}`;
  return `${date},phone,${date} 02:00:${second}.000000,35.68,139.76,,,,,,,,${id},${date} 02:01:00.000000`;
}

async function put(Key: string, lines: string[], Metadata: Record<string, string> = {}): Promise<void> {
  const Body = gzipSync(lines.map((line) => `${line}\n`).join(""));
  await app.s3.send(new PutObjectCommand({ Bucket: app.output("lakeBucket"), Key, Body, Metadata }));
}

function repair(...words: string[]) {
  return runScript("ashiato.ts", ["repair-object", ...words, "--directory", app.directory], app.directory);
}

/** The steps of docs/operations.md, A work object is corrupt. */
async function moveAside(key: string): Promise<string> {
  const Bucket = app.output("lakeBucket");
  const aside = `rejected/objects/${key}`;
  await app.s3.send(new CopyObjectCommand({ Bucket, Key: aside, CopySource: `${Bucket}/${key}` }));
  await app.s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
  const { Body } = await app.s3.send(new GetObjectCommand({ Bucket, Key: aside }));
  await writeFile(path.join(app.directory, "aside.csv.gz"), (await Body?.transformToByteArray()) ?? []);
  const unpacked = promisify(execFile)("gzip", ["-dc", path.join(app.directory, "aside.csv.gz")]);
  // gzip fails for a damaged file, after it has printed what it could read.
  const { stdout } = await unpacked.catch((error: { stdout: string }) => error);
  const rows = path.join(app.directory, "rows.csv");
  await writeFile(rows, stdout);
  return rows;
}

it("names a work object that has no row count, holds up its batch alone, and takes it back repaired", async () => {
  // A batch is twelve objects: the first is whole, the second has the object that was replaced.
  for (let second = 10; second < 22; second += 1) {
    await put(`work/${second}.csv.gz`, [workRow(second)], { rows: "1" });
  }
  const replaced = "work/99.csv.gz";
  await put(replaced, [workRow(30), workRow(31), "not a row"]);
  const failed = await app.runBatch();
  expect(failed).toMatchObject({ status: "FAILED", error: "MapRunFailed" });
  expect(failed.cause).toContain(
    `RowCountMissing: s3://${app.output("lakeBucket")}/${replaced}: its metadata has no row count`,
  );
  expect(await app.keys("lakeBucket", "work/")).toEqual([replaced]);

  const rows = await moveAside(replaced);
  const key = "work/repaired/99.csv.gz";
  expect(await repair(rows, key)).toMatchObject({
    code: 0,
    out: `Put 3 rows into s3://${app.output("lakeBucket")}/${key}; the batch will reject 1 of them\n`,
  });
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toMatchObject({ ledger: { rowsRead: 3, rowsRejected: 1 } });
  expect(await app.exportedLines(date)).toHaveLength(14);
});

it("takes back the rows before the damage of an object that store wrote", async () => {
  const reports = Array.from({ length: 400 }, (_, index) => ({
    deviceId: `torn-${index}`,
    timestamp: `${date}T03:00:00Z`,
    latitude: 35.68 + index / 1_000,
    longitude: 139.76,
  }));
  expect((await app.post({ locations: reports })).status).toBe(202);
  await app.invoke("Store");
  const [key = "", ...others] = await app.keys("lakeBucket", "work/");
  expect(others).toEqual([]);
  const object = { Bucket: app.output("lakeBucket"), Key: key };
  const whole = await app.s3.send(new GetObjectCommand(object));
  const bytes = (await whole.Body?.transformToByteArray()) ?? new Uint8Array();
  const torn = { ...object, Body: bytes.subarray(0, bytes.length / 2), Metadata: whole.Metadata };
  await app.s3.send(new PutObjectCommand(torn));
  const failed = await app.runBatch();
  expect(failed.cause).toContain(
    `ObjectUnreadable: s3://${app.output("lakeBucket")}/${key}: not a complete gzip file: it ends at byte ${Math.floor(bytes.length / 2)}, in its piece of ${date}`,
  );

  const rows = await moveAside(key);
  const lines = (await readFile(rows, "utf8")).split("\n");
  await writeFile(rows, `${lines.slice(0, -1).join("\n")}\n`);
  expect(lines.length).toBeGreaterThan(50);
  const repaired = "work/repaired/torn.csv.gz";
  expect(await repair(rows, repaired)).toMatchObject({
    code: 0,
    out: `Put ${lines.length - 1} rows into s3://${app.output("lakeBucket")}/${repaired}\n`,
  });
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  const exported = await app.exportedLines(date);
  expect(exported.filter((line) => line.startsWith("torn-"))).toHaveLength(lines.length - 1);
});

it("overwrites no object, and takes no file that it could read in part", async () => {
  const key = "work/repaired/1.csv.gz";
  const rows = path.join(app.directory, "some.csv");
  await writeFile(rows, `${workRow(40)}\n`);
  expect(await repair(rows, key, "--json")).toMatchObject({
    code: 0,
    out: `{"key":"${key}","rows":1,"unusable":0}\n`,
  });
  await writeFile(rows, `${workRow(41)}\n${workRow(42)}\n`);
  expect(await repair(rows, key)).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringContaining(`s3://${app.output("lakeBucket")}/${key} already exists`),
  });
  await writeFile(rows, gzipSync(await readFile(rows)));
  expect(await repair(rows, "work/repaired/2.csv.gz")).toMatchObject({
    code: 1,
    err: expect.stringContaining("is gzip: unpack it first"),
  });
  await writeFile(rows, "");
  expect(await repair(rows, "work/repaired/2.csv.gz")).toMatchObject({
    code: 1,
    err: expect.stringContaining("has no rows"),
  });
  expect(await repair(rows, "store/2.csv.gz")).toMatchObject({ code: 2 });
  expect(await app.keys("lakeBucket", "work/")).toEqual([key]);
});
