import { gzipSync } from "node:zlib";
import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { batchId } from "@ashiato/core/daily-batch/batch";
import { afterAll, beforeEach, expect, test } from "vitest";
import { makeRows } from "./reports.ts";
import { startStage } from "./stage.ts";

const stage = await startStage();
const { handler: distribute } = await import("../src/distribute.ts");

beforeEach(() => stage.reset());
afterAll(() => stage.stop());

type Item = { Key: string; Etag: string; Size: number };

async function putWork(name: string, lines: string[], rows = lines.length): Promise<Item> {
  return putBytes(name, gzipSync(lines.map((line) => `${line}\n`).join("")), { rows: String(rows) });
}

async function putBytes(name: string, bytes: Buffer, metadata: Record<string, string> = {}): Promise<Item> {
  const Key = `work/2026/11/21/${name}.csv.gz`;
  await stage.s3.send(new PutObjectCommand({ Bucket: "lake", Key, Body: bytes, Metadata: metadata }));
  const { ETag = "" } = await stage.s3.send(new HeadObjectCommand({ Bucket: "lake", Key }));
  return { Key, Etag: ETag, Size: bytes.length };
}

function run(...Items: Item[]) {
  return distribute({ BatchInput: { run: "run-1" }, Items });
}

/** Every row of the table with its partition's date, as the work rows had it. */
async function tableRows(): Promise<string[]> {
  const keys = await stage.keys("lake", "store/");
  const files = await Promise.all(
    keys.map(async (key) => {
      const date = /dt=([^/]+)/.exec(key)?.[1];
      return (await stage.read("lake", key))
        .trimEnd()
        .split("\n")
        .map((row) => `${date},${row}`);
    }),
  );
  return files.flat().toSorted();
}

const lateEvening = Date.parse("2026-11-21T14:59:00Z");

test("rows go to the partition of their date, and the inputs are deleted", async () => {
  const first = makeRows(120, { at: lateEvening });
  const second = makeRows(10, { seed: 1 });
  const items = [await putWork("a", first), await putWork("b", second)];
  const result = await run(...items);
  const batch = batchId(items);
  expect(result).toEqual({
    batch,
    objects: 2,
    rowsRead: 130,
    rowsWritten: 130,
    rowsRejected: 0,
    dates: [
      { date: "2026-11-21", rows: 70, key: `store/dt=2026-11-21/${batch}.csv.gz`, bytes: expect.any(Number) },
      { date: "2026-11-22", rows: 60, key: `store/dt=2026-11-22/${batch}.csv.gz`, bytes: expect.any(Number) },
    ],
  });
  expect(await tableRows()).toEqual([...first, ...second].toSorted());
  expect(await stage.keys("lake", "work/")).toEqual([]);
  expect(await stage.keys("lake", "pending/")).toEqual([
    `pending/dt=2026-11-21/${batch}.json`,
    `pending/dt=2026-11-22/${batch}.json`,
  ]);
});

test("rows that do not fit are kept with their object and reason, and counted", async () => {
  const [good = "", other = ""] = makeRows(2);
  const bad = [
    "2026-11-21,x",
    other.replace("35.6", "north"),
    `"${other}"`,
    other.replace("11-21", "02-30"),
    "",
  ];
  const item = await putWork("a", [good, ...bad]);
  expect(await run(item)).toMatchObject({
    rowsRead: 6,
    rowsWritten: 1,
    rowsRejected: 5,
    rejectedByReason: { fields: 2, latitude: 1, dt: 2 },
  });
  expect(await tableRows()).toEqual([good]);
  const [key = ""] = await stage.keys("lake", "rejected/rows/");
  const rejected = await stage.read("lake", key);
  expect(rejected).toMatch(new RegExp(`${item.Key},"has 2 fields, not \\d[^"]*","2026-11-21,x"`));
  expect(rejected).toContain("latitude is");
  expect(rejected).toContain('dt is ""2026-02-30"", not date');
});

test("a last line without a line feed is a row", async () => {
  const rows = makeRows(2);
  const item = await putBytes("a", gzipSync(rows.join("\n")), { rows: "2" });
  expect(await run(item)).toMatchObject({ rowsWritten: 2, rowsRejected: 0 });
  expect(await tableRows()).toEqual(rows.toSorted());
});

test("a folder marker is skipped and left", async () => {
  await stage.write("lake", "work/2026/", "");
  const item = await putWork("a", makeRows(1));
  expect(await run({ Key: "work/2026/", Etag: '"d41d8"', Size: 0 }, item)).toMatchObject({
    objects: 1,
    rowsRead: 1,
  });
  expect(await stage.keys("lake", "work/")).toEqual(["work/2026/"]);
});

test("repeating a finished batch returns the same result and changes nothing", async () => {
  const rows = makeRows(20);
  const item = await putWork("a", rows);
  const first = await run(item);
  expect(await run(item)).toEqual(first);
  expect(await tableRows()).toEqual(rows.toSorted());
});

test("a crash before the marker is repeated whole, over the same keys", async () => {
  const rows = makeRows(120, { at: lateEvening });
  const items = [await putWork("a", rows.slice(0, 60)), await putWork("b", rows.slice(60))];
  stage.intercept(async ({ method, path }) =>
    method === "PUT" && path.startsWith("/lake/batches/") ? denied : "pass",
  );
  await expect(run(...items)).rejects.toThrow("Access Denied");
  expect(await stage.keys("lake", "work/")).toHaveLength(2);
  stage.intercept();
  expect(await run(...items)).toMatchObject({ rowsWritten: 120 });
  expect(await tableRows()).toEqual(rows.toSorted());
  expect(await stage.keys("lake", "work/")).toEqual([]);
});

test("a crash amid the deletions is ended by the next attempt, which does not read what is left", async () => {
  const rows = makeRows(100);
  const items = [await putWork("a", rows.slice(0, 60)), await putWork("b", rows.slice(60))];
  stage.intercept(async ({ method, path }) =>
    method === "POST" && path.includes("delete") ? denied : "pass",
  );
  await expect(run(...items)).rejects.toThrow("Access Denied");
  stage.intercept();
  await stage.s3.send(new DeleteObjectCommand({ Bucket: "lake", Key: items[0]?.Key }));
  expect(await run(...items)).toMatchObject({ objects: 2, rowsRead: 100, rowsWritten: 100 });
  expect(await tableRows()).toEqual(rows.toSorted());
  expect(await stage.keys("lake", "work/")).toEqual([]);
});

test("an input that S3 does not delete is an error that names it", async () => {
  const item = await putWork("a", makeRows(1));
  const body = `<DeleteResult><Error><Key>${item.Key}</Key><Code>InternalError</Code><Message>busy</Message></Error></DeleteResult>`;
  stage.intercept(async ({ method, path }) =>
    method === "POST" && path.includes("delete")
      ? { status: 200, contentType: "application/xml", body }
      : "pass",
  );
  await expect(run(item)).rejects.toMatchObject({
    name: "DeleteFailed",
    message: expect.stringContaining(item.Key),
  });
});

test("outputs that were lost since are written again while the inputs are there", async () => {
  const rows = makeRows(5);
  stage.intercept(async ({ method, path }) =>
    method === "POST" && path.includes("delete") ? denied : "pass",
  );
  const item = await putWork("a", rows);
  await expect(run(item)).rejects.toThrow("Access Denied");
  stage.intercept();
  const [key = ""] = await stage.keys("lake", "store/");
  await stage.s3.send(new DeleteObjectCommand({ Bucket: "lake", Key: key }));
  await run(item);
  expect(await tableRows()).toEqual(rows.toSorted());
});

test("an input that is gone without a trace fails, and the other inputs stay", async () => {
  const item = await putWork("a", makeRows(1));
  const gone = { Key: "work/2026/11/21/gone.csv.gz", Etag: '"0"', Size: 1 };
  await expect(run(item, gone)).rejects.toMatchObject({
    name: "WorkObjectMissing",
    message: expect.stringContaining(gone.Key),
  });
  expect(await stage.keys("lake")).toEqual([item.Key]);
});

test("an attempt that loses its input to another attempt at the same batch returns the other's result", async () => {
  const rows = makeRows(30);
  const item = await putWork("a", rows);
  let other: unknown;
  stage.intercept(async ({ method, path }) => {
    if (method === "GET" && path.startsWith(`/lake/${item.Key}`)) {
      stage.intercept();
      other = await run(item);
    }
    return "pass";
  });
  const result = await run(item);
  expect(result).toMatchObject({ rowsRead: 30, rowsWritten: 30 });
  expect(result).toEqual(other);
  expect(await tableRows()).toEqual(rows.toSorted());
});

test("a truncated object fails, and nothing is written or deleted", async () => {
  const good = await putWork("a", makeRows(1));
  const whole = gzipSync(makeRows(1_000, { seed: 2 }).join("\n"));
  const cut = await putBytes("b", whole.subarray(0, whole.length / 2));
  await expect(run(good, cut)).rejects.toMatchObject({
    name: "ObjectUnreadable",
    message: expect.stringContaining(cut.Key),
  });
  expect(await stage.keys("lake")).toEqual([good.Key, cut.Key]);
});

test("an object with other than the rows that its writer counted fails, and nothing is written or deleted", async () => {
  const item = await putWork("a", makeRows(3), 4);
  await expect(run(item)).rejects.toMatchObject({
    name: "RowCountMismatch",
    message: expect.stringMatching(/holds 3 rows.* says 4/),
  });
  expect(await stage.keys("lake")).toEqual([item.Key]);
});

test.for([
  ["without its row count", {}, "its metadata has no row count"],
  ["with a row count that is not a number", { rows: "three" }, 'its metadata says "three" rows'],
  ["with a row count that only looks like one", { rows: "3.0" }, 'its metadata says "3.0" rows'],
] as const)(
  "an object %s cannot be checked: it is named with the way to mend it",
  async ([, metadata, reason]) => {
    const item = await putBytes("a", gzipSync(makeRows(3).join("\n")), metadata);
    await expect(run(item)).rejects.toMatchObject({
      name: "RowCountMissing",
      message:
        `s3://lake/${item.Key}: ${reason}, so its 3 rows may be incomplete. ` +
        "See docs/operations.md, A work object is corrupt",
    });
    expect(await stage.keys("lake")).toEqual([item.Key]);
  },
);

test.for([
  ["zeros and another member", (member: Buffer) => [Buffer.alloc(1), member]],
  ["many zeros and another member", (member: Buffer) => [Buffer.alloc(600_000), member]],
  ["zeros alone", () => [Buffer.alloc(3)]],
  ["the head of another member", (member: Buffer) => [member.subarray(0, 10)]],
  ["another member without its end", (member: Buffer) => [member.subarray(0, -1)]],
  ["text", () => [Buffer.from("more")]],
] as const)(
  "an object whose rows are followed by %s is named, though its count is right",
  async ([, tail]) => {
    const rows = makeRows(3);
    const bytes = Buffer.concat([gzipSync(rows.join("\n")), ...tail(gzipSync(makeRows(2).join("\n")))]);
    const item = await putBytes("a", bytes, { rows: "3" });
    await expect(run(item)).rejects.toMatchObject({
      name: "ObjectUnreadable",
      message: expect.stringContaining(`s3://lake/${item.Key}: not a complete gzip file`),
    });
    expect(await stage.keys("lake")).toEqual([item.Key]);
  },
);

test("an object of several gzip members is read whole", async () => {
  const rows = makeRows(5);
  const members = rows.map((row) => gzipSync(`${row}\n`));
  expect(await run(await putBytes("a", Buffer.concat(members), { rows: "5" }))).toMatchObject({
    rowsRead: 5,
  });
  expect(await tableRows()).toEqual(rows.toSorted());
});

test("an object that was replaced since it was listed fails", async () => {
  const item = await putWork("a", makeRows(1));
  await putWork("a", makeRows(2));
  await expect(run(item)).rejects.toThrow(/pre-?conditions?/i);
});

test.for([
  ["is empty", Buffer.alloc(0), "ObjectUnreadable"],
  ["is not compressed", Buffer.from(makeRows(1).join("\n")), "ObjectUnreadable"],
  ["is a line without end", gzipSync("x".repeat(3_000_000)), "ObjectUnreadable"],
  ["touches 500 dates", gzipSync(everyDate().join("\n")), "TooManyDates"],
] as const)("an object that %s is named, and nothing is written or deleted", async ([, bytes, name]) => {
  const good = await putWork("a", makeRows(1));
  const item = await putBytes("b", bytes, { rows: "1" });
  const message = expect.stringContaining(`s3://lake/${item.Key}`);
  await expect(run(good, item)).rejects.toMatchObject({ name, message });
  expect(await stage.keys("lake")).toEqual([good.Key, item.Key]);
});

test("an object that S3 does not give is named, with S3's words, and may be tried again", async () => {
  const item = await putWork("a", makeRows(1));
  stage.intercept(async ({ method, path }) =>
    method === "GET" && path.startsWith(`/lake/${item.Key}`) ? denied : "pass",
  );
  await expect(run(item)).rejects.toMatchObject({
    name: "WorkObjectFailed",
    message: `s3://lake/${item.Key}: AccessDenied: Access Denied`,
  });
});

/** A row for each of 500 dates. */
function everyDate(): string[] {
  const [row = ""] = makeRows(1);
  return Array.from({ length: 500 }, (_, day) => {
    const date = new Date(Date.parse("2025-01-01") + day * 86_400_000).toISOString().slice(0, 10);
    return row.replace(/^[^,]+/, date);
  });
}

const denied = {
  status: 403,
  contentType: "application/xml",
  body: "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
};
