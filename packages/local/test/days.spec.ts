// lake.days, by the Data API and by two readers of Parquet that know nothing of the app.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { exportColumns } from "@ashiato/core/columns";
import { exportSchema } from "@ashiato/core/api/schemas";
import { exportsInOrder, publishedSchema, type ReadExport } from "@ashiato/core/export-document";
import { lateParquetKey, parquetUnloadPrefix } from "@ashiato/core/export-keys";
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
} from "@aws-sdk/client-redshift-data";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { report, RunningStage, tokyoDate } from "./support/running-stage.ts";

let app: RunningStage;
let folder: string;

beforeAll(async () => {
  app = await RunningStage.start();
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-days-"));
});

afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A report of three days before yesterday: between two ages at which a whole CSV is made. */
function reportOf(deviceId: string, secondsOfDay: number, change: object = {}) {
  const { timestamp, ...rest } = report(deviceId, secondsOfDay);
  return { ...rest, timestamp: new Date(Date.parse(timestamp) - 3 * 86_400_000).toISOString(), ...change };
}

const date = tokyoDate(Date.parse(reportOf("a", 0).timestamp));

/** 400 reports, some with every value and some with none that may be missing. */
const base = ["phone-a", "phone-b", "phone-c", "phone-d"].flatMap((device, number) =>
  Array.from({ length: 100 }, (_, minute) =>
    reportOf(device, 60 * minute, {
      latitude: -35 - number - minute / 10_000,
      ...(minute % 3 === 0 && {
        accuracy: 4.5,
        altitude: -0.25,
        speed: 5,
        heading: 359.999,
        battery: 0.07,
        charging: minute % 2 === 0,
      }),
    }),
  ),
);

async function send(...reports: object[]): Promise<void> {
  expect((await app.post({ locations: reports })).status).toBe(202);
}

async function run(input: object = {}): Promise<Record<string, unknown>> {
  const execution = await app.runBatch(input);
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  return JSON.parse(execution.output ?? "") as Record<string, unknown>;
}

async function query(sql: string): Promise<(string | undefined)[][]> {
  const { Id } = await app.redshift.send(
    new ExecuteStatementCommand({
      WorkgroupName: app.output("workgroupName"),
      Database: "ashiato",
      Sql: sql,
      WaitTimeSeconds: 30,
    }),
  );
  const ended = await app.redshift.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
  expect(ended.Status, ended.Error).toBe("FINISHED");
  if (ended.HasResultSet !== true) {
    return [];
  }
  const { Records = [] } = await app.redshift.send(new GetStatementResultCommand({ Id }));
  return Records.map((record) => record.map(({ stringValue }) => stringValue));
}

/** A date's rows in lake.days, each value as the CSV writes it. */
async function shownRows(of = date): Promise<string[]> {
  const values = exportColumns.map((column) => {
    const type = "type" in column ? column.type : "varchar";
    if (type === "timestamp") {
      return `TO_CHAR(${column.name}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
    }
    if (type === "boolean") {
      return `CASE WHEN ${column.name} THEN 'true' WHEN NOT ${column.name} THEN 'false' END`;
    }
    return `CAST(${column.name} AS VARCHAR)`;
  });
  const rows = await query(
    `SELECT ${values.join(", ")} FROM lake.days WHERE dt = '${of}' ORDER BY device_id, recorded_at, report_id`,
  );
  return rows.map((row) => row.map((value) => value ?? "").join(","));
}

/** The files that lake.days reads for the date. */
async function shownFiles(): Promise<string[]> {
  const rows = await query(`SELECT DISTINCT "$path" FROM lake.days WHERE dt = '${date}' ORDER BY 1`);
  return rows.map(([file]) => file ?? "");
}

/** The date's exports and their supplements, the current one first. */
async function published(): Promise<ReadExport[]> {
  const keys = await app.keys("downloadsBucket", `exports/dt=${date}/`);
  const documents = keys.filter((key) => /\/(export|supplement-\d+)\.json$/.test(key));
  return exportsInOrder(
    await Promise.all(
      documents.map(async (key) => publishedSchema.parse(JSON.parse(await app.read("downloadsBucket", key)))),
    ),
  );
}

async function current(): Promise<ReadExport> {
  const [found] = await published();
  if (found === undefined) {
    throw new Error(`No export of ${date}`);
  }
  return found;
}

/** The lines of the current export's CSV files, with those of its supplements. */
async function publishedRows(): Promise<string[]> {
  const { document, supplements } = await current();
  const files = [...document.files, ...supplements.map(({ file }) => file)];
  const texts = await Promise.all(files.map(({ key }) => app.read("downloadsBucket", key)));
  // Devices of one length: the lines are in the order of their device and time.
  return texts.flatMap((text) => text.trimEnd().split("\n").slice(1)).toSorted();
}

/** Reads the links of Parquet files that the API gives, by ranges alone, as a page would. */
async function linkedRows(): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${app.stage.endpoints.api}/v1/exports/${date}`, {
    headers: { authorization: `Bearer ${app.stage.tokens.download}` },
  });
  const { parquet, supplements } = exportSchema.parse(await answer.json());
  const rows: Record<string, unknown>[] = [];
  for (const file of [...parquet, ...supplements.flatMap((each) => each.parquet ?? [])]) {
    const slice = async (start: number, end = file.bytes): Promise<ArrayBuffer> => {
      const part = await fetch(file.url, { headers: { range: `bytes=${start}-${end - 1}` } });
      expect(part.status).toBe(206);
      return part.arrayBuffer();
    };
    const read = await parquetReadObjects({
      file: { byteLength: file.bytes, slice },
      columns: ["device_id"],
    });
    expect(read).toHaveLength(file.rows);
    rows.push(...read);
  }
  return rows;
}

async function bytesOf(key: string): Promise<Uint8Array> {
  const { Body } = await app.s3.send(
    new GetObjectCommand({ Bucket: app.output("downloadsBucket"), Key: key }),
  );
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

/** The Parquet files below the folder of the current export. */
async function parquetKeys(): Promise<string[]> {
  const { document } = await current();
  return app.keys("downloadsBucket", document.parquet?.prefix ?? "no Parquet");
}

const late = [reportOf("phone-b", 30, { battery: 1, charging: false }), reportOf("phone-e", 7)];

it("shows what is published, once, with the same values", async () => {
  await send(...base, ...base.slice(0, 50));
  await run();
  expect((await current()).document).toMatchObject({
    version: 1,
    rows: 400,
    parquet: { files: [{ name: expect.stringMatching(/\.parquet$/), rows: 400 }] },
  });
  const rows = await shownRows();
  expect(rows).toHaveLength(400);
  expect(rows).toEqual(await publishedRows());
}, 300_000);

it("shows late rows with the rest, from the night that publishes them", async () => {
  await send(late[0]!, base[9]!);
  expect(await run()).toMatchObject({ supplements: [{ date, rows: 1 }] });
  await send(late[1]!);
  expect(await run()).toMatchObject({ supplements: [{ date, supplement: 2, rows: 1 }] });
  const rows = await shownRows();
  expect(rows).toHaveLength(402);
  expect(rows).toEqual(await publishedRows());
}, 300_000);

it("has files that others read: exact decimals, times in UTC, devices in order", async () => {
  const keys = await parquetKeys();
  expect(keys.map((key) => path.basename(key))).toEqual([
    "late-1.parquet",
    "late-2.parquet",
    expect.stringMatching(/^locations_.*\.parquet$/),
  ]);
  expect(await linkedRows()).toHaveLength(402);
  const files: string[] = [];
  const objects: Record<string, unknown>[] = [];
  for (const key of keys) {
    const bytes = await bytesOf(key);
    files.push(path.join(folder, path.basename(key)));
    await writeFile(files.at(-1)!, bytes);
    objects.push(...(await parquetReadObjects({ file: bytes.slice().buffer })));
  }
  expect(objects).toHaveLength(402);
  const ofLate = objects.find(({ device_id }) => device_id === "phone-e");
  expect(ofLate).toMatchObject({ latitude: 35.68, charging: null, quality: "ok" });
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const read = await connection.runAndReadAll(
    `SELECT count(*), count(DISTINCT report_id), typeof(any_value(latitude)), typeof(any_value(recorded_at)), ` +
      `typeof(any_value(charging)), sum(latitude)::VARCHAR, sum(battery)::VARCHAR, left(max(recorded_at)::VARCHAR, 19) ` +
      `FROM read_parquet(${JSON.stringify(files).replaceAll('"', "'")})`,
  );
  const csv = await publishedRows();
  const sum = (column: number) =>
    csv.reduce((total, line) => total + Number(line.split(",")[column] || 0), 0);
  const times = csv.map((line) => line.split(",")[1] ?? "").toSorted();
  const [rows, ids, latitude, recordedAt, charging, latitudes, batteries, last] = read.getRowsJson()[0] ?? [];
  expect([Number(rows), Number(ids)]).toEqual([402, 402]);
  expect([latitude, recordedAt, charging]).toEqual([
    "DECIMAL(10,7)",
    expect.stringMatching(/^TIMESTAMP/),
    "BOOLEAN",
  ]);
  expect(Number(latitudes)).toBeCloseTo(sum(2), 6);
  expect(Number(batteries)).toBeCloseTo(sum(9), 6);
  expect(last).toBe(times.at(-1)?.slice(0, 19).replace("T", " "));
  const ordered = await connection.runAndReadAll(
    `SELECT device_id || ' ' || recorded_at::VARCHAR FROM read_parquet('${files.at(-1)}')`,
  );
  const inFile = z.array(z.string()).parse(ordered.getRowsJson().flat());
  expect(inFile).toEqual(inFile.toSorted());
  connection.closeSync();
  database.closeSync();
}, 120_000);

it("writes late rows that a crash left out when the night is repeated, and none twice", async () => {
  const { document, supplements } = await current();
  const key = lateParquetKey(document.parquet?.prefix ?? "", 2);
  await app.s3.send(new DeleteObjectCommand({ Bucket: app.output("downloadsBucket"), Key: key }));
  expect(await shownRows()).toHaveLength(401);
  const { run: name, version } = supplements[1]!;
  const again = { run: name, date, version, quality: { maxSpeedMetresPerSecond: 400, minJumpMetres: 1_000 } };
  expect(await app.invoke("Supplement", again)).toMatchObject({
    functionError: undefined,
    payload: { result: "supplemented", supplement: 2, rows: 1 },
  });
  expect(await shownRows()).toEqual(await publishedRows());
}, 120_000);

it("moves to the new files when the whole date is exported again, and leaves the old ones", async () => {
  const before = await parquetKeys();
  expect(await run({ date })).toMatchObject({ exports: [{ date, rows: 402 }] });
  expect(await shownRows()).toEqual(await publishedRows());
  expect(await parquetKeys()).not.toEqual(before);
  expect(await app.keys("downloadsBucket", `exports/dt=${date}/`)).toEqual(expect.arrayContaining(before));
  // Of a run that finds nothing new, no files stay, and the table still shows those that there are.
  const files = await parquetKeys();
  expect(await run({ date })).toMatchObject({ exports: [], unchanged: [{ date }] });
  expect(await parquetKeys()).toEqual(files);
  expect(await shownRows()).toEqual(await publishedRows());
}, 300_000);

it("is put right by a run that comes back after a later one", async () => {
  const [newest, oldest] = await published();
  const { document } = oldest!;
  // What a statement does that the warehouse ran late, for a run that was killed meanwhile.
  await query(
    `ALTER TABLE lake.days PARTITION (dt='${date}') SET LOCATION 's3://${app.output("downloadsBucket")}/${document.parquet?.prefix}'`,
  );
  const { run: name, version, rows: reports } = document;
  const again = { run: name, date, version, attempt: 0, counts: { rows: reports, reports, conflicts: 0 } };
  expect(await app.invoke("Publish", again)).toMatchObject({
    payload: { result: "superseded", by: { version: newest?.document.version } },
  });
  expect(await shownFiles()).toEqual([expect.stringContaining(newest?.document.parquet?.prefix ?? "")]);
}, 120_000);

it("stays as it is when an UNLOAD fails, and shows the new rows after the next run", async () => {
  await send(reportOf("phone-f", 60));
  const before = await shownRows();
  const name = "hindered";
  const version = Math.max(...(await published()).map(({ readAs }) => readAs)) + 1;
  const hindrance = `${parquetUnloadPrefix({ date, run: name, version, attempt: 0 })}other`;
  await app.s3.send(
    new PutObjectCommand({ Bucket: app.output("downloadsBucket"), Key: hindrance, Body: "not Parquet" }),
  );
  const executionArn = await app.startBatch({ date }, name);
  expect(await app.ended(executionArn)).toMatchObject({
    status: "FAILED",
    error: "StatementFailed",
    cause: expect.stringContaining("unload destination on S3 is not empty"),
  });
  expect(await shownRows()).toEqual(before);
  await run();
  const rows = await shownRows();
  expect(rows).toHaveLength(before.length + 1);
  expect(rows).toEqual(await publishedRows());
}, 300_000);

it("shows a day without reports as no rows", async () => {
  const empty = "2026-01-01";
  expect(await run({ date: empty })).toMatchObject({
    exports: expect.arrayContaining([expect.objectContaining({ date: empty, rows: 0 })]),
  });
  expect(await shownRows(empty)).toEqual([]);
  expect(
    await query(`SELECT COUNT(*)::VARCHAR FROM svv_external_partitions WHERE tablename = 'days'`),
  ).toEqual([[expect.stringMatching(/^[2-9]$/)]]);
}, 300_000);
