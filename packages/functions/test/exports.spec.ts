import { createHash } from "node:crypto";
import { exportDocumentKey, unloadPrefix } from "@ashiato/core/export-keys";
import { conflictsPrefix } from "@ashiato/core/rejected-keys";
import { csvHeader } from "@ashiato/core/columns";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startStage } from "./stage.ts";

const stage = await startStage();
const { handler: plan } = await import("../src/plan.ts");
const { handler: summarizeWith } = await import("../src/summarize.ts");
const { handler: publish } = await import("../src/publish.ts");

/** Summarizes as the state machine does, with its settings. */
function summarize(input: object) {
  return summarizeWith({ wholes: { wholeAges: [2, 7, 31], maxLateShare: 0.01 }, ...input });
}

beforeEach(() => stage.reset());
afterAll(() => stage.stop());

const date = "2026-11-21";
const first = { date, run: "run-1", version: 1, attempt: 0 };

function child(batch: string, rows: Record<string, number>, rejected = 0) {
  const written = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const dates = Object.entries(rows).map(([day, count]) => ({
    date: day,
    rows: count,
    key: `store/dt=${day}/${batch}.csv.gz`,
    bytes: 1,
  }));
  return {
    ExecutionArn: `arn:aws:states:ap-northeast-1:123456789012:execution:DailyBatch/Distribute:${batch}`,
    Status: "SUCCEEDED",
    Output: JSON.stringify({
      batch,
      objects: 1,
      rowsRead: written + rejected,
      rowsWritten: written,
      rowsRejected: rejected,
      dates,
    }),
  };
}

async function mapOutput(children: unknown[], failed: unknown[] = []) {
  const folder = "runs/run-1/map/0a1b";
  const files = { SUCCEEDED: children, FAILED: failed, PENDING: [] };
  const ResultFiles: Record<string, unknown[]> = {};
  for (const [status, list] of Object.entries(files)) {
    const Key = `${folder}/${status}_0.json`;
    ResultFiles[status] = list.length === 0 ? [] : [{ Key, Size: 1 }];
    await stage.write("lake", Key, JSON.stringify(list));
  }
  await stage.write(
    "lake",
    `${folder}/manifest.json`,
    JSON.stringify({ DestinationBucket: "lake", MapRunArn: "arn:map-run", ResultFiles }),
  );
  return {
    MapRunArn: "arn:map-run",
    ResultWriterDetails: { Bucket: "lake", Key: `${folder}/manifest.json` },
  };
}

async function writePending(day: string, batch: string): Promise<void> {
  await stage.write("lake", `pending/dt=${day}/${batch}.json`, "{}");
}

async function unload(
  lines: string[],
  { run = "run-1", version = 1, rows = lines.length, name = "000.csv" } = {},
): Promise<void> {
  const prefix = unloadPrefix({ date, run, version, attempt: 0 });
  const body = [csvHeader, ...lines].map((line) => `${line}\n`).join("");
  await stage.write("downloads", `${prefix}${name}`, body);
  const entry = {
    url: `s3://downloads/${prefix}${name}`,
    meta: { content_length: body.length, record_count: rows + 1 },
  };
  await stage.write("downloads", `${prefix}manifest`, JSON.stringify({ entries: [entry], meta: {} }));
}

async function writeClaim(
  rows: number,
  markers: string[] = [],
  { run = "run-1", version = 1 } = {},
): Promise<void> {
  const claimedAt = "2026-11-21T15:20:00.000Z";
  const claim = { date, version, run, round: 1, claimedAt, rows, markers, published: [] };
  await stage.write("lake", `claims/dt=${date}/${version}.json`, JSON.stringify(claim));
}

async function readJson(bucket: string, key: string): Promise<unknown> {
  return JSON.parse(await stage.read(bucket, key));
}

test("a run is planned for yesterday in the stage's zone, and leaves a marker of its date", async () => {
  const request = {
    executionArn: "arn:b",
    executionName: "daily:2026",
    startTime: "2026-11-21T15:15:00.000Z",
    input: {},
  };
  expect(await plan(request)).toEqual({
    result: "planned",
    run: expect.stringMatching(/^daily_2026-[0-9a-f]{16}$/),
    date: "2026-11-21",
    drain: true,
  });
  expect(await stage.keys("lake", "pending/")).toEqual([
    expect.stringMatching(/^pending\/dt=2026-11-21\/request-daily_2026-[0-9a-f]{16}\.json$/),
  ]);
  await expect(plan({ ...request, input: { date: "2026-02-30" } })).rejects.toMatchObject({
    name: "InvalidInput",
    message: expect.stringContaining('"2026-02-30"'),
  });
});

test("a run exports as many dates as it has room for: its own, those requested, then the oldest", async () => {
  for (const day of ["2026-10-01", "2026-10-02", "2026-10-03"]) {
    await writePending(day, "a");
  }
  await writePending("2026-11-01", "request-api-1");
  const summarized = (round: number, room: number) => summarize({ run: "run-1", round, room, date, map: [] });
  const days = ({ dates }: { dates: { date: string }[] }) => dates.map((each) => each.date);
  expect(days(await summarized(1, 3))).toEqual(["2026-10-01", "2026-11-01", date]);
  expect(await stage.keys("lake", "claims/")).toHaveLength(3);
  expect(days(await summarized(2, 1))).toEqual(["2026-11-01"]);
  expect(days(await summarized(2, 9))).toEqual(["2026-10-01", "2026-10-02", "2026-10-03", "2026-11-01"]);
});

test("a map over no items may leave no manifest, but none may be missing beside results", async () => {
  const map = {
    MapRunArn: "arn:map-run",
    ResultWriterDetails: { Bucket: "lake", Key: "runs/run-1/map/0a1b/manifest.json" },
  };
  const summarized = () => summarize({ run: "run-1", round: 1, room: 30, date, map });
  expect(await summarized()).toMatchObject({ dates: [{ date }], ledger: { objects: 0, rowsRead: 0 } });
  await stage.write("lake", "runs/run-1/map/0a1b/SUCCEEDED_0.json", "[]");
  await expect(summarized()).rejects.toMatchObject({
    name: "ObjectUnreadable",
    message: expect.stringContaining("s3://lake/runs/run-1/map/0a1b/manifest.json is missing"),
  });
});

test("the dates to export are the run's own and every pending one, in their order", async () => {
  await writePending("2026-11-19", "a");
  await writePending(date, "a");
  await writePending("2026-11-22", "b");
  const map = await mapOutput([
    child("a", { "2026-11-19": 2, [date]: 3 }, 1),
    child("b", { "2026-11-22": 4 }),
  ]);
  const summary = await summarize({ run: "run-1", round: 1, room: 30, date: "2026-11-20", map });
  expect(summary).toEqual({
    dates: ["2026-11-19", "2026-11-20", date, "2026-11-22"].map((day) => ({
      date: day,
      version: 1,
      mode: "whole",
    })),
    ledger: { objects: 2, rowsRead: 10, rowsWritten: 9, rowsRejected: 1 },
  });
  expect(await readJson("lake", `claims/dt=${date}/1.json`)).toEqual({
    date,
    version: 1,
    run: "run-1",
    round: 1,
    claimedAt: expect.any(String),
    mode: "whole",
    rows: 3,
    markers: [`pending/dt=${date}/a.json`],
    published: [],
  });
  expect(await readJson("lake", "runs/run-1/ledger/1.json")).toMatchObject({
    rowsRead: 10,
    rowsWritten: 9,
    rowsByDate: { "2026-11-19": 2, [date]: 3, "2026-11-22": 4 },
  });
});

test("an empty inbox still exports the run's own date", async () => {
  const zero = { objects: 0, rowsRead: 0, rowsWritten: 0, rowsRejected: 0 };
  const maps = [await mapOutput([]), [], { MapRunArn: "arn:map-run" }];
  for (const map of maps) {
    expect(await summarize({ run: "run-1", round: 1, room: 30, date, map })).toEqual({
      dates: [{ date, version: 1, mode: "whole" }],
      ledger: zero,
    });
  }
});

test("a failed child fails the summary, which names its error, its objects and where the rest is listed", async () => {
  const key = "work/b.csv.gz";
  const errorMessage = `s3://lake/${key}: not a complete gzip file`;
  const failed = {
    Status: "FAILED",
    Error: "ObjectUnreadable",
    Cause: JSON.stringify({ errorMessage }),
    Input: JSON.stringify({ Items: [{ Key: key }] }),
  };
  const map = await mapOutput([child("a", { [date]: 1 })], [failed]);
  await expect(summarize({ run: "run-1", round: 1, room: 30, date, map })).rejects.toMatchObject({
    name: "MapRunFailed",
    message:
      `1 batch of the inbox not distributed: ObjectUnreadable: ${errorMessage} (${key}). ` +
      "See s3://lake/runs/run-1/map/0a1b/FAILED_0.json",
  });
  const unknown = await mapOutput([], [{}]);
  await expect(summarize({ run: "run-1", round: 1, room: 30, date, map: unknown })).rejects.toMatchObject({
    name: "MapRunFailed",
  });
});

test("a batch that lost rows fails the summary and says which numbers differ", async () => {
  const lossy = child("a", { [date]: 3 });
  const map = await mapOutput([{ ...lossy, Output: lossy.Output.replace('"rowsRead":3', '"rowsRead":4') }]);
  await expect(summarize({ run: "run-1", round: 1, room: 30, date, map })).rejects.toMatchObject({
    name: "LedgerMismatch",
    message: "Batch a read 4 rows, but wrote 3 and rejected 0",
  });
});

test("an export that balances is published and its markers are deleted", async () => {
  await writePending(date, "a");
  await writePending(date, "later");
  await writeClaim(3, [`pending/dt=${date}/a.json`]);
  await unload(["one", "two"]);
  const published = await publish({
    ...first,
    counts: { rows: 3, reports: 2, conflicts: 0 },
    unloadId: "id",
  });
  const bytes = csvHeader.length + 9;
  expect(published).toMatchObject({ date, version: 1, run: "run-1", rows: 2, bytes, files: 1 });
  const document = await readJson("downloads", exportDocumentKey(first));
  expect(document).toMatchObject({ rows: 2, bytes, schemaVersion: 3, timeZone: "Asia/Tokyo", version: 1 });
  expect(document).toMatchObject({ files: [{ name: `locations_${date}_000.csv`, rows: 2, bytes }] });
  expect(await stage.keys("lake", "pending/")).toEqual([`pending/dt=${date}/later.json`]);
  expect(await readJson("lake", `runs/run-1/exports/${date}-v1.json`)).toMatchObject({
    rows: 2,
    unloadId: "id",
  });
});

test("an export of several files lists each, in order, and its checksum is that of all their bytes", async () => {
  await writeClaim(0);
  const prefix = unloadPrefix(first);
  const bodies = [`${csvHeader}\none\ntwo\n`, `${csvHeader}\nthree\n`];
  const entries = bodies.map((body, index) => ({
    url: `s3://downloads/${prefix}00${index}.csv`,
    meta: { content_length: body.length, record_count: body.split("\n").length - 1 },
  }));
  await stage.write("downloads", `${prefix}000.csv`, bodies[0] ?? "");
  await stage.write("downloads", `${prefix}001.csv`, bodies[1] ?? "");
  await stage.write("downloads", `${prefix}manifest`, JSON.stringify({ entries }));
  const published = await publish({
    ...first,
    counts: { rows: 3, reports: 3, conflicts: 0 },
    unloadId: "id",
  });
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  expect(published).toMatchObject({ rows: 3, files: 2, checksum: `sha256:${sha256(bodies.join(""))}` });
  expect(await readJson("downloads", exportDocumentKey(first))).toMatchObject({
    files: [
      { name: `locations_${date}_000.csv`, rows: 2, sha256: sha256(bodies[0] ?? "") },
      { name: `locations_${date}_001.csv`, rows: 1, sha256: sha256(bodies[1] ?? "") },
    ],
  });
});

test("a description lies beside each CSV, for readers of CSV on the Web", async () => {
  await writeClaim(1);
  await unload(["one"]);
  await publish({
    run: "run-1",
    date,
    version: 1,
    attempt: 0,
    counts: { rows: 1, reports: 1, conflicts: 0 },
  });
  const csv = `${unloadPrefix({ date, run: "run-1", version: 1, attempt: 0 })}000.csv`;
  expect(await readJson("downloads", `${csv}-metadata.json`)).toMatchObject({
    "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
    url: csv.slice(csv.lastIndexOf("/") + 1),
    tableSchema: { columns: csvHeader.split(",").map((name) => ({ name })) },
  });
});

test("a file without the header fails, and no export comes to be", async () => {
  await writeClaim(0);
  await unload(["one"]);
  await stage.write("downloads", `${unloadPrefix(first)}000.csv`, "one\n");
  await expect(
    publish({ ...first, counts: { rows: 1, reports: 1, conflicts: 0 }, unloadId: "id" }),
  ).rejects.toMatchObject({
    name: "ExportUnreadable",
    message: expect.stringContaining('begins with "one\\n"'),
  });
  expect(await stage.keys("downloads")).not.toContain(exportDocumentKey(first));
});

test("publishing again leaves the export unchanged", async () => {
  await writeClaim(0);
  await unload(["one"]);
  const published = await publish({ ...first, counts: { rows: 1, reports: 1, conflicts: 0 } });
  const document = await readJson("downloads", exportDocumentKey(first));
  expect(await publish({ ...first, counts: { rows: 1, reports: 1, conflicts: 0 } })).toEqual(published);
  expect(await readJson("downloads", exportDocumentKey(first))).toEqual(document);
});

test.each([
  ["no manifest", async () => undefined],
  [
    "a manifest without entries",
    () => stage.write("downloads", manifestKey, JSON.stringify({ entries: [] })),
  ],
  ["a header alone", () => unload([])],
])("a day without reports becomes a header-only export after an UNLOAD that left %s", async (_, leave) => {
  await leave();
  await writeClaim(0);
  const published = await publish({
    ...first,
    counts: { rows: 0, reports: 0, conflicts: 0 },
    unloadId: "id",
  });
  expect(published).toMatchObject({ rows: 0, files: 1 });
  expect(await stage.read("downloads", `${unloadPrefix(first)}000.csv`)).toBe(`${csvHeader}\n`);
});

test.each([
  [
    "rows for reports",
    { counts: { rows: 9, reports: 3, conflicts: 0 } },
    "the export has 2 rows for 3 distinct reports",
  ],
  ["a partition smaller than what was written", { written: 4 }, "fewer than the 4 that this run wrote"],
  [
    "a manifest that counts other rows",
    { manifestRows: 3, counts: { rows: 3, reports: 3, conflicts: 0 } },
    "the files have 2 rows",
  ],
  [
    "conflicts without their file",
    { counts: { rows: 3, reports: 2, conflicts: 1 } },
    "the files of conflicts have 0 rows for 1 conflicts",
  ],
])("%s that differ fail, and no export comes to be", async (_, change, message) => {
  const { counts = { rows: 3, reports: 2, conflicts: 0 }, written = 3, manifestRows = 2 } = change as Change;
  await writeClaim(written);
  await unload(["one", "two"], { rows: manifestRows });
  await expect(publish({ ...first, counts, unloadId: "id" })).rejects.toMatchObject({
    name: "LedgerMismatch",
    message: expect.stringContaining(message),
  });
  expect(await stage.keys("downloads", "exports/")).not.toContain(exportDocumentKey(first));
});

test("an export counts its conflicts, and its files must have each of them", async () => {
  await writeClaim(3);
  await unload(["one", "two"]);
  const counts = { rows: 6, reports: 2, conflicts: 3 };
  const prefix = conflictsPrefix(first);
  await stage.write("lake", `${prefix}000.csv`, "key,reason,row\na,b,one\na,b,two\n");
  await expect(publish({ ...first, counts })).rejects.toMatchObject({ name: "LedgerMismatch" });
  await stage.write("lake", `${prefix}001.csv`, "key,reason,row\na,b,three\n");
  expect(await publish({ ...first, counts })).toMatchObject({ rows: 2, conflicts: 3 });
  expect(await readJson("downloads", exportDocumentKey(first))).toMatchObject({ conflicts: 3 });
});

test("an UNLOAD without a manifest where there are reports fails", async () => {
  await writeClaim(1);
  await expect(
    publish({ ...first, counts: { rows: 1, reports: 1, conflicts: 0 }, unloadId: "id" }),
  ).rejects.toMatchObject({
    name: "LedgerMismatch",
  });
  expect(await stage.keys("downloads")).toEqual([]);
});

type Change = {
  counts?: { rows: number; reports: number; conflicts: number };
  written?: number;
  manifestRows?: number;
};

const manifestKey = `${unloadPrefix(first)}manifest`;
