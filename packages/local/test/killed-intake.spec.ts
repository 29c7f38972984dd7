// Files that come by the AWS CLI, and a stage that is killed while it converts one.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type Receipt, receiptSchema } from "@ashiato/core/file-intake/receipt";
import { parseReceiptKey } from "@ashiato/core/keys";
import { datedRow } from "@ashiato/core/work-row";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { StageFile } from "../src/stage/stage-file.ts";
import { canRun, debianPrograms } from "./support/debian-tools.ts";
import { KillableStage } from "./support/killable-stage.ts";
import { credentialsOf, report } from "./support/running-stage.ts";

const run = promisify(execFile);
/** The rows of two objects and more; 14 million make a file of 1 GB. */
const rows = Number(process.env["ASHIATO_INTAKE_ROWS"] ?? 250_000);
const rowsOfDevice = 50_000;
const headings = "device_id,recorded_at,latitude,longitude";

let stage: KillableStage;
let running: StageFile;
let s3: S3Client;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-dropped-"));
  stage = await KillableStage.make();
  await start();
});

afterAll(async () => {
  s3?.destroy();
  await stage?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  running = await stage.start();
  const { environment } = running;
  s3?.destroy();
  s3 = new S3Client({
    region: "ap-northeast-1",
    credentials: credentialsOf(environment),
    endpoint: environment["AWS_ENDPOINT_URL_S3"] ?? "",
    forcePathStyle: true,
  });
}

async function lakeKeys(prefix: string): Promise<string[]> {
  const asked = new ListObjectsV2Command({ Bucket: running.outputs["lakeBucket"], Prefix: prefix });
  return ((await s3.send(asked)).Contents ?? []).map(({ Key = "" }) => Key);
}

async function lakeBytes(key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: running.outputs["lakeBucket"], Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** Waits until each of the files has come to its end. */
async function ended(...names: string[]): Promise<Receipt[]> {
  return vi.waitFor(
    async () => {
      const keys = (await lakeKeys("intake/partner/")).filter(parseReceiptKey);
      const receipts = await Promise.all(
        keys.map(async (key) => receiptSchema.parse(JSON.parse((await lakeBytes(key)).toString()))),
      );
      const found = receipts.filter(({ name, endedAt }) => names.includes(name) && endedAt !== null);
      expect(found.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
      return found;
    },
    { timeout: 240_000, interval: 200 },
  );
}

/** The rows of all work objects whose device begins so. */
async function waitingRows(device: string): Promise<string[]> {
  const found: string[] = [];
  for (const key of await lakeKeys("work/")) {
    for (const row of gunzipSync(await lakeBytes(key))
      .toString()
      .trimEnd()
      .split("\n")) {
      if (row.includes(`,${device}`)) {
        found.push(datedRow(row, "Asia/Tokyo"));
      }
    }
  }
  return found;
}

function csvRow(device: string, second: number): string {
  return `${device},${report("", second).timestamp},35.5,139.7`;
}

it.skipIf(!canRun("aws", "--version"))("takes files of each kind that the AWS CLI puts", async () => {
  const at = (second: number) => report("", second).timestamp;
  const csv = `${[headings, csvRow("kind-csv", 1), csvRow("kind-csv", 2)].join("\n")}\n`;
  const files: Record<string, string | Uint8Array> = {
    "plain.csv": csv,
    "packed.csv.gz": gzipSync(csv.replaceAll("kind-csv", "kind-gz")),
    "kind-gpx.gpx": `<gpx><trk><trkseg><trkpt lat="35" lon="139"><time>${at(3)}</time></trkpt></trkseg></trk></gpx>`,
    "kind-geojson.geojson": JSON.stringify({
      type: "Feature",
      geometry: { type: "Point", coordinates: [139, 35] },
      properties: { time: at(4) },
    }),
    "archive.zip": zipSync({ "a.csv": strToU8(csv.replaceAll("kind-csv", "kind-zip")) }),
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content);
  }
  await run(
    `${debianPrograms}/aws`,
    [
      "s3",
      "cp",
      "--recursive",
      "--only-show-errors",
      folder,
      `s3://${running.outputs["inboxBucket"]}/partner/`,
    ],
    { env: { PATH: `${debianPrograms}:/bin`, HOME: folder, ...running.environment } },
  );
  const receipts = await ended(...Object.keys(files));
  expect(
    receipts.map(({ name, status, rows: counts }) => [name, status, counts?.accepted]).toSorted(),
  ).toEqual([
    ["archive.zip", "registered", 2],
    ["kind-geojson.geojson", "registered", 1],
    ["kind-gpx.gpx", "registered", 1],
    ["packed.csv.gz", "registered", 2],
    ["plain.csv", "registered", 2],
  ]);
  expect(await waitingRows("kind-")).toHaveLength(8);
});

it("loses and doubles nothing of a file when the stage is killed while it converts it", async () => {
  const lines = Array.from({ length: rows }, (_, row) =>
    csvRow(`killed-${Math.floor(row / rowsOfDevice)}`, row % rowsOfDevice),
  );
  const Body = `${[headings, ...lines].join("\n")}\n`;
  await s3.send(
    new PutObjectCommand({
      Bucket: running.outputs["inboxBucket"],
      Key: "partner/killed.csv",
      Body,
      ContentLength: Buffer.byteLength(Body),
    }),
  );
  await vi.waitFor(
    async () => {
      const keys = await lakeKeys("intake/partner/");
      expect(keys.filter((key) => key.includes("/rows/")).length).toBeGreaterThan(0);
    },
    { timeout: 240_000, interval: 20 },
  );
  expect(await waitingRows("killed-")).toEqual([]);
  await stage.kill();
  await start();
  const [receipt] = await ended("killed.csv");
  expect(receipt).toMatchObject({ status: "registered", rows: { read: rows, accepted: rows, rejected: 0 } });
  const waiting = await waitingRows("killed-");
  expect(waiting).toHaveLength(rows);
  expect(new Set(waiting).size).toBe(rows);
  expect((await lakeKeys("intake/partner/")).filter((key) => key.includes("/rows/"))).toEqual([]);
});
