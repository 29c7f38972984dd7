import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { columns, schemaVersion } from "@ashiato/core/columns";
import { packMessages, packRejected } from "@ashiato/core/queue-message";
import { rejectedLine } from "@ashiato/core/rejected-report";
import { afterAll, beforeEach, expect, test } from "vitest";
import { makeRows } from "./reports.ts";
import { context, startStage } from "./stage.ts";

const stage = await startStage({ storeFlushMessages: 20 });
const { handler: store } = await import("../src/store.ts");

beforeEach(() => stage.reset());
afterAll(() => stage.stop());

async function send(...bodies: string[]): Promise<void> {
  for (const MessageBody of bodies) {
    await stage.sqs.send(new SendMessageCommand({ QueueUrl: stage.queueUrl, MessageBody }));
  }
}

test("the whole queue becomes work objects, and is empty afterwards", async () => {
  const rows = makeRows(300);
  await send(...rows.flatMap((row) => packMessages([row])));
  const counts = await store({}, context);
  expect(counts).toMatchObject({ messages: 300, reports: 300, duplicates: 0, rejected: 0 });
  expect(counts.objects).toBeGreaterThan(1);
  expect((await stage.workRows()).toSorted()).toEqual(rows.toSorted());
  expect(await stage.queued()).toEqual({ waiting: 0, inFlight: 0 });
});

test("two drains at once lose no report, and write none twice", async () => {
  const rows = makeRows(300);
  await send(...rows.flatMap((row) => packMessages([row])));
  const [first, second] = await Promise.all([store({}, context), store({}, context)]);
  expect(first.messages).toBeGreaterThan(0);
  expect(second.messages).toBeGreaterThan(0);
  expect(first.messages + second.messages).toBe(300);
  expect((await stage.workRows()).toSorted()).toEqual(rows.toSorted());
  expect(await stage.queued()).toEqual({ waiting: 0, inFlight: 0 });
});

test("a work object is put under its day and says how many rows it has", async () => {
  await send(...packMessages(makeRows(1_000)));
  expect(await store({}, context)).toMatchObject({ messages: 1, reports: 1_000, objects: 1 });
  const [key = ""] = await stage.keys("lake", "work/");
  expect(key).toMatch(/^work\/\d{4}\/\d\d\/\d\d\/\d{9}-1-[0-9a-f]{16}\.csv\.gz$/);
  expect(await stage.workRows()).toHaveLength(1_000);
});

test("reports that come twice within the window are written once", async () => {
  const rows = makeRows(50);
  await send(...packMessages(rows), ...packMessages(rows), ...rows.flatMap((row) => packMessages([row])));
  expect(await store({}, context)).toMatchObject({ reports: 50, duplicates: 100 });
  expect((await stage.workRows()).toSorted()).toEqual(rows.toSorted());
});

test("a message that cannot be read is kept with its reason and deleted, and the others are stored", async () => {
  const good = packMessages(makeRows(1));
  const bad = packMessages(["2026-11-21,phone-1,oops"])[0] ?? "";
  await send(...good, '{"deviceId":"phone-1"}', bad);
  expect(await store({}, context)).toMatchObject({ messages: 3, reports: 1, rejected: 2 });
  const keys = await stage.keys("lake", "rejected/messages/");
  const lines = (await Promise.all(keys.map((key) => stage.read("lake", key))))
    .join("")
    .trimEnd()
    .split("\n");
  const rejected = lines.map((line) => JSON.parse(line) as { reason: string; body: string });
  expect(rejected.map(({ body }) => body).toSorted()).toEqual([bad, '{"deviceId":"phone-1"}'].toSorted());
  expect(rejected.map(({ reason }) => reason).toSorted()).toEqual([
    `row 1 has 3 fields, not ${columns.length + 1}`,
    `the first line is "{\\"deviceId\\":\\"phone-1\\"}", not ashiato-locations/${schemaVersion} or an earlier version`,
  ]);
  expect(await stage.queued()).toEqual({ waiting: 0, inFlight: 0 });
});

test("rejected reports of phones are kept under rejected/reports/, beside rows of the same drain", async () => {
  const line = rejectedLine({
    reason: 'latitude must be a number, got "北"',
    format: "osmand",
    requestId: "r",
    receivedAt: "2026-11-21T00:00:00.000Z",
    query: { id: "a", lat: "北" },
    sender: {},
    body: { kind: "none" },
  });
  await send(...packMessages(makeRows(1)), ...packRejected([line, line]), "ashiato-rejected/1\n{}");
  expect(await store({}, context)).toMatchObject({
    messages: 3,
    reports: 1,
    rejected: 1,
    rejectedReports: 2,
  });
  const [key = ""] = await stage.keys("lake", "rejected/reports/");
  expect(await stage.read("lake", key)).toBe(`${line}\n${line}\n`);
  expect(await stage.queued()).toEqual({ waiting: 0, inFlight: 0 });
});

test("an empty queue makes no object", async () => {
  expect(await store({}, context)).toEqual({
    messages: 0,
    reports: 0,
    duplicates: 0,
    rejected: 0,
    rejectedReports: 0,
    objects: 0,
    bytes: 0,
  });
  expect(await stage.keys("lake")).toEqual([]);
});

test("nothing is received when the time is nearly up", async () => {
  await send(...packMessages(makeRows(1)));
  expect(await store({}, { getRemainingTimeInMillis: () => 4_000 })).toMatchObject({ messages: 0 });
  expect(await stage.queued()).toEqual({ waiting: 1, inFlight: 0 });
});

test("a deletion that the queue refuses once is tried again", async () => {
  await send(...makeRows(10).flatMap((row) => packMessages([row])));
  let refusals = 0;
  stage.intercept(async ({ target }, body) => {
    if (target !== "DeleteMessageBatch" || refusals > 0) {
      return "pass";
    }
    refusals += 1;
    return refuseEntries(await body());
  });
  expect(await store({}, context)).toMatchObject({ messages: 10, reports: 10 });
  expect(refusals).toBe(1);
  expect(await stage.queued()).toEqual({ waiting: 0, inFlight: 0 });
});

test("deletions that the queue keeps refusing end in an error, after the reports are safe", async () => {
  const rows = makeRows(30);
  await send(...rows.flatMap((row) => packMessages([row])));
  stage.intercept(async ({ target }, body) =>
    target === "DeleteMessageBatch" ? refuseEntries(await body()) : "pass",
  );
  await expect(store({}, context)).rejects.toMatchObject({
    name: "StoreFailed",
    message: expect.stringMatching(/did not delete .*InternalError busy/),
  });
  expect(new Set(await stage.workRows()).size).toBeGreaterThan(0);
  const { waiting, inFlight } = await stage.queued();
  expect(waiting + inFlight).toBe(30);
});

test("a chunk that cannot be written is not deleted, the others are stored, and the invocation fails", async () => {
  const rows = makeRows(100);
  await send(...rows.flatMap((row) => packMessages([row])));
  let puts = 0;
  stage.intercept(async ({ method, path }) => {
    const isFirst = method === "PUT" && path.includes("/work/") && (puts += 1) === 1;
    return isFirst ? { status: 403, contentType: "application/xml", body: accessDenied } : "pass";
  });
  await expect(store({}, context)).rejects.toMatchObject({
    name: "StoreFailed",
    message: expect.stringMatching(/AccessDenied/),
  });
  const stored = await stage.workRows();
  const { waiting, inFlight } = await stage.queued();
  expect(stored.length).toBeGreaterThan(0);
  expect(stored.length + waiting + inFlight).toBe(rows.length);
});

const accessDenied = `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`;

function refuseEntries(body: string) {
  const { Entries } = JSON.parse(body) as { Entries: { Id: string }[] };
  const Failed = Entries.map(({ Id }) => ({
    Id,
    SenderFault: false,
    Code: "InternalError",
    Message: "busy",
  }));
  return {
    status: 200,
    contentType: "application/x-amz-json-1.0",
    body: JSON.stringify({ Successful: [], Failed }),
  };
}
