import type { Receipt } from "@ashiato/core/api/schemas";
import { problemSchema, receiptSchema } from "@ashiato/core/api/schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { context, startStage } from "./stage.ts";

const stage = await startStage();
// The log is what is looked at here; without the second, the logger writes past the console that the test
// has.
process.env["POWERTOOLS_LOG_LEVEL"] = "INFO";
process.env["POWERTOOLS_DEV"] = "true";
const { handler: receive } = await import("../src/receive.ts");
const { handler: receiveFormats } = await import("../src/receive-formats.ts");

let logLines: string[] = [];

beforeEach(() => {
  stage.reset();
  logLines = [];
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation((line) => void logLines.push(String(line)));
  }
});
afterAll(() => stage.stop());

const now = Date.parse("2026-11-21T03:00:00.000Z");
const report = {
  deviceId: "phone-1",
  timestamp: "2026-11-21T11:59:00+09:00",
  latitude: 35.68,
  longitude: 139.76,
};
const deepJson = "[".repeat(50_000) + "]".repeat(50_000);
/** CloudWatch takes log events of 256 KB, what it adds to them included. */
const maxLogBytes = 200_000;
const maxAnswerBytes = 70_000;

async function post(route: string, body: string) {
  const event: APIGatewayProxyEventV2 = {
    version: "2.0",
    routeKey: `POST ${route}`,
    rawPath: route,
    rawQueryString: "",
    headers: { "content-type": "application/json" },
    requestContext: { requestId: "request-1", timeEpoch: now } as APIGatewayProxyEventV2["requestContext"],
    body,
    isBase64Encoded: false,
  };
  const answer = await (route === "/v1/locations" ? receive : receiveFormats)(event, context);
  expect(Buffer.byteLength(answer.body ?? "")).toBeLessThan(maxAnswerBytes);
  for (const line of logLines) {
    expect(Buffer.byteLength(line)).toBeLessThan(maxLogBytes);
  }
  return { statusCode: answer.statusCode, body: JSON.parse(answer.body ?? "") as unknown };
}

function receipt(body: unknown): Receipt {
  return receiptSchema.parse(body);
}

const overland = {
  type: "Feature",
  geometry: { type: "Point", coordinates: [139.76, 35.68] },
  properties: { timestamp: "2026-11-21T11:59:00+0900", device_id: "phone-1" },
};
const owntracks = { _type: "location", lat: 35.68, lon: 139.76, tst: now / 1000, topic: "owntracks/a/b" };
const traccar = { timestamp: "2026-11-21T02:59:00Z", coords: { latitude: 35.68, longitude: 139.76 } };

/** Puts a text into the JSON of a value in place of the text "HERE". */
function withJson(value: unknown, json: string): string {
  return JSON.stringify(value).replace('"HERE"', () => json);
}

test.each([
  ["/v1/locations", { locations: [report, { ...report, deviceId: "HERE" }, report] }],
  ["/v1/locations", { locations: [report, "HERE", report] }],
  ["/v1/locations", { locations: [report, { ...report, more: "HERE" }, report] }],
  ["/v1/locations/overland", { locations: [overland, "HERE", overland] }],
  [
    "/v1/locations/overland",
    { locations: [overland, { ...overland, geometry: { coordinates: [0, "HERE"] } }, overland] },
  ],
  ["/v1/locations/traccar", { device_id: "1", location: [traccar, "HERE", traccar] }],
  [
    "/v1/locations/traccar",
    { device_id: "1", location: [traccar, { ...traccar, coords: { latitude: "HERE" } }, traccar] },
  ],
])("what is nested far too deep costs its report alone: %s %#", async (route, value) => {
  const { statusCode, body } = await post(route, withJson(value, deepJson));
  expect(statusCode).toBe(route === "/v1/locations" ? 202 : 200);
  expect(receipt(body)).toMatchObject({ accepted: 2, rejected: [{ index: 1 }] });
  // What was confirmed to a phone as kept waits beside the rows.
  expect((await stage.queued()).waiting).toBe(route === "/v1/locations" ? 1 : 2);
});

test.each([
  ["lat", 200],
  ["tid", 200],
  ["more", 200],
])(
  "an OwnTracks message whose %s is nested far too deep is answered, and does not hold the phone up",
  async (key, status) => {
    const answer = await post("/v1/locations/owntracks", withJson({ ...owntracks, [key]: "HERE" }, deepJson));
    expect(answer.statusCode).toBe(status);
  },
);

test.each(["overland", "owntracks", "traccar", "osmand"])(
  "a body that is nothing but depth is kept: %s",
  async (format) => {
    expect(await post(`/v1/locations/${format}`, deepJson)).toMatchObject({ statusCode: 200 });
    expect((await stage.queued()).waiting).toBe(1);
  },
);

test("a body of half a million values that are not reports is kept, and described briefly", async () => {
  const locations = Array.from({ length: 500_000 }, () => 0);
  const { body } = await post("/v1/locations/overland", JSON.stringify({ locations }));
  expect(receipt(body)).toMatchObject({ accepted: 0, keptAsRejected: 500_000, rejected: { length: 100 } });
});

test("what is too large to be kept is refused as a whole, and nothing of it is kept", async () => {
  const note = "あ".repeat(300_000);
  const locations = [overland, { ...overland, geometry: null, note }];
  expect(await post("/v1/locations/overland", JSON.stringify({ locations }))).toMatchObject({
    statusCode: 413,
    body: { error: { code: "RequestTooLarge" } },
  });
  expect((await stage.queued()).waiting).toBe(0);
});

test("130,000 unknown keys are named in few words and do not touch the other reports", async () => {
  const unknown = Object.fromEntries(Array.from({ length: 130_000 }, (_, index) => [`k${index}`, 1]));
  const { body } = await post(
    "/v1/locations",
    JSON.stringify({ locations: [report, { ...report, ...unknown }] }),
  );
  const { accepted, rejected } = receipt(body);
  expect(accepted).toBe(1);
  expect(rejected[0]?.issues).toHaveLength(11);
});

test("every rejected report of a full request is named, with as many reasons as the answer has room for", async () => {
  const wrong = {
    ["k".repeat(80)]: 1,
    deviceId: "あ".repeat(100),
    timestamp: "あ".repeat(100),
    charging: "x",
  };
  const locations = [...Array.from({ length: 999 }, () => wrong), report];
  const { statusCode, body } = await post("/v1/locations", JSON.stringify({ locations }));
  const { accepted, rejected } = receipt(body);
  expect({ statusCode, accepted }).toEqual({ statusCode: 202, accepted: 1 });
  expect(rejected.map(({ index }) => index)).toEqual(Array.from({ length: 999 }, (_, index) => index));
  for (const { issues, omitted = 0 } of rejected) {
    expect(issues.length + omitted).toBe(6);
  }
  expect(rejected[0]).toMatchObject({ issues: { length: 6 } });
  expect(rejected[0]).not.toHaveProperty("omitted");
  expect(rejected.at(-1)).toMatchObject({ issues: [], omitted: 6 });
});

test("the log names device, key and value of what is rejected, and no part of a position", async () => {
  const wrong = { ...overland, geometry: { coordinates: [139.76, "35.68x"] } };
  const old = { ...overland, properties: { ...overland.properties, timestamp: "2026-01-01T00:00:00Z" } };
  await post("/v1/locations/overland", JSON.stringify({ locations: [wrong, old] }));
  const line = logLines.find((each) => each.includes("reports rejected")) ?? "";
  expect(JSON.parse(line)).toMatchObject({
    reports: [
      { index: 0, deviceId: "phone-1", issues: [{ path: "latitude" }] },
      {
        index: 1,
        deviceId: "phone-1",
        issues: [
          { path: "timestamp", message: 'must not be older than 30 days, got "2026-01-01T00:00:00Z"' },
        ],
      },
    ],
  });
  expect(line).not.toContain("35.68");
});

test.each([
  ["a key beside the batch of a megabyte", JSON.stringify({ locations: [], ["k".repeat(1_000_000)]: 1 })],
  ["a megabyte that is not JSON", `"${"x".repeat(1_000_000)}`],
])("%s is refused in few words", async (_, body) => {
  const answer = await post("/v1/locations", body);
  expect(answer).toMatchObject({ statusCode: 400, body: { error: { code: "InvalidBody" } } });
  expect(JSON.stringify(answer.body).length).toBeLessThan(500);
  expect(logLines.join("")).toContain("InvalidBody");
});

test("the log has the reason that the answer gives for a refused request", async () => {
  const { body } = await post("/v1/locations", "not JSON");
  const { error } = problemSchema.parse(body);
  const line = logLines.find((each) => each.includes("request refused")) ?? "";
  expect(JSON.parse(line)).toMatchObject({ code: error.code, reason: error.message });
  expect(logLines.join("")).not.toContain("reserved key");
});
