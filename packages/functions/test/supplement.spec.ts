import { gzipSync } from "node:zlib";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { csvHeader } from "@ashiato/core/columns";
import { exportDocumentKey, parquetPrefix, unloadPrefix } from "@ashiato/core/export-keys";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startStage } from "./stage.ts";

const stage = await startStage();
const { handler: summarize } = await import("../src/summarize.ts");
const { handler: publish } = await import("../src/publish.ts");
const { handler: supplement } = await import("../src/supplement.ts");
const { findExportsOfDate } = await import("../src/batch/find-exports.ts");

beforeEach(() => stage.reset());
afterAll(() => stage.stop());

/** Between two ages at which a whole CSV is made. */
const date = new Date(Date.now() - 4 * 86_400_000).toISOString().slice(0, 10);
const wholes = { wholeAges: [2, 7, 31], maxLateShare: 0.01 };
const quality = { maxSpeedMetresPerSecond: 400, minJumpMetres: 1_000 };

type Fix = { device: string; minute: number; battery?: string; received?: string; source?: string };

function id({ device, minute }: Fix): string {
  const hex = Buffer.from(device).toString("hex").padStart(4, "0").slice(-4);
  return `00000000-0000-4000-8000-${hex}${String(minute).padStart(8, "0")}`;
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}:00.000000`;

/** A row of the table's files. */
function stored(fix: Fix): string {
  const { device, minute, battery = "", received = "12:00:00.000000", source = "" } = fix;
  return `${device},${date} ${clock(minute)},35.6800000,139.7600000,,,,,,${battery},,${id(fix)},${date} ${received},${source}`;
}

/** The same as UNLOAD writes it. */
function exported(fix: Fix): string {
  const { device, minute, battery = "", received = "12:00:00.000000", source = "" } = fix;
  return `${device},${date}T${clock(minute)}Z,35.6800000,139.7600000,,,,,,${battery},,${id(fix)},${date}T${received}Z,ok,${source}`;
}

const devices = ["a", "b", "c", "d"];
/** 1,000 reports, every fourth minute of each device. */
const base = devices.flatMap((device) =>
  Array.from({ length: 250 }, (_, index) => ({ device, minute: 4 * index })),
);
/** Reports that come late: between those of the export. */
const late = [
  { device: "b", minute: 5 },
  { device: "b", minute: 2 },
  { device: "e", minute: 9 },
];

async function distributed(batch: string, fixes: readonly Fix[]): Promise<void> {
  const key = `store/dt=${date}/${batch}.csv.gz`;
  const Body = gzipSync(fixes.map((fix) => `${stored(fix)}\n`).join(""));
  await stage.s3.send(new PutObjectCommand({ Bucket: "lake", Key: key, Body }));
  const marker = { date, batch, rows: fixes.length, key };
  await stage.write("lake", `pending/dt=${date}/${batch}.json`, JSON.stringify(marker));
}

/** Claims the date for a run and returns its version and mode. */
async function claim(run: string): Promise<{ version: number; mode: string }> {
  const other = "2026-01-01";
  const { dates } = await summarize({ run, round: 1, date: other, room: 30, map: [], wholes });
  const found = dates.find((each) => each.date === date);
  if (found === undefined) {
    throw new Error(`Run ${run} does not export ${date}`);
  }
  return found;
}

async function publishWhole(run: string, version: number, fixes: readonly Fix[]) {
  const prefix = unloadPrefix({ date, run, version, attempt: 0 });
  const body = [csvHeader, ...fixes.map(exported), ""].join("\n");
  const meta = { content_length: body.length, record_count: fixes.length + 1 };
  await stage.write("downloads", `${prefix}000.csv`, body);
  await stage.write(
    "downloads",
    `${prefix}manifest`,
    JSON.stringify({ entries: [{ url: `s3://downloads/${prefix}000.csv`, meta }] }),
  );
  const counts = { rows: fixes.length, reports: fixes.length, conflicts: 0 };
  return publish({ run, date, version, attempt: 0, counts });
}

/** Leaves the date with an export of the base. */
async function publishBase(fixes: readonly Fix[] = base): Promise<void> {
  await distributed("base", fixes);
  const { version, mode } = await claim("night-1");
  expect(mode).toBe("whole");
  expect(await publishWhole("night-1", version, fixes)).toMatchObject({ result: "published", version: 1 });
}

/** Gives the date's export Parquet, as it has by a run with the setting. Returns its folder. */
async function withParquet(): Promise<string> {
  const [found] = await findExportsOfDate("downloads", date);
  const { document } = found!;
  const prefix = parquetPrefix({ ...document, attempt: 0 });
  const changed = { ...document, parquet: { prefix, files: [] } };
  await stage.write("downloads", exportDocumentKey(document), JSON.stringify(changed));
  return prefix;
}

/** The times of the rows in the Parquet files of a folder. */
async function parquetTimes(prefix: string): Promise<string[]> {
  const times: string[] = [];
  for (const Key of await stage.keys("downloads", prefix)) {
    const { Body } = await stage.s3.send(new GetObjectCommand({ Bucket: "downloads", Key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const rows = await parquetReadObjects({ file: bytes.slice().buffer });
    times.push(
      ...rows.map(({ recorded_at: time }) => (time instanceof Date ? time.toISOString() : "no time")),
    );
  }
  return times;
}

async function supplemented(run: string) {
  const { version, mode } = await claim(run);
  expect(mode).toBe("supplement");
  return supplement({ run, date, version, quality });
}

/** The rows that a reader finds: those of the current export and of its supplements. */
async function currentRows(): Promise<string[]> {
  const [current] = await findExportsOfDate("downloads", date);
  const files = [...(current?.document.files ?? []), ...(current?.supplements ?? []).map(({ file }) => file)];
  const texts = await Promise.all(files.map(({ key }) => stage.read("downloads", key)));
  return texts.flatMap((text) => text.trimEnd().split("\n").slice(1));
}

const pending = () => stage.keys("lake", "pending/dt=" + date);

test("late rows become a supplement of the current export, in its form and order, and their markers go", async () => {
  await publishBase();
  await distributed("late", late);
  expect(await supplemented("night-2")).toEqual({
    result: "supplemented",
    date,
    version: 1,
    supplement: 1,
    rows: 3,
    conflicts: 0,
    bytes: expect.any(Number),
  });
  const [found, ...others] = await findExportsOfDate("downloads", date);
  expect(others).toEqual([]);
  const file = found?.supplements[0]?.file;
  expect(await stage.read("downloads", file?.key ?? "")).toBe(
    [
      csvHeader,
      exported({ device: "b", minute: 2 }),
      exported({ device: "b", minute: 5 }),
      exported({ device: "e", minute: 9 }),
      "",
    ].join("\n"),
  );
  expect(await pending()).toEqual([]);
  expect(found?.document).toMatchObject({ version: 1, rows: 1_000 });
});

test("a fleet of which every device has a late row gets one supplement, ordered by device", async () => {
  const fleet = Array.from({ length: 40 }, (_, number) => `d${10 + number}`);
  await publishBase(
    fleet.flatMap((device) => Array.from({ length: 110 }, (_, index) => ({ device, minute: 4 * index }))),
  );
  const lates = fleet.map((device) => ({ device, minute: 5 }));
  const [last, ...others] = lates.toReversed();
  await distributed("late", others);
  expect(await supplemented("night-2")).toMatchObject({ supplement: 1, rows: 39, conflicts: 0 });
  await distributed("again", [last!, lates[7]!, { device: "d10", minute: 8 }]);
  expect(await supplemented("night-3")).toMatchObject({ supplement: 2, rows: 1, conflicts: 0 });
  const rows = await currentRows();
  expect(rows.slice(4_400)).toEqual([...others.toReversed(), last!].map(exported));
});

test("what is exported already makes no supplement, whichever night it came in", async () => {
  await publishBase();
  await distributed("late", late);
  await supplemented("night-2");
  const before = await stage.keys("downloads");
  await distributed("again", [late[0]!, base[7]!]);
  expect(await supplemented("night-3")).toMatchObject({ result: "unchanged", version: 1, rows: 1_003 });
  expect((await stage.keys("downloads")).filter((key) => !before.includes(key))).toEqual([
    exportDocumentKey({ date, run: "night-3", version: 3 }),
  ]);
  expect(await pending()).toEqual([]);
});

test("other contents of an exported report are put aside once, with the reason", async () => {
  await publishBase();
  const other = { ...base[7]!, battery: "0.500", received: "13:00:00.000000" };
  await distributed("late", [other, { ...other, received: "14:00:00.000000" }, late[0]!]);
  expect(await supplemented("night-2")).toMatchObject({ result: "supplemented", rows: 1, conflicts: 1 });
  const [key = ""] = await stage.keys("lake", "rejected/conflicts/");
  expect(await stage.read("lake", key)).toBe(
    `key,reason,row\nstore/dt=${date}/,another report of this source with this device_id and report_id was received first,"${date},${stored(other)}"\n`,
  );
  await distributed("again", [other]);
  expect(await supplemented("night-3")).toMatchObject({ result: "unchanged" });
  expect(await stage.keys("lake", "rejected/conflicts/")).toEqual([key]);
});

test("reports of one device and id are a row of each client, and a conflict within one", async () => {
  await publishBase();
  const of = (source: string, more: Partial<Fix> = {}) => ({ ...base[7]!, source, ...more });
  const conflict = of("acme", { battery: "0.500", received: "13:00:00.000000" });
  await distributed("late", [of("other", { received: "11:00:00.000000" }), of("acme"), conflict]);
  expect(await supplemented("night-2")).toMatchObject({ result: "supplemented", rows: 2, conflicts: 1 });
  await distributed("again", [of("acme"), conflict]);
  expect(await supplemented("night-3")).toMatchObject({ result: "unchanged" });
  expect((await currentRows()).slice(1_000)).toEqual([
    exported(of("acme")),
    exported(of("other", { received: "11:00:00.000000" })),
  ]);
});

test("a report that was received before the exported one of its identity asks for a whole export", async () => {
  await publishBase();
  await distributed("late", [{ ...base[7]!, battery: "0.500", received: "11:00:00.000000" }]);
  expect(await supplemented("night-2")).toMatchObject({ result: "left to a whole export" });
  expect(await pending()).toHaveLength(2);
  expect(await claim("night-3")).toMatchObject({ mode: "whole" });
});

test("more late rows than their share make a whole export, and so does a request", async () => {
  await publishBase();
  await distributed(
    "late",
    Array.from({ length: 10 }, (_, index) => ({ device: "f", minute: index })),
  );
  expect(await claim("night-2")).toMatchObject({ mode: "supplement" });
  await distributed("more", [{ device: "f", minute: 20 }]);
  expect(await claim("night-3")).toMatchObject({ mode: "whole" });
  stage.reset();
  await publishBase();
  await distributed("late", late);
  await stage.write("lake", `pending/dt=${date}/request-api-1.json`, "{}");
  expect(await claim("night-4")).toMatchObject({ mode: "whole" });
});

test("supplements that are made at the same moment hold each row once", async () => {
  await publishBase();
  await distributed("late", late);
  const claims = await Promise.all(
    ["r-1", "r-2", "r-3"].map(async (run) => ({ run, ...(await claim(run)) })),
  );
  await Promise.all(claims.map(({ run, version }) => supplement({ run, date, version, quality })));
  expect((await currentRows()).toSorted()).toEqual([...base, ...late].map(exported).toSorted());
  expect(await pending()).toEqual([]);
});

test("a supplement gives way to a whole export of a higher version, and deletes no marker", async () => {
  await publishBase();
  await distributed("late", late);
  const { version } = await claim("slow");
  const marker = (await pending())[0]!;
  const whole = await claim("quick");
  await publishWhole("quick", whole.version, [...base, late[2]!]);
  await stage.write(
    "lake",
    marker,
    JSON.stringify({ date, batch: "late", rows: 3, key: `store/dt=${date}/late.csv.gz` }),
  );
  expect(await supplement({ run: "slow", date, version, quality })).toMatchObject({
    result: "superseded",
    by: { run: "quick" },
  });
  expect(await pending()).toEqual([marker]);
});

test("a whole export that was read before a supplement and is published after it gives way", async () => {
  await publishBase();
  const whole = await claimAnew("slow");
  await distributed("late", late);
  expect(await supplemented("quick")).toMatchObject({ result: "supplemented", version: 1 });
  expect(await publishWhole("slow", whole, base.slice(1))).toMatchObject({ result: "superseded" });
  expect((await currentRows()).toSorted()).toEqual([...base, ...late].map(exported).toSorted());
});

/** Claims the date for a run that was asked for it. */
async function claimAnew(run: string): Promise<number> {
  const { dates } = await summarize({ run, round: 1, date, room: 30, map: [], wholes });
  return dates.find((each) => each.date === date)?.version ?? 0;
}

test("a supplement does not build on an export while an earlier claim is open for batches that it lacks", async () => {
  await publishBase();
  await distributed("early", [late[0]!]);
  const slow = await claimAnew("slow");
  const marker = (await pending())[0]!;
  // Another run's export has deleted the marker in this one's eyes, as its listing was older than that claim.
  await stage.s3.send(new DeleteObjectCommand({ Bucket: "lake", Key: marker }));
  await distributed("late", [late[1]!]);
  expect(slow).toBe(2);
  expect(await supplemented("quick")).toMatchObject({ result: "left to a whole export" });
  expect((await pending()).some((key) => key.includes("request-whole-quick"))).toBe(true);
});

test("a supplement that is killed at any of its writes is finished by a repetition, once", async () => {
  const expected = [...base, ...late].map(exported).toSorted();
  for (let killedAt = 1, killed = true; killed; killedAt += 1) {
    stage.reset();
    await publishBase();
    const folder = await withParquet();
    await distributed("late", [...late, { ...base[7]!, battery: "0.500", received: "13:00:00.000000" }]);
    const { version } = await claim("night-2");
    let writes = 0;
    killed = false;
    stage.intercept(async ({ method }) => {
      writes += method === "GET" || method === "HEAD" ? 0 : 1;
      killed ||= writes >= killedAt;
      return writes >= killedAt
        ? { status: 403, contentType: "application/xml", body: "<Error><Code>AccessDenied</Code></Error>" }
        : "pass";
    });
    // Its failure is that of the first write that is refused.
    await supplement({ run: "night-2", date, version, quality }).catch(() => undefined);
    stage.intercept();
    expect(await supplement({ run: "night-2", date, version, quality })).toMatchObject({
      result: "supplemented",
      supplement: 1,
      rows: 3,
      conflicts: 1,
    });
    expect((await currentRows()).toSorted()).toEqual(expected);
    expect(await parquetTimes(folder)).toEqual([2, 5, 9].map((minute) => `${date}T00:0${minute}:00.000Z`));
    expect(await pending()).toEqual([]);
    expect(await stage.keys("lake", "rejected/conflicts/")).toHaveLength(1);
  }
});
