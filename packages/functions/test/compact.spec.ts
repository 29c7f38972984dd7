import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { compactionSchema } from "@ashiato/core/daily-batch/compaction";
import {
  addPartitionSql,
  countSql,
  stageSql,
  unloadCompactedSql,
  unloadConflictsSql,
  unloadSql,
  unloadStagedSql,
} from "@ashiato/core/export-sql";
import { exportDocumentKey } from "@ashiato/core/export-keys";
import { compactionKey, partitionPrefix, storeKey } from "@ashiato/core/store-keys";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startStage } from "./stage.ts";
import { openWarehouse, roleArn } from "./warehouse.ts";

const stage = await startStage();
const { handler: compact } = await import("../src/compact.ts");
const { handler: summarize } = await import("../src/summarize.ts");
const { handler: publish } = await import("../src/publish.ts");
const { findExportsOfDate } = await import("../src/batch/find-exports.ts");

let warehouse: Awaited<ReturnType<typeof openWarehouse>>;

beforeAll(async () => {
  warehouse = await openWarehouse(stage.s3);
  stage.useWarehouse(warehouse.port);
});
beforeEach(() => stage.intercept());
afterAll(async () => {
  await warehouse.stop();
  await stage.stop();
});

const quality = { maxSpeedMetresPerSecond: 400, minJumpMetres: 1_000 };
const wholes = { wholeAges: [2, 7, 31], maxLateShare: 0.01 };
/** Three files besides those of compactions are too many; no date is old enough for its last compaction. */
const limits = { room: 4, maxFiles: 2, lastAge: 100_000 };

type Fix = { device: string; minute: number; battery?: string; received?: string };

const id = ({ device, minute }: Fix): string =>
  `00000000-0000-4000-8000-${Buffer.from(device).toString("hex")}${String(minute).padStart(10, "0")}`;

/** A row of the table's files. */
function row(date: string, fix: Fix): string {
  const { device, minute, battery = "0.500", received = "12:00:00.000000" } = fix;
  const time = `${date} 00:${String(minute).padStart(2, "0")}:00.000000`;
  return `${device},${time},35.6800000,139.7600000,,,,,,${battery},true,${id(fix)},${date} ${received},`;
}

/** The batches of a date: a report is in two of them, and another one twice with different contents. */
const batches: Fix[][] = [
  [
    { device: "b", minute: 1 },
    { device: "a", minute: 2 },
  ],
  [
    { device: "a", minute: 1 },
    { device: "a", minute: 2, received: "13:00:00.000000" },
  ],
  [
    { device: "b", minute: 1, battery: "0.400", received: "14:00:00.000000" },
    { device: "b", minute: 3 },
  ],
];
const late: Fix = { device: "a", minute: 9 };
/** The minutes of the reports, ordered as the export is. */
const reports = ["a 1", "a 2", "b 1", "b 3"];
const reportsWithLate = ["a 1", "a 2", "a 9", "b 1", "b 3"];
/** The same of the table's rows before a compaction. */
const stored = ["a 1", "a 2", "a 2", "b 1", "b 1", "b 3"];

let dates = 0;

/** A date of which nothing is stored yet. */
function newDate(): string {
  dates += 1;
  return new Date(Date.UTC(2026, 0, dates)).toISOString().slice(0, 10);
}

async function store(date: string, batch: string, fixes: readonly Fix[]): Promise<string> {
  const key = storeKey(date, batch);
  const Body = gzipSync(fixes.map((fix) => `${row(date, fix)}\n`).join(""));
  await stage.s3.send(new PutObjectCommand({ Bucket: "lake", Key: key, Body }));
  return key;
}

async function distribute(date: string, batch: string, fixes: readonly Fix[]): Promise<void> {
  const key = await store(date, batch, fixes);
  const marker = { date, batch, rows: fixes.length, key };
  await stage.write("lake", `pending/dt=${date}/${batch}.json`, JSON.stringify(marker));
}

async function distributeAll(date: string): Promise<void> {
  for (const [index, fixes] of batches.entries()) {
    await distribute(date, `batch-${index}`, fixes);
  }
}

/** Leaves a date as a night does that has distributed and exported it. */
async function storeExported(date: string): Promise<void> {
  for (const [index, fixes] of batches.entries()) {
    await store(date, `batch-${index}`, fixes);
  }
  const name = { date, run: "exported", version: 1 };
  await warehouse.run(addPartitionSql(target(date, name.run, 1)));
  const sha256 = "0".repeat(64);
  const document = {
    ...name,
    timeZone: "Asia/Tokyo",
    rows: reports.length,
    conflicts: 1,
    bytes: 10,
    checksum: `sha256:${sha256}`,
    schemaVersion: 2,
    createdAt: new Date().toISOString(),
    files: [{ key: "a.csv", name: "a.csv", rows: reports.length, bytes: 10, sha256 }],
  };
  await stage.write("downloads", exportDocumentKey(name), JSON.stringify(document));
}

function target(date: string, run: string, version: number) {
  const names = { schema: "lake", table: "locations", lakeBucket: "lake", downloadsBucket: "downloads" };
  return { date, run, version, attempt: 0, iamRoleArn: roleArn, ...names };
}

/** Exports dates whole, as the state machine does. Returns the sessions that have their staged rows. */
async function exportWhole(
  run: string,
  dates: readonly { date: string; version: number }[],
): Promise<Map<string, string | undefined>> {
  const sessions = new Map<string, string | undefined>();
  for (const { date, version } of dates) {
    const of = target(date, run, version);
    await warehouse.run(addPartitionSql(of));
    const { rows, session } = await warehouse.batchRows([stageSql(of, quality), unloadSql(of), countSql()]);
    const [[counted, reported, conflicts] = []] = rows;
    if (Number(conflicts) > 0) {
      await warehouse.run(unloadConflictsSql(of));
    }
    const counts = { rows: Number(counted), reports: Number(reported), conflicts: Number(conflicts) };
    await publish({ run, date, version, attempt: 0, counts });
    sessions.set(date, session);
  }
  return sessions;
}

/**
 * Settles, plans, exports and compacts what is pending, as the state machine does. Returns what came of each
 * compaction.
 */
async function night(run: string): Promise<unknown[]> {
  await compact({ step: "settle", run, round: 1 });
  const { dates } = await summarize({ run, round: 2, date: "2025-01-01", room: 30, map: [], wholes });
  expect(dates.filter(({ mode }) => mode !== "whole")).toEqual([]);
  const planned = await plan(run, dates);
  return await compactDates(run, planned, await exportWhole(run, dates));
}

async function plan(run: string, exports: readonly { date: string }[] = []): Promise<string[]> {
  const planned = await compact({ step: "plan", run, exports, ...limits });
  return "dates" in planned ? planned.dates.map(({ date }) => date) : [];
}

async function compactDates(
  run: string,
  dates: readonly string[],
  sessions: ReadonlyMap<string, string | undefined>,
): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const date of dates) {
    const session = sessions.get(date);
    const of = target(date, run, 0);
    await warehouse.run(session === undefined ? unloadCompactedSql(of) : unloadStagedSql(of), session);
    results.push(await compact({ step: "switch", run, date, attempt: 0 }));
  }
  return results;
}

/** Compacts what is due without an export, from its partitions. */
async function compactDue(run: string): Promise<unknown[]> {
  return await compactDates(run, await plan(run), new Map());
}

/** The rows that a query of the partition finds, each as device and minute. */
async function queried(date: string): Promise<string[]> {
  const rows = await warehouse.rows(
    `SELECT device_id || ' ' || CAST(DATE_PART(minute, recorded_at) AS INT) AS r FROM lake.locations WHERE dt='${date}' ORDER BY 1`,
  );
  return rows.map(([value]) => String(value));
}

/** The current export: its rows, as device and minute, and its conflicts. */
async function exported(date: string): Promise<{ rows: string[]; conflicts: number }> {
  const [current] = await findExportsOfDate("downloads", date);
  const texts = await Promise.all(
    (current?.document.files ?? []).map(({ key }) => stage.read("downloads", key)),
  );
  const rows = texts.flatMap((text) => text.trimEnd().split("\n").slice(1));
  return {
    rows: rows.map((line) => line.replace(/^(\w),\d{4}-\d\d-\d\dT00:0(\d):.*$/, "$1 $2")),
    conflicts: current?.document.conflicts ?? 0,
  };
}

async function filesOf(date: string): Promise<string[]> {
  const keys = await stage.keys("lake", partitionPrefix(date));
  return keys.map((key) => key.slice(partitionPrefix(date).length));
}

/** Refuses each write from the given one on, as for a process that was killed. Returns whether one was. */
function killAt(write: number): () => boolean {
  let writes = 0;
  stage.intercept(async ({ method, target: action }) => {
    writes += method === "GET" || method === "HEAD" ? 0 : 1;
    if (writes < write) {
      return "pass";
    }
    return action === ""
      ? { status: 403, contentType: "application/xml", body: "<Error><Code>AccessDenied</Code></Error>" }
      : {
          status: 400,
          contentType: "application/x-amz-json-1.1",
          body: JSON.stringify({ __type: "AccessDeniedException", message: "killed" }),
        };
  });
  return () => writes >= write;
}

async function expectSettled(date: string, run: string): Promise<void> {
  expect(await filesOf(date)).toEqual([`compacted-${run}-0-000.csv.gz`]);
  expect(await stage.keys("lake", `compacted/dt=${date}`)).toEqual([]);
  const record = compactionSchema.parse(JSON.parse(await stage.read("lake", compactionKey(date))));
  expect(record.moving).toBeUndefined();
  expect(await queried(date)).toEqual(reports);
}

/** Expects that the date, with the late report, is compacted once it is exported again. */
async function expectMended(date: string): Promise<void> {
  await stage.write("lake", `pending/dt=${date}/request-mend-${date}.json`, "{}");
  for (const number of [1, 2, 3]) {
    await night(`mend-${date}-${number}`);
  }
  expect(await filesOf(date)).toEqual([`compacted-mend-${date}-1-0-000.csv.gz`]);
  expect(await queried(date)).toEqual(reportsWithLate);
}

test("a date with too many files gets few, with one row for each report, in the table's own form", async () => {
  const date = newDate();
  await distributeAll(date);
  const [result] = await night("night-1");
  expect(result).toMatchObject({ result: "compacted", date, filesBefore: 3, files: 1, rows: 4 });
  expect(await exported(date)).toEqual({ rows: reports, conflicts: 1 });
  // The old files stay for the queries that read them.
  expect(await filesOf(date)).toEqual(["batch-0.csv.gz", "batch-1.csv.gz", "batch-2.csv.gz"]);
  expect(await queried(date)).toEqual(reports);
  expect(await night("night-2")).toEqual([]);
  await night("night-3");
  await expectSettled(date, "night-1");
  const text = await stage.read("lake", storeKey(date, "compacted-night-1-0-000"));
  const first = [batches[1]?.[0], batches[0]?.[1], batches[0]?.[0], batches[2]?.[1]];
  expect(text).toBe(first.map((fix) => fix && `${row(date, fix)}\n`).join(""));
});

test("late rows are in the partition and in the export the night they come, beside the compacted ones", async () => {
  const date = newDate();
  await distributeAll(date);
  await night("late-1");
  await distribute(date, "late", [late, { device: "b", minute: 3, received: "15:00:00.000000" }]);
  expect(await night("late-2")).toEqual([]);
  expect(await exported(date)).toEqual({ rows: reportsWithLate, conflicts: 1 });
  expect(await queried(date)).toEqual([...reportsWithLate, "b 3"]);
  expect(await filesOf(date)).toEqual(["compacted-late-1-0-000.csv.gz", "late.csv.gz"]);
});

test("a second compaction takes in the first, and conflicts are counted on", async () => {
  const date = newDate();
  await distributeAll(date);
  await night("again-1");
  await distribute(date, "late-1", [late]);
  await distribute(date, "late-2", [{ ...late, battery: "0.100", received: "16:00:00.000000" }]);
  await distribute(date, "late-3", [late]);
  const [result] = await night("again-2");
  expect(result).toMatchObject({ result: "compacted", filesBefore: 4, files: 1, rows: 5 });
  await night("again-3");
  expect(await filesOf(date)).toEqual(["compacted-again-2-0-000.csv.gz"]);
  expect(await queried(date)).toEqual(reportsWithLate);
  await stage.write("lake", `pending/dt=${date}/request-again-4.json`, "{}");
  await night("again-4");
  expect(await exported(date)).toEqual({ rows: reportsWithLate, conflicts: 2 });
  const record = compactionSchema.parse(JSON.parse(await stage.read("lake", compactionKey(date))));
  expect(record.settled.replaced).toEqual(
    ["batch-0", "batch-1", "batch-2", "late-1", "late-2", "late-3"].map((batch) => storeKey(date, batch)),
  );
});

test.each([
  ["rows have come while the warehouse wrote", (date: string) => distribute(date, "late", [late])],
  [
    "a file has come that has no marker yet",
    (date: string) => stage.write("lake", storeKey(date, "stray"), "not yet written whole"),
  ],
])("a compaction is abandoned if %s", async (_, meanwhile) => {
  const date = newDate();
  await storeExported(date);
  await plan("meanwhile");
  await warehouse.run(unloadCompactedSql(target(date, "meanwhile", 0)));
  const files = await filesOf(date);
  await meanwhile(date);
  expect(await compact({ step: "switch", run: "meanwhile", date, attempt: 0 })).toMatchObject({
    result: "abandoned",
  });
  expect((await filesOf(date)).filter((name) => files.includes(name))).toEqual(files);
  expect(await stage.keys("lake", `compacted/dt=${date}`)).toEqual([]);
  await store(date, "stray", [late]);
  expect(await queried(date)).toContain("a 9");
  await expectMended(date);
});

test("a compaction whose rows are not those of the export leaves everything as it is", async () => {
  const date = newDate();
  await storeExported(date);
  await store(date, "foreign", [late]);
  expect(await compactDue("differs")).toEqual([
    { result: "failed", date, reason: "the new files have 5 rows, and the export 4" },
  ]);
  expect(await filesOf(date)).toHaveLength(4);
  expect(await queried(date)).toEqual(["a 1", "a 2", "a 2", "a 9", "b 1", "b 1", "b 3"]);
  await expectMended(date);
});

test("nights that are killed at any write lose and double nothing, and show a query one state or the other", async () => {
  let wasKilled = true;
  for (let write = 1; wasKilled; write += 1) {
    const date = newDate();
    await storeExported(date);
    const run = (number: number): string => `kill-${write}-${number}`;
    const steps = [
      () => compactDue(run(1)),
      () => compact({ step: "settle", run: run(2), round: 1 }),
      () => compact({ step: "settle", run: run(3), round: 1 }),
    ];
    const killed = killAt(write);
    for (const step of steps) {
      // Its failure is that of the first write that is refused.
      await step().catch(() => undefined);
      if (killed()) {
        break;
      }
    }
    stage.intercept();
    wasKilled = killed();
    expect([stored, reports], `killed at ${write}`).toContainEqual(await queried(date));
    for (const number of [4, 5, 6]) {
      await compact({ step: "settle", run: run(number), round: 1 });
      await compactDue(run(number));
    }
    expect(await queried(date), `killed at ${write}`).toEqual(reports);
    const [file, ...others] = await filesOf(date);
    expect([file, others]).toEqual([expect.stringMatching(/^compacted-kill-/), []]);
    expect(await stage.keys("lake", "compacted/")).toEqual([]);
    const record = compactionSchema.parse(JSON.parse(await stage.read("lake", compactionKey(date))));
    expect(record.moving).toBeUndefined();
    expect(record.settled).toMatchObject({ conflicts: 1, files: [{ rows: 4 }] });
  }
});

test("a run that was presumed dead decides nothing once another run has planned the same date", async () => {
  const date = newDate();
  await storeExported(date);
  await plan("slow");
  await warehouse.run(unloadCompactedSql(target(date, "slow", 0)));
  await night("quick");
  expect(await compact({ step: "switch", run: "slow", date, attempt: 0 })).toMatchObject({
    result: "abandoned",
  });
  await night("quick-2");
  await night("quick-3");
  await expectSettled(date, "quick");
});

test("attempts at one switch that run at the same moment agree", async () => {
  const date = newDate();
  await storeExported(date);
  await plan("twice");
  await warehouse.run(unloadCompactedSql(target(date, "twice", 0)));
  const attempts = [0, 0, 0].map((attempt) => compact({ step: "switch", run: "twice", date, attempt }));
  for (const result of await Promise.all(attempts)) {
    expect(result).toMatchObject({ result: "compacted", rows: 4 });
  }
  await night("twice-2");
  await night("twice-3");
  await expectSettled(date, "twice");
});
