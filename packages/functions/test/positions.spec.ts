import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { packMessages } from "@ashiato/core/queue-message";
import { parseReport } from "@ashiato/core/parse-report";
import { workRows } from "@ashiato/core/work-row";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { context, startStage } from "./stage.ts";

const noon = Date.parse("2026-11-21T12:00:00Z");
vi.useFakeTimers({ toFake: ["Date"], now: noon });

const stage = await startStage();
const { handler: store } = await import("../src/store.ts");
const { handler: refresh } = await import("../src/positions-refresh.ts");
const { handler: positions } = await import("../src/positions.ts");

beforeEach(() => {
  stage.reset();
  // Past what an environment remembers, and past the five minutes for which the queue does.
  vi.setSystemTime(Date.now() + 3_600_000);
});
afterAll(() => stage.stop());

type Sent = { deviceId: string; secondsAgo: number; latitude?: number; longitude?: number; source?: string };

/** Accepts reports and drains them, all in one chunk. */
async function drain(...sent: Sent[]): Promise<void> {
  const at = Date.now();
  for (const { secondsAgo, source, ...position } of sent) {
    const timestamp = new Date(at - secondsAgo * 1_000).toISOString();
    const parsed = parseReport(
      { latitude: 35, longitude: 139, ...position, timestamp },
      { now: at, lateWindowDays: 30, futureWindowHours: 24 },
    );
    if (!parsed.ok) {
      throw new Error(JSON.stringify(parsed.issues));
    }
    const [MessageBody = ""] = packMessages(
      workRows([parsed.report], { at, source, timeZone: "Asia/Tokyo" }),
    );
    await stage.sqs.send(new SendMessageCommand({ QueueUrl: stage.queueUrl, MessageBody }));
  }
  expect(await store({}, context)).toMatchObject({ messages: sent.length });
}

async function get(
  routeKey: "GET /v1/positions" | "GET /v1/positions/{device}",
  query: Record<string, string> = {},
  { device, headers = {} }: { device?: string; headers?: Record<string, string> } = {},
) {
  const event = {
    routeKey,
    rawPath: device === undefined ? "/v1/positions" : `/v1/positions/${device}`,
    headers: { "x-forwarded-proto": "https", ...headers },
    queryStringParameters: query,
    pathParameters: device === undefined ? {} : { device },
    requestContext: { timeEpoch: Date.now(), requestId: "r", domainName: "api.example.com" },
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode, headers: answered = {}, body = "null" } = await positions(event);
  const parsed: unknown = JSON.parse(body);
  return { statusCode, headers: answered, body: parsed };
}

const list = (query?: Record<string, string>) => get("GET /v1/positions", query);
const track = (device: string, query?: Record<string, string>) =>
  get("GET /v1/positions/{device}", query, { device });

/** What is said of an answer: the device and the source of each feature, and how long ago its fix was. */
function shown(answer: { body: unknown }): string[] {
  const { features } = answer.body as { features: { properties: Record<string, string> }[] };
  return features.map(({ properties: { deviceId, source = "", timestamp = "" } }) =>
    [deviceId, source, (Date.now() - Date.parse(timestamp)) / 1_000].join(" "),
  );
}

/** Takes the refreshes that wait on the queue, and returns their number. */
async function refreshesAsked(): Promise<number> {
  const { Messages = [] } = await stage.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: stage.refreshesUrl, MaxNumberOfMessages: 10 }),
  );
  for (const { ReceiptHandle } of Messages) {
    await stage.sqs.send(new DeleteMessageCommand({ QueueUrl: stage.refreshesUrl, ReceiptHandle }));
  }
  return Messages.length;
}

test("each device is where its newest fix is, whichever drain that came in", async () => {
  await drain({ deviceId: "a", secondsAgo: 60 }, { deviceId: "b", secondsAgo: 30 });
  await refresh();
  await drain({ deviceId: "a", secondsAgo: 300 }, { deviceId: "b", secondsAgo: 10 });
  await drain({ deviceId: "a", secondsAgo: 40, source: "partner" }, { deviceId: "a", secondsAgo: 300 });
  expect(await Promise.all([refresh(), refresh()])).toEqual([
    { devices: 3, chunks: 3 },
    { devices: 3, chunks: 3 },
  ]);
  expect(shown(await list())).toEqual(["a  60", "a partner 40", "b  10"]);
});

test("what is stored is shown at once with its age, and past its time one refresh is asked for", async () => {
  expect(await list()).toMatchObject({ statusCode: 200, body: { type: "FeatureCollection", features: [] } });
  expect(await refreshesAsked()).toBe(1);
  await drain({ deviceId: "a", secondsAgo: 60 });
  await refresh();
  vi.setSystemTime(Date.now() + 299_000);
  const fresh = await list();
  expect(fresh.headers).toMatchObject({
    age: "299",
    "cache-control": "private, max-age=300, stale-while-revalidate=3600",
    "content-type": "application/geo+json",
  });
  expect(await refreshesAsked()).toBe(0);
  await drain({ deviceId: "a", secondsAgo: 5 });
  vi.setSystemTime(Date.now() + 3_000);
  const stale = await Promise.all(Array.from({ length: 5 }, () => list()));
  for (const answer of stale) {
    expect(answer.headers["age"]).toBe("302");
    expect(shown(answer)).toEqual(["a  362"]);
  }
  expect(await refreshesAsked()).toBe(1);
  await refresh();
  vi.setSystemTime(Date.now() + 3_000);
  expect(shown(await list())).toEqual(["a  11"]);
});

test("an answer that has not changed is not sent again", async () => {
  await drain({ deviceId: "a", secondsAgo: 60 });
  await refresh();
  const { headers } = await list();
  const ask = () => get("GET /v1/positions", {}, { headers: { "if-none-match": String(headers["etag"]) } });
  expect(await ask()).toMatchObject({ statusCode: 304, body: null, headers: { etag: headers["etag"] } });
  vi.setSystemTime(Date.now() + 3_000);
  await refresh();
  expect(await ask()).toMatchObject({ statusCode: 200 });
});

test("positions are chosen by device, area and time, page by page", async () => {
  await drain(
    { deviceId: "a", secondsAgo: 60, latitude: -17, longitude: 179 },
    { deviceId: "b", secondsAgo: 30, latitude: -17, longitude: -179 },
    { deviceId: "c", secondsAgo: 10 },
  );
  await refresh();
  expect(shown(await list({ device: "c,a" }))).toEqual(["a  60", "c  10"]);
  expect(shown(await list({ box: "177,-20,-178,-15" }))).toEqual(["a  60", "b  30"]);
  expect(shown(await list({ since: new Date(Date.now() - 30_000).toISOString() }))).toEqual([
    "b  30",
    "c  10",
  ]);
  const first = await list({ limit: "2", since: "2026-01-01T00:00:00+09:00" });
  const next = new URL((first.body as { next: string }).next);
  expect(next.origin + next.pathname).toBe("https://api.example.com/v1/positions");
  const rest = await list(Object.fromEntries(next.searchParams));
  expect([...shown(first), ...shown(rest)]).toEqual(["a  60", "b  30", "c  10"]);
  expect(rest.body).not.toHaveProperty("next");
});

test("a track has every drained fix of a device once, oldest first", async () => {
  const sent: Sent[] = [300, 60, 7_200].map((secondsAgo) => ({ deviceId: "a", secondsAgo }));
  await drain(...sent, { deviceId: "b", secondsAgo: 5 });
  await drain({ deviceId: "a", secondsAgo: 60 }, { deviceId: "a", secondsAgo: 8 * 3_600 });
  expect(shown(await track("a"))).toEqual(["a  7200", "a  300", "a  60"]);
  const since = new Date(Date.now() - 9 * 3_600_000).toISOString();
  const first = await track("a", { since, limit: "3" });
  const next = new URL((first.body as { next: string }).next);
  const rest = await track("a", Object.fromEntries(next.searchParams));
  expect([...shown(first), ...shown(rest)]).toEqual(["a  28800", "a  7200", "a  300", "a  60"]);
});

test("a track is read page by page to its end where several fixes have one time", async () => {
  const sources = ["one", "two", "three"];
  await drain(...sources.map((source) => ({ deviceId: "a", secondsAgo: 60, source })));
  const seen: string[] = [];
  let query: Record<string, string> | undefined = { limit: "1" };
  for (const _ of sources) {
    const page = await track("a", query);
    const { next } = page.body as { next?: string };
    seen.push(...shown(page));
    query = next === undefined ? undefined : Object.fromEntries(new URL(next).searchParams);
  }
  expect(seen.toSorted()).toEqual(sources.map((source) => `a ${source} 60`).toSorted());
  expect(query).toBeUndefined();
});

test("a device that is quiet has an empty track, and one that is unknown is not found", async () => {
  await drain({ deviceId: "a", secondsAgo: 8 * 3_600 });
  await refresh();
  expect(shown(await track("a"))).toEqual([]);
  expect(await track("z")).toMatchObject({ statusCode: 404, body: { error: { code: "NotFound" } } });
});

test.each([
  [{ box: "1,2,3" }, "box must be west,south,east,north"],
  [{ box: "0,10,1,9" }, "box must be west,south,east,north"],
  [{ box: "0,0,181,9" }, "box must be west,south,east,north"],
  [{ since: "noon" }, "since must be an RFC 3339 time"],
  [{ device: "a,b c" }, 'device must be device ids with commas between them, got "b c"'],
  [{ limit: "10001" }, "limit must be at most 10000"],
  [{ bbox: "0,0,1,1" }, '"bbox" is not a parameter of this route'],
])("a query %j is refused", async (query, message) => {
  const { statusCode, body } = await list(query);
  expect({ statusCode, body }).toMatchObject({
    statusCode: 400,
    body: { error: { message: expect.stringContaining(message) } },
  });
});

test("a track further back than tracks are kept is refused", async () => {
  const since = new Date(Date.now() - 25 * 3_600_000).toISOString();
  expect(await track("a", { since })).toMatchObject({
    statusCode: 400,
    body: { error: { message: expect.stringContaining("24 hours ago") } },
  });
});

test("reports are stored once, and the queue is emptied, when positions cannot be written", async () => {
  stage.intercept(async ({ method, path }) =>
    method === "PUT" && path.startsWith("/lake/live/")
      ? { status: 403, contentType: "application/xml", body: "<Error><Code>AccessDenied</Code></Error>" }
      : "pass",
  );
  await drain({ deviceId: "a", secondsAgo: 60 });
  expect(await stage.workRows()).toHaveLength(1);
  expect(await stage.queued()).toEqual({ waiting: 0, inFlight: 0 });
  expect(await stage.keys("lake", "live/")).toEqual([]);
});
