// Breaks each thing that a comparison looks at, for real, and sees it named, repaired where that is safe, and
// gone.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { DescribeStatementCommand, ExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import {
  type ComparisonProgress,
  reconciliationProgressSchema,
  startedReconciliationSchema,
} from "@ashiato/core/api/reconciliation-schemas";
import { addCalendarDays } from "@ashiato/core/business-date";
import { lockKey } from "@ashiato/core/run-keys";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Outcome, runScript } from "./support/run-script.ts";
import { report, RunningStage, tokyoDate, yesterdayInTokyo } from "./support/running-stage.ts";

let app: RunningStage;
let folder: string;

/** A date so many days before yesterday: each has two rows of its own, and one thing that breaks. */
const dateOf = (days: number): string => addCalendarDays(yesterdayInTokyo(), -days);
const [unregistered, lost, copied, unreadable, unexported, changed] = [1, 2, 3, 4, 5, 6].map(dateOf);
const neverFilled = dateOf(20);

beforeAll(async () => {
  app = await RunningStage.start();
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-reconcile-"));
});

afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

function reportsOf(days: number) {
  return ["a", "b"].map((device) => {
    const { timestamp, ...rest } = report(device, 3_600);
    return { ...rest, timestamp: new Date(Date.parse(timestamp) - days * 86_400_000).toISOString() };
  });
}

const ashiato = (...words: string[]): Promise<Outcome> =>
  runScript("ashiato.ts", [...words, "--directory", app.directory], folder);

const texts = (list: ComparisonProgress["findings"]): string[] =>
  (list ?? []).map(({ kind, date, repair }) => [date, kind, repair ?? "look"].join(" ")).toSorted();

/** Compares through the API, and returns what it found, one text for each finding. */
async function reconcile(request: object = {}) {
  const headers = {
    authorization: `Bearer ${app.stage.tokens.download}`,
    "content-type": "application/json",
  };
  const url = `${app.stage.endpoints.api}/v1/reconciliations`;
  const started = await fetch(url, { method: "POST", headers, body: JSON.stringify(request) });
  expect(started.status).toBe(202);
  const { statusUrl } = startedReconciliationSchema.parse(await started.json());
  const found = await vi.waitFor(
    async () => {
      const state = reconciliationProgressSchema.parse(await (await fetch(statusUrl, { headers })).json());
      expect(state.status).not.toBe("RUNNING");
      return state;
    },
    { timeout: 120_000, interval: 200 },
  );
  expect(found.status, found.cause).toBe("SUCCEEDED");
  return { found, findings: texts(found.findings), repaired: texts(found.repaired) };
}

async function runStatement(sql: string): Promise<void> {
  const { Id } = await app.redshift.send(
    new ExecuteStatementCommand({
      WorkgroupName: app.output("workgroupName"),
      Database: app.output("database"),
      SecretArn: app.output("warehouseSecretArn"),
      Sql: sql,
    }),
  );
  await vi.waitFor(
    async () => {
      const { Status, Error: fault } = await app.redshift.send(new DescribeStatementCommand({ Id }));
      expect({ Status, fault }).toEqual({ Status: "FINISHED", fault: undefined });
    },
    { interval: 50 },
  );
}

type Bucket = "lakeBucket" | "downloadsBucket";

async function read(bucket: Bucket, Key: string): Promise<Uint8Array> {
  const { Body } = await app.s3.send(new GetObjectCommand({ Bucket: app.output(bucket), Key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

async function write(bucket: Bucket, Key: string, Body: string | Uint8Array = ""): Promise<void> {
  await app.s3.send(new PutObjectCommand({ Bucket: app.output(bucket), Key, Body }));
}

async function remove(bucket: Bucket, Key: string): Promise<void> {
  await app.s3.send(new DeleteObjectCommand({ Bucket: app.output(bucket), Key }));
}

async function onlyKey(bucket: Bucket, prefix: string, ending: string): Promise<string> {
  const [key, ...others] = (await app.keys(bucket, prefix)).filter((each) => each.endsWith(ending));
  expect({ prefix, key, others }).toEqual({ prefix, key: expect.any(String) as string, others: [] });
  return key ?? "";
}

async function runBatch(): Promise<void> {
  const { status, cause } = await app.runBatch();
  expect(status, cause).toBe("SUCCEEDED");
}

it("finds nothing in a stage without data, nor in one after a night with late and equal reports", async () => {
  expect(await reconcile()).toMatchObject({ findings: [], repaired: [] });
  expect((await app.post({ locations: [1, 2, 3, 4, 5, 6].flatMap(reportsOf) })).status).toBe(202);
  await runBatch();
  expect((await app.post({ locations: reportsOf(2) })).status).toBe(202);
  await runBatch();
  const { findings, found } = await reconcile();
  expect(findings).toEqual([]);
  expect(found).toMatchObject({
    from: addCalendarDays(tokyoDate(Date.now()), -38),
    to: addCalendarDays(tokyoDate(Date.now()), 1),
    // Six dates with an object each, and a second one of the repetition, and the empty day of the run itself.
    compared: { dates: 40, objects: 7, partitions: 7, versions: 7 },
  });
  const shown = await ashiato("reconcile", "--last");
  expect(shown).toMatchObject({
    code: 0,
    out: expect.stringContaining("Everything fits together") as string,
  });
});

it("names each thing that is broken, repairs what is safe, and touches no row", async () => {
  const store = (date = "") => onlyKey("lakeBucket", `store/dt=${date}/`, ".csv.gz");
  await runStatement(`ALTER TABLE lake.locations DROP PARTITION (dt='${unregistered}')`);
  await runStatement(
    `ALTER TABLE lake.locations ADD PARTITION (dt='${neverFilled}') LOCATION 's3://${app.output("lakeBucket")}/store/dt=${neverFilled}/'`,
  );
  const lostKeys = await app.keys("lakeBucket", `store/dt=${lost}/`);
  const lostObjects = await Promise.all(lostKeys.map((key) => read("lakeBucket", key)));
  await Promise.all(lostKeys.map((key) => remove("lakeBucket", key)));
  const copy = `store/dt=${copied}/by-hand.csv.gz`;
  await write("lakeBucket", copy, await read("lakeBucket", await store(copied)));
  await remove("downloadsBucket", await onlyKey("downloadsBucket", `exports/dt=${unreadable}/`, ".csv"));
  const exported = await app.keys("downloadsBucket", `exports/dt=${unexported}/`);
  await Promise.all(exported.map((key) => remove("downloadsBucket", key)));
  const whole = await read("lakeBucket", await store(changed));
  // A member more in the file is a row more in the table.
  const other = await read("lakeBucket", await store(unexported));
  await write("lakeBucket", await store(changed), Buffer.concat([whole, other]));
  await write("lakeBucket", "store/notes.txt", "none");
  // As by a run that comes back late and dies before it looks again.
  const elsewhere = `s3://${app.output("downloadsBucket")}/exports/dt=${copied}/run=late/version=0/`;
  await runStatement(`ALTER TABLE lake.days PARTITION (dt='${copied}') SET LOCATION '${elsewhere}'`);
  await runStatement(
    `ALTER TABLE lake.days ADD PARTITION (dt='${neverFilled}') LOCATION '${elsewhere}attempt=0/'`,
  );
  const parquet = await onlyKey("downloadsBucket", `exports/dt=${lost}/`, ".parquet");
  const day = await read("downloadsBucket", parquet);
  await remove("downloadsBucket", parquet);
  const before = await app.keys("lakeBucket", "store/");

  const broken = [
    " object misplaced look",
    `${changed} export behind request export`,
    `${changed} object changed look`,
    `${lost} day rows differ look`,
    `${copied} day elsewhere show export`,
    `${copied} object unknown look`,
    `${lost} export ahead look`,
    `${lost} object missing look`,
    `${neverFilled} day without export drop day`,
    `${neverFilled} partition empty drop partition`,
    `${unexported} export missing request export`,
    `${unexported} version missing request export`,
    `${unreadable} export file missing request export`,
    `${unregistered} partition missing add partition`,
  ].toSorted();
  const seen = await reconcile();
  expect(seen).toMatchObject({ findings: broken, repaired: [] });
  expect(seen.found.findings?.find(({ kind }) => kind === "export ahead")?.text).toBe(
    "Version 1 and its supplements have 2 reports, and the partition 0",
  );
  const { code, out } = await ashiato("reconcile", "--last");
  expect(code).toBe(1);
  expect(out).toContain(`${unregistered}  partition missing: No query reads 1 object of the date`);
  expect(out).toContain(`${broken.length} findings; what each means: docs/operations.md`);

  const repaired = await ashiato("reconcile", "--repair", "--json");
  const look = broken.filter((each) => each.endsWith(" look"));
  const left = reconciliationProgressSchema.parse(JSON.parse(repaired.out));
  expect({ findings: texts(left.findings), repaired: texts(left.repaired) }).toEqual({
    findings: look,
    repaired: broken.filter((each) => !look.includes(each)),
  });
  expect(repaired).toMatchObject({
    code: 1,
    err: expect.stringContaining("The next run exports what was requested: npm run ashiato -- run") as string,
  });
  expect(await app.keys("lakeBucket", "store/")).toEqual(before);

  // What a person does: restore what was lost, and take away what does not belong there.
  await Promise.all(lostKeys.map((key, place) => write("lakeBucket", key, lostObjects[place])));
  await write("lakeBucket", await store(changed), whole);
  await write("downloadsBucket", parquet, day);
  await remove("lakeBucket", copy);
  await remove("lakeBucket", "store/notes.txt");
  await runBatch();
  expect(await reconcile()).toMatchObject({ findings: [] });
});

it("removes the files of a version that a killed run left, once no run can publish it", async () => {
  const left = `exports/dt=${unreadable}/run=killed/version=1/attempt=0/locations_${unreadable}_000.csv`;
  await write("downloadsBucket", left, "half");
  const finding = `${unreadable} files unpublished remove files`;
  expect(await reconcile()).toMatchObject({ findings: [finding] });
  expect(await reconcile({ from: unreadable, to: unreadable, repair: true })).toMatchObject({
    findings: [],
    repaired: [finding],
  });
  expect(await app.keys("downloadsBucket", left)).toEqual([]);
  await runBatch();
});

it("raises the alarm's metric with what is left, and 0 where nothing is", async () => {
  const counts = (await app.functionLog("Compare")).flatMap((line) => {
    const start = line.indexOf('{"_aws"');
    return start === -1 ? [] : [JSON.parse(line.slice(start)) as { service: string; findings: number }];
  });
  expect(counts).toContainEqual(expect.objectContaining({ service: "compare", findings: 14 }));
  expect(counts.at(-1)).toMatchObject({ service: "compare", findings: 0 });
});

it("compares beside a run at work what belongs to one moment, and leaves the inbox free", async () => {
  const running = await app.startBatch();
  // Whether the run or the comparison is first: what it reads is of one moment.
  expect(await reconcile()).toMatchObject({ findings: [] });
  expect((await app.ended(running)).status).toBe("SUCCEEDED");
  const lock = JSON.parse(await app.read("lakeBucket", lockKey)) as { holder: string | null };
  expect(lock.holder).toBeNull();
});

it("refuses a range that ends before it begins, or that is too long, in words", async () => {
  const wrong = await ashiato("reconcile", "--from", "2026-11-22", "--to", "2026-11-21");
  expect(wrong).toMatchObject({
    code: 1,
    err: expect.stringContaining("from must not be after to, got 2026-11-22 and 2026-11-21") as string,
  });
  const long = await ashiato("reconcile", "--from", "2020-01-01");
  expect(long.err).toContain("a comparison takes at most 366 dates, got 2020-01-01 to");
  const unknown = await ashiato("reconcile", "--from", "monday");
  expect(unknown).toMatchObject({
    code: 2,
    err: expect.stringContaining("--from takes a date of the form yyyy-MM-dd") as string,
  });
});
