import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { type Withdrawal, withdrawalSchema } from "@ashiato/core/daily-batch/withdrawal";
import { partitionPrefix, storeKey } from "@ashiato/core/keys";
import { withdrawalKey } from "@ashiato/core/withdrawal-keys";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startStage } from "./stage.ts";

const stage = await startStage();
const { handler: compact } = await import("../src/compact.ts");

beforeEach(() => stage.intercept());
afterAll(() => stage.stop());

/** A report of a device, named after its client, the device and a number; the last field is the source. */
type Fix = { source: string; device: string; number: number; hour?: number };

const requestedAt = "2026-11-22T03:00:00.000Z";

function row(date: string, { source, device, number, hour = 2 }: Fix): string {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
  const received = `2026-11-22 ${String(hour).padStart(2, "0")}:59:59.999999`;
  return `${device},${date} 03:00:00.000000,35.6800000,139.7600000,,,,,,0.500,true,${id},${received},${source}`;
}

/** Devices and ids are of several clients; one file is of one client alone, and one has no row of it. */
const batches: Fix[][] = [
  [
    { source: "acme", device: "van", number: 1 },
    { source: "", device: "van", number: 1 },
    { source: "emca", device: "van", number: 1 },
  ],
  [
    { source: "acme", device: "van", number: 2 },
    { source: "acme", device: "acme", number: 3 },
  ],
  [{ source: "emca", device: "acme", number: 4 }],
  [
    { source: "acme", device: "car", number: 5, hour: 3 },
    { source: "acme", device: "car", number: 6 },
  ],
];
const ofAcme = batches.flat().filter(({ source, hour }) => source === "acme" && hour === undefined);
const others = batches.flat().filter((fix) => !ofAcme.includes(fix));

let dates = 0;

async function storeDate(): Promise<string> {
  dates += 1;
  const date = new Date(Date.UTC(2026, 0, dates)).toISOString().slice(0, 10);
  for (const [index, fixes] of batches.entries()) {
    await store(date, `batch-${index}`, fixes);
  }
  return date;
}

async function store(date: string, batch: string, fixes: readonly Fix[]): Promise<void> {
  const Body = gzipSync(fixes.map((fix) => `${row(date, fix)}\n`).join(""));
  await stage.s3.send(new PutObjectCommand({ Bucket: "lake", Key: storeKey(date, batch), Body }));
}

async function ask(date: string, change: Partial<Withdrawal> = {}): Promise<void> {
  const id = `${date}-1`;
  const asked = { id, client: "acme", date, requestedAt, by: "stage", state: "asked" };
  const record = { ...asked, taken: [], checked: [], returned: [], ...change };
  await stage.write("lake", withdrawalKey({ date, id }), JSON.stringify(record));
  await stage.write("lake", `pending/dt=${date}/request-asked.json`, "{}");
}

async function recordOf(date: string): Promise<Withdrawal> {
  const key = withdrawalKey({ date, id: `${date}-1` });
  return withdrawalSchema.parse(JSON.parse(await stage.read("lake", key)));
}

async function settle(run: string): Promise<void> {
  await compact({ step: "settle", run, round: 1 });
}

async function linesBelow(prefix: string): Promise<string[]> {
  const texts = await Promise.all((await stage.keys("lake", prefix)).map((key) => stage.read("lake", key)));
  return texts.flatMap((text) => text.trimEnd().split("\n")).toSorted();
}

function linesOf(date: string, fixes: readonly Fix[]): string[] {
  return fixes.map((fix) => row(date, fix)).toSorted();
}

/** Refuses each write from the given one on, as for a process that was killed. Returns whether one was. */
function killAt(write: number): () => boolean {
  let writes = 0;
  stage.intercept(async ({ method }) => {
    writes += method === "GET" || method === "HEAD" ? 0 : 1;
    return writes < write
      ? "pass"
      : { status: 403, contentType: "application/xml", body: "<Error><Code>AccessDenied</Code></Error>" };
  });
  return () => writes >= write;
}

async function expectWithdrawn(date: string, hint = ""): Promise<void> {
  expect(await linesBelow(partitionPrefix(date)), hint).toEqual(linesOf(date, others));
  const record = await recordOf(date);
  expect(record.state, hint).toBe("withdrawn");
  const aside = await Promise.all(record.taken.map(({ to }) => stage.read("lake", to)));
  expect(aside.join("").trimEnd().split("\n").toSorted(), hint).toEqual(linesOf(date, ofAcme));
  expect(
    record.taken.map(({ rows }) => rows).toSorted((a, b) => a - b),
    hint,
  ).toEqual([1, 1, 2]);
  // What a comparison expects to find.
  const sizes = new Map(record.checked.map(({ key, bytes }) => [key, bytes]));
  for (const { from, left } of record.taken) {
    expect(left, hint).toEqual({ rows: left.rows, bytes: sizes.get(from) ?? 0 });
    expect(sizes.has(from), hint).toBe(left.rows > 0);
  }
}

test("a client's rows go aside, and what others sent stays, byte for byte", async () => {
  const date = await storeDate();
  await ask(date);
  await settle("once");
  await expectWithdrawn(date);
  expect(await stage.keys("lake", partitionPrefix(date))).toEqual(
    [0, 2, 3].map((number) => storeKey(date, `batch-${number}`)),
  );
  expect(await stage.keys("lake", "withdrawn/")).toHaveLength(3);
});

test("a device that is named bounds what is taken out", async () => {
  const date = await storeDate();
  await ask(date, { device: "acme" });
  await settle("device");
  const [taken, ...more] = (await recordOf(date)).taken;
  expect(more).toEqual([]);
  expect(await stage.read("lake", taken?.to ?? "")).toBe(
    `${row(date, { source: "acme", device: "acme", number: 3 })}\n`,
  );
});

test("what comes later and was received before follows, and no file is read twice", async () => {
  const date = await storeDate();
  await ask(date);
  await settle("first");
  await store(date, "late", [
    { source: "acme", device: "van", number: 7 },
    { source: "acme", device: "van", number: 8, hour: 4 },
  ]);
  const read: string[] = [];
  stage.intercept(async ({ method, path }) => {
    if (method === "GET" && path.includes("/store/dt")) {
      read.push(decodeURIComponent(path).replace(/^.*\/([^/?]+)\?.*$/, "$1"));
    }
    return "pass";
  });
  await settle("second");
  expect([...new Set(read)]).toEqual(["late.csv.gz"]);
  const late: Fix = { source: "acme", device: "van", number: 8, hour: 4 };
  expect(await linesBelow(partitionPrefix(date))).toEqual(linesOf(date, [...others, late]));
});

test("a withdrawal and its return that are killed at any write lose and double nothing", async () => {
  let wasKilled = true;
  for (let write = 1; wasKilled; write += 1) {
    const hint = `killed at write ${write}`;
    const date = await storeDate();
    await ask(date);
    const killed = killAt(write);
    await settle("killed").catch(() => undefined);
    stage.intercept();
    wasKilled = killed();
    // Nothing is nowhere: what the table lacks is aside.
    const there = await linesBelow(partitionPrefix(date));
    const aside = await linesBelow(`withdrawn/dt=${date}/`);
    expect([...new Set([...there, ...aside])].toSorted(), hint).toEqual(linesOf(date, batches.flat()));
    await settle("again");
    await expectWithdrawn(date, hint);
    await stage.write(
      "lake",
      withdrawalKey({ date, id: `${date}-1` }),
      JSON.stringify({ ...(await recordOf(date)), state: "returning" }),
    );
    killAt(write);
    await settle("return killed").catch(() => undefined);
    stage.intercept();
    await settle("return");
    expect(await linesBelow(partitionPrefix(date)), hint).toEqual(linesOf(date, batches.flat()));
    expect(await recordOf(date), hint).toMatchObject({ state: "returned" });
    const settled = await stage.keys("lake", partitionPrefix(date));
    await settle("nothing to do");
    expect(await stage.keys("lake", partitionPrefix(date)), hint).toEqual(settled);
  }
});

test("rows that return before they were taken out are in the table once", async () => {
  const date = await storeDate();
  await ask(date);
  // The rows of the first object are aside, and the object is not yet replaced.
  let withdrawnWrites = 0;
  stage.intercept(async ({ method, path }) => {
    const isWrite = method === "PUT" && path.includes("/store/");
    withdrawnWrites += isWrite ? 1 : 0;
    return isWrite
      ? { status: 403, contentType: "application/xml", body: "<Error><Code>AccessDenied</Code></Error>" }
      : "pass";
  });
  await expect(settle("killed")).rejects.toThrow(/AccessDenied|UnknownError|403/);
  stage.intercept();
  expect(withdrawnWrites).toBe(1);
  const record = await recordOf(date);
  expect(record.taken).toHaveLength(1);
  await ask(date, { ...record, state: "returning" });
  await settle("return");
  expect(await linesBelow(partitionPrefix(date))).toEqual(linesOf(date, batches.flat()));
  expect(await recordOf(date)).toMatchObject({ state: "returned", returned: [] });
});

test("a change of the record meanwhile is kept: rows that are to return are not lost from it", async () => {
  const date = await storeDate();
  await ask(date);
  let changed = false;
  stage.intercept(async ({ method, path }) => {
    if (!changed && method === "PUT" && path.includes("/store/")) {
      changed = true;
      await ask(date, { ...(await recordOf(date)), state: "returning" });
    }
    return "pass";
  });
  await settle("meanwhile");
  stage.intercept();
  const record = await recordOf(date);
  expect([record.state, record.taken.length]).toEqual(["returning", 3]);
  await settle("return");
  expect(await linesBelow(partitionPrefix(date))).toEqual(linesOf(date, batches.flat()));
});
