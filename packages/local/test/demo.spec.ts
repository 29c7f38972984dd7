import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGate } from "../src/services/gate.ts";
import { serveStorage } from "../src/services/storage/serve-storage.ts";
import { report, tokyoDate, yesterdayInTokyo } from "./support/running-stage.ts";
import { type Outcome, runScript } from "./support/run-script.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

const region = "ap-northeast-1";
const dayMilliseconds = 86_400_000;
const date = yesterdayInTokyo();
const lateDate = tokyoDate(Date.parse(date) - 5 * dayMilliseconds);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-demo-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function demo(...words: string[]): Promise<Outcome> {
  return runScript("demo.ts", [...words, "--directory", path.join(folder, "stage")], folder);
}

/** A line of the file to send: each report has a battery of its own. */
function line(device: string, secondsOfDay: number, daysLate = 0): string {
  const time = Date.parse(report(device, secondsOfDay).timestamp) - daysLate * dayMilliseconds;
  return `${device},${new Date(time).toISOString()},35.68,139.76,0.${100 + secondsOfDay}`;
}

/** The line as the CSV must show it. */
function exported(sent: string): string {
  const [device, time = "", , , battery] = sent.split(",");
  return [device, time.replace("Z", "000Z"), "35.6800000", "139.7600000", battery].join(",");
}

/** The lines of a fetched CSV by the columns that were sent, without the header. */
async function fetched(day: string): Promise<string[]> {
  const [header = "", ...rows] = (await readFile(path.join(folder, `out/locations_${day}.csv`), "utf8"))
    .trimEnd()
    .split("\n");
  const columns = ["device_id", "recorded_at", "latitude", "longitude", "battery"].map((name) =>
    header.split(",").indexOf(name),
  );
  return rows.map((row) => columns.map((column) => row.split(",")[column]).join(","));
}

const ofYesterday = Array.from({ length: 30 }, (_, index) => line(`phone-${index % 3}`, index));
const late = Array.from({ length: 4 }, (_, index) => line("phone-late", index, 5));

it("leaves CSVs that hold each accepted report of a file once and in order, and ends with 0", async () => {
  const again = ofYesterday[7] ?? "";
  const broken = [line("phone-x", 1).replace("35.68", "95"), line("phone-y", 1).replace(/\d\d:/, "25:")];
  const lines = [...ofYesterday, again, ...late, ...broken];
  const file = path.join(folder, "day.csv");
  await writeFile(file, `device_id,recorded_at,latitude,longitude,battery\n${lines.join("\n")}\n`);

  const { code, out, err } = await demo("--input", file, "--json");
  expect(err).toContain("The CSVs hold each of the 34 accepted reports once, and nothing else.");
  // The hour 25 is no time: the line stays behind, and that is said.
  expect(err).toContain("(without 1 line that cannot be read)");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    sent: 36,
    accepted: 35,
    rejected: 1,
    ledger: { rowsRejected: 0 },
    exports: [
      { date: lateDate, version: 1, rows: 4, path: `out/locations_${lateDate}.csv` },
      { date, version: 1, rows: 30, path: `out/locations_${date}.csv` },
    ],
  });
  expect(await readdir(path.join(folder, "out"))).toHaveLength(2);
  expect(await fetched(date)).toEqual(ofYesterday.map(exported).toSorted());
  expect(await fetched(lateDate)).toEqual(late.map(exported));
});

it("names each report that an export has lost or made up, though every checksum is right, and ends with 1", async () => {
  // No report of this fleet is late: the export of the earlier date stays as it is.
  await changeExport(lateDate, (csv) => csv.replace("phone-late", "phone-gate"));
  const { code, out, err } = await demo("--keep", "--devices", "5", "--reports", "100");
  const time = exported(late[0] ?? "").split(",")[1];
  const position = `${time},35.6800000,139.7600000`;
  expect(err.split("\n")).toEqual([
    "The CSVs do not match what was sent, 2 differences:",
    `  ${lateDate} line 2: phone-gate,${position} was not sent for this date`,
    `  ${lateDate}: phone-late,${position} was accepted but is missing`,
    "",
  ]);
  expect(code).toBe(1);
  // The fleet's reports came to those of the file.
  expect(out).toMatch(new RegExp(`^${date} +2 +130 `, "m"));
});

it("ends with 1 before anything starts where the file cannot be read, and with 2 where the words are wrong", async () => {
  const nowhere = path.join(folder, "nowhere.csv");
  const stage = path.join(folder, "unstarted");
  const missing = await runScript("demo.ts", ["--input", nowhere, "--directory", stage], folder);
  expect(missing).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^\S*nowhere\.csv: the file does not exist\n/),
  });
  expect(existsSync(stage)).toBe(false);
  const unknown = await demo("--speed", "1");
  expect(unknown).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/^There is no option --speed\. Did you mean --seed\?\n.*npm run demo/),
  });
  expect(await demo("--reports", "many")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--reports takes a whole number of at least 1, got many"),
  });
});

/**
 * Changes a published CSV in the S3 of a stopped stage, and its checksums so that they fit: only who knows
 * what was sent can tell.
 */
async function changeExport(day: string, change: (csv: string) => string): Promise<void> {
  const directory = path.join(folder, "stage/storage");
  const storage = await serveStorage({
    directory,
    region,
    port: 0,
    gate: openGate,
    credentials,
  });
  const s3 = new S3Client({
    region,
    credentials,
    endpoint: storage.url,
    forcePathStyle: true,
  });
  try {
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const Bucket = Buckets.map(({ Name = "" }) => Name).find((name) => name.includes("downloads"));
    const Prefix = `exports/dt=${day}/`;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
    const keyOf = (end: string) => Contents.map(({ Key = "" }) => Key).find((key) => key.endsWith(end));
    const rewrite = async (Key: string | undefined, changed: (text: string) => string): Promise<string> => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const text = (await Body?.transformToString()) ?? "";
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: changed(text) }));
      return text;
    };
    const csv = await rewrite(keyOf(".csv"), change);
    await rewrite(keyOf("export.json"), (text) => text.replaceAll(sha256(csv), sha256(change(csv))));
  } finally {
    s3.destroy();
    await storage.close();
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
