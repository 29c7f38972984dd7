// Files that come by the AWS CLI and the command, to a stage that is killed while it takes one in.
import { execFile } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip, gzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { DescribeStateMachineCommand, SFNClient, UpdateStateMachineCommand } from "@aws-sdk/client-sfn";
import { type Receipt, receiptSchema } from "@ashiato/core/file-intake/receipt";
import { parseReceiptKey } from "@ashiato/core/intake-keys";
import { DuckDBInstance } from "@duckdb/node-api";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { StageFile } from "../src/stage/stage-file.ts";
import { canRun, debianPrograms } from "./support/debian-tools.ts";
import { root } from "./support/evaluated.ts";
import { KillableStage } from "./support/killable-stage.ts";
import { runScript } from "./support/run-script.ts";
import { credentialsOf, report, tokyoDate } from "./support/running-stage.ts";

const run = promisify(execFile);
/** Rows of each of the two large files; 5 million make files of 1 GB. */
const rows = Number(process.env["ASHIATO_INTAKE_ROWS"] ?? 100_000);
const rowsOfDevice = 50_000;
/** One row in so many is bad. */
const rowsOfBad = 10_000;
const badRows = Math.ceil(rows / rowsOfBad);
/** Into which the plain file is cut: half of them are more than are converted at a time. */
const parts = 40;
const expectedReceipt = {
  status: "registered",
  rows: { read: rows, accepted: rows - badRows, rejected: badRows },
  attempt: 1,
};
/** Of yesterday, where the stage is. */
const midnight = Date.parse(report("", 0).timestamp);
/** For what happens soon, and is to be seen at once. */
const patience = { timeout: 900_000, interval: 50 };
const headings = "device_id,recorded_at,latitude,longitude,speed,remark";
const remark = "A remark of the driver that is no part of a report. ".repeat(3);

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
  s3?.destroy();
  s3 = new S3Client({ ...clientOptions(), endpoint: endpoint("S3"), forcePathStyle: true });
}

function clientOptions() {
  return { region: "ap-northeast-1", credentials: credentialsOf(running.environment) };
}

function endpoint(service: string): string {
  return running.environment[`AWS_ENDPOINT_URL_${service}`] ?? "";
}

/** Puts a file, or a folder of them, into the partner's folder of the inbox. */
async function copy(from: string, ...options: string[]): Promise<void> {
  const { AWS_ENDPOINT_URL = "" } = running.environment;
  const to = `s3://${running.outputs["inboxBucket"]}/partner/`;
  const words = ["--endpoint-url", AWS_ENDPOINT_URL, "s3", "cp", "--only-show-errors", ...options, from, to];
  await run(`${debianPrograms}/aws`, words, {
    env: { PATH: `${debianPrograms}:/bin`, HOME: folder, ...running.environment },
  });
}

async function lakeObjects(prefix: string) {
  const asked = new ListObjectsV2Command({ Bucket: running.outputs["lakeBucket"], Prefix: prefix });
  return (await s3.send(asked)).Contents ?? [];
}

async function lakeKeys(prefix: string): Promise<string[]> {
  return (await lakeObjects(prefix)).map(({ Key = "" }) => Key);
}

async function receipts(...names: string[]): Promise<Receipt[]> {
  const keys = (await lakeKeys("intake/partner/")).filter(parseReceiptKey);
  const found = await Promise.all(
    keys.map(async (Key) => {
      const asked = new GetObjectCommand({ Bucket: running.outputs["lakeBucket"], Key });
      const { Body } = await s3.send(asked);
      return receiptSchema.parse(JSON.parse((await Body?.transformToString()) ?? ""));
    }),
  );
  // The key of an upload by the API has the upload's id before the name.
  const named = found.map((receipt) => ({ ...receipt, name: path.basename(receipt.name) }));
  return named.filter(({ name }) => names.includes(name));
}

/** Waits until each of the files has come to its end. */
async function ended(...names: string[]): Promise<Receipt[]> {
  return vi.waitFor(
    async () => {
      const found = (await receipts(...names)).filter(({ endedAt }) => endedAt !== null);
      expect(found.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
      return found;
    },
    { timeout: 1_500_000, interval: 200 },
  );
}

/** Waits until the lake has so many objects below a prefix whose keys have these words. */
async function appeared(count: number, prefix: string, words: string): Promise<void> {
  await vi.waitFor(async () => {
    const found = (await lakeKeys(prefix)).filter((key) => key.includes(words));
    expect(found.length).toBeGreaterThanOrEqual(count);
  }, patience);
}

/** A second of yesterday, or of the day before where it is even. */
function timeOf(second: number): string {
  const days = second % 2 === 0 ? 1 : 0;
  return new Date(midnight + second * 1_000 - days * 86_400_000).toISOString();
}

function csvRow(device: string, second: number): string {
  return `${device},${timeOf(second)},${(35 + second / 1e6).toFixed(6)},${(139 + second / 1e6).toFixed(6)},${second % 40},${remark}`;
}

/** Writes a CSV of many devices and of some bad rows. */
async function makeLarge(name: string, device: string): Promise<string> {
  const file = path.join(folder, name);
  function* lines(): Generator<string> {
    yield `${headings}\n`;
    for (let row = 0; row < rows; row += 1) {
      const isBad = row % rowsOfBad === 0;
      const second = row % rowsOfDevice;
      yield `${isBad ? `${device},never,1,2,3,${remark}` : csvRow(`${device}-${Math.floor(row / rowsOfDevice)}`, second)}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return file;
}

/** Has a file of so many bytes cut into `parts`. */
async function limitParts(bytes: number): Promise<void> {
  const sfn = new SFNClient({ ...clientOptions(), endpoint: endpoint("SFN") });
  const stateMachineArn = running.outputs["fileIntakeArn"];
  const { definition = "" } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const limited = definition.replace(/"partBytes":\d+/, `"partBytes":${Math.ceil(bytes / parts)}`);
  expect(limited).not.toBe(definition);
  await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: limited }));
  sfn.destroy();
}

/** Compares the large files, without what is no time, with the exports. */
async function counts(exports: string): Promise<Record<string, number>> {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const read = (files: string) =>
    `SELECT device_id, TRY_CAST(recorded_at AS TIMESTAMP) AS moment, latitude::DOUBLE AS latitude, longitude::DOUBLE AS longitude ` +
    `FROM read_csv('${files}', header = true, all_varchar = true) WHERE regexp_matches(device_id, '^(plain|packed)')`;
  await connection.run(`CREATE VIEW sent AS ${read(path.join(folder, "large*.csv"))} AND moment IS NOT NULL`);
  await connection.run(`CREATE VIEW exported AS ${read(exports)}`);
  const counted = await connection.runAndReadAll(
    `SELECT (SELECT count(*) FROM sent) AS sent, (SELECT count(*) FROM exported) AS exported, ` +
      `(SELECT count(*) FROM (FROM sent EXCEPT ALL FROM exported)) AS missing, ` +
      `(SELECT count(*) FROM (FROM exported EXCEPT ALL FROM sent)) AS added`,
  );
  const [row = {}] = counted.getRowObjectsJson();
  connection.closeSync();
  database.closeSync();
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
}

describe.skipIf(!canRun("aws", "--version"))("a stage with files of the AWS CLI", () => {
  it("takes files of each kind", async () => {
    const at = (second: number) => report("", second).timestamp;
    const csv = `${[headings, csvRow("kind-csv", 1), csvRow("kind-csv", 2)].join("\n")}\n`;
    const kinds = path.join(folder, "kinds");
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
    await mkdir(kinds);
    for (const [name, content] of Object.entries(files)) {
      await writeFile(path.join(kinds, name), content);
    }
    await copy(kinds, "--recursive");
    const taken = await ended(...Object.keys(files));
    expect(
      taken.map(({ name, status, rows: counts }) => `${name} ${status} ${counts?.accepted}`).toSorted(),
    ).toEqual([
      "archive.zip registered 2",
      "kind-geojson.geojson registered 1",
      "kind-gpx.gpx registered 1",
      "packed.csv.gz registered 2",
      "plain.csv registered 2",
    ]);
  });

  it("loses and doubles nothing of a large CSV when the stage is killed while it converts and registers it", async ({
    annotate,
  }) => {
    const file = await makeLarge("large.csv", "plain");
    await limitParts((await stat(file)).size);
    await copy(file);
    const { id } = await vi.waitFor(async () => {
      const [receipt] = await receipts("large.csv");
      return receiptSchema.parse(receipt);
    }, patience);
    await appeared(parts / 2, `intake/partner/${id}/`, "/parts/");
    const killedAt = Date.now();
    await stage.kill();
    await start();
    await appeared(1, "work/", id);
    await stage.kill();
    await start();
    expect(await ended("large.csv")).toMatchObject([expectedReceipt]);
    const converted = await lakeObjects(`intake/partner/${id}/attempt=1/parts/`);
    expect(converted).toHaveLength(parts);
    const times = converted.map(({ LastModified }) => Number(LastModified));
    expect(times.filter((time) => time < killedAt).length, "converted before the kill").toBeGreaterThan(0);
    expect(times.filter((time) => time > killedAt).length, "and after it").toBeGreaterThan(0);
    await annotate(JSON.stringify(await stage.peakBytes()));
  });

  it("takes as many rows that are packed, from the command", async ({ annotate }) => {
    const file = await makeLarge("large-packed.csv", "packed");
    const packed = `${file}.gz`;
    await pipeline(createReadStream(file), createGzip({ level: 1 }), createWriteStream(packed));
    const words = ["upload", packed, "--client", "partner", "--directory", stage.directory];
    expect(await runScript("ashiato.ts", words, root)).toMatchObject({ code: 0 });
    expect(await ended("large-packed.csv.gz")).toMatchObject([expectedReceipt]);
    await annotate(JSON.stringify(await stage.peakBytes()));
  });

  it("exports each row of both files once, as an independent count says", async () => {
    const words = (...command: string[]) => [...command, "--directory", stage.directory];
    expect(await runScript("ashiato.ts", words("run"), root)).toMatchObject({ code: 0 });
    const [newest = "", oldest = ""] = [1, 2].map((second) => tokyoDate(Date.parse(timeOf(second))));
    const out = path.join(folder, "out");
    const fetched = await runScript("ashiato.ts", words("fetch", `${oldest}..${newest}`, "--out", out), root);
    expect(fetched).toMatchObject({ code: 0 });
    expect(await counts(path.join(out, "locations_*.csv"))).toEqual({
      sent: 2 * (rows - badRows),
      exported: 2 * (rows - badRows),
      missing: 0,
      added: 0,
    });
  });
});
