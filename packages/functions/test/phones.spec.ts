import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { phoneApps } from "@ashiato/core/formats/phone-apps";
import { unpackMessage } from "@ashiato/core/queue-message";
import { readRejectedLine, type RejectedReport } from "@ashiato/core/rejected-report";
import type { APIGatewayProxyEventV2, APIGatewayRequestAuthorizerEventV2 } from "aws-lambda";
import fc from "fast-check";
import { afterAll, beforeEach, expect, test } from "vitest";
import {
  apps,
  feature,
  iso,
  json,
  now,
  owntracks,
  properties,
  type Sent,
  transistorsoft,
} from "./app-requests.ts";
import { context, startStage } from "./stage.ts";

const stage = await startStage();
const token = "0123456789abcdef0123456789abcdef";
for (const name of ["IngestToken", "IngestTokenNext", "DownloadToken", "DownloadTokenNext"]) {
  const value = name === "IngestToken" ? token : "";
  process.env[`SST_RESOURCE_${name}`] = JSON.stringify({ value, type: "sst.sst.Secret" });
}
const { handler: authorize } = await import("../src/authorize.ts");
const { handler: receiveFormats } = await import("../src/receive-formats.ts");

beforeEach(() => stage.reset());
afterAll(() => stage.stop());

function eventOf(
  path: string,
  { method = "POST", headers = {}, body, routeKey }: Sent,
): APIGatewayProxyEventV2 {
  const { pathname, search, searchParams } = new URL(path, "http://api");
  return {
    version: "2.0",
    routeKey: routeKey ?? `${method} ${pathname}`,
    rawPath: pathname,
    rawQueryString: search.slice(1),
    ...(search !== "" && { queryStringParameters: Object.fromEntries(searchParams) }),
    headers,
    requestContext: {
      requestId: "request-1",
      timeEpoch: now,
      http: { method },
    } as APIGatewayProxyEventV2["requestContext"],
    ...(body !== undefined && { body: typeof body === "string" ? body : body.toString("base64") }),
    isBase64Encoded: Buffer.isBuffer(body),
  };
}

async function send(path: string, sent: Sent = {}) {
  const answer = await receiveFormats(eventOf(path, sent), context);
  return { ...answer, body: answer.body === undefined ? undefined : (JSON.parse(answer.body) as unknown) };
}

async function queued(): Promise<{ rows: string[]; rejected: RejectedReport[] }> {
  const rows: string[] = [];
  const rejected: RejectedReport[] = [];
  const { Messages = [] } = await stage.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: stage.queueUrl, MaxNumberOfMessages: 10 }),
  );
  for (const { Body = "" } of Messages) {
    const message = unpackMessage(Body);
    if (!message.ok) {
      throw new Error(message.reason);
    }
    if (message.kind === "rows") {
      rows.push(...message.rows);
    } else {
      rejected.push(...message.lines.flatMap((line) => readRejectedLine(line) ?? []));
    }
  }
  return { rows, rejected };
}

test("each app of the table sends its request here, to the route of its format", () => {
  for (const { name, format } of phoneApps) {
    const [, path] = apps.find(([app]) => app === name) ?? [];
    expect({ name, path }).toEqual({ name, path: expect.stringContaining(`/v1/locations/${format}`) });
  }
});

test("each app of the table stands in the documentation", async () => {
  const documentation = await readFile(new URL("../../../docs/phones.md", import.meta.url), "utf8");
  for (const { name } of phoneApps) {
    expect(documentation).toContain(name.replace(/^Apps built with | for .*| \d+.*/g, ""));
  }
});

/** Returns an app's request with a token where the app can put it. */
function signed(name: string, path: string, sent: Sent, value: string): [string, Sent] {
  const { authenticates } = phoneApps.find((app) => app.name === name) ?? { authenticates: "query" };
  switch (authenticates) {
    case "query": {
      const { pathname, searchParams } = new URL(path, "http://api");
      searchParams.delete("token");
      searchParams.append("access_token", value);
      return [`${pathname}?${String(searchParams)}`, sent];
    }
    case "Basic": {
      const credentials = Buffer.from(`jane:${value}`).toString("base64");
      return [path, { ...sent, headers: { ...sent.headers, authorization: `Basic ${credentials}` } }];
    }
    case "Bearer":
    case "header":
      return [path, { ...sent, headers: { ...sent.headers, authorization: `Bearer ${value}` } }];
  }
}

test.each(apps)(
  "%s: its first request is let in by its token, where the app puts it, and by no other",
  async (name, path, sent) => {
    for (const [value, isAuthorized] of [
      [token, true],
      ["another", false],
      ["", false],
    ] as const) {
      const event = eventOf(...signed(name, path, sent, value));
      // What the gateway asks its authorizer about is the request without its body.
      const { body: _body, ...asked } = event;
      const request = { ...asked, type: "REQUEST", routeArn: "arn", identitySource: [] };
      expect(await authorize(request as unknown as APIGatewayRequestAuthorizerEventV2)).toEqual({
        isAuthorized,
      });
    }
  },
);

test.each(apps)(
  "%s: its request becomes a row, and the answer satisfies it",
  async (name, path, sent, device) => {
    const answer = await send(path, sent);
    expect(answer.statusCode).toBe(200);
    const receipt = {
      result: "ok",
      accepted: 1,
      rejected: [],
      keptAsRejected: 0,
      events: 0,
      requestId: "request-1",
    };
    expect(answer.body).toEqual(name.startsWith("OwnTracks") ? [] : receipt);
    const { rows, rejected } = await queued();
    expect(rejected).toEqual([]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatch(device);
    expect(rows[0]).toMatch(
      /,2026-11-21 02:59:00\.000000,35\.7000000,139\.7000000,8\.000,35\.[04]00,(?:5\.000)?,1\.000,90\.000,0\.880,true,/,
    );
  },
);

test.each([
  [
    "Overland's visit",
    "/v1/locations/overland",
    { locations: [{ ...feature, properties: { ...properties, action: "visit" } }] },
  ],
  ["OwnTracks' transition", "/v1/locations/owntracks", { ...owntracks, _type: "transition" }],
])("%s is passed over", async (_, path, body) => {
  expect(await send(path, { headers: json, body: JSON.stringify(body) })).toMatchObject({ statusCode: 200 });
  expect(await queued()).toEqual({ rows: [], rejected: [] });
});

test.each([
  [
    "no device",
    "/v1/locations/overland",
    { locations: [{ ...feature, properties: { timestamp: iso } }] },
    "deviceId is required",
  ],
  [
    "an old time",
    "/v1/locations/traccar",
    { device_id: "a", location: [{ ...transistorsoft, timestamp: "2026-01-01T00:00:00Z" }] },
    'timestamp must not be older than 30 days, got "2026-01-01T00:00:00Z"',
  ],
  [
    "a time before a rollover of GPS weeks",
    "/v1/locations/traccar",
    { device_id: "a", location: [{ ...transistorsoft, timestamp: "2007-04-07T02:59:00Z" }] },
    'timestamp must not be older than 30 days (a GPS week rollover: 1024 weeks later it is 2026-11-21T02:59:00.000Z), got "2007-04-07T02:59:00Z"',
  ],
  [
    "a time before two rollovers of GPS weeks",
    "/v1/locations/traccar",
    { device_id: "a", location: [{ ...transistorsoft, timestamp: "1987-08-22T02:59:00Z" }] },
    'timestamp must not be older than 30 days (a GPS week rollover: 2048 weeks later it is 2026-11-21T02:59:00.000Z), got "1987-08-22T02:59:00Z"',
  ],
  [
    "an encrypted message",
    "/v1/locations/owntracks",
    [{ _type: "encrypted", data: "AAAA" }],
    "_type is encrypted, and the stage has no key",
  ],
])("a report with %s is acknowledged and kept as it came", async (_, path, body, reason) => {
  expect(
    await send(`${path}?access_token=secret`, { headers: json, body: JSON.stringify(body) }),
  ).toMatchObject({
    statusCode: 200,
  });
  const { rows, rejected } = await queued();
  expect(rows).toEqual([]);
  expect(rejected).toMatchObject([
    {
      reason,
      receivedAt: "2026-11-21T03:00:00.000Z",
      requestId: "request-1",
      query: {},
      body: { value: body },
    },
  ]);
  expect(JSON.stringify(rejected)).not.toContain("secret");
});

test.each([
  ["no JSON", "{", { kind: "text", text: "{" }],
  ["neither JSON nor a form", "hello", { kind: "text", text: "hello" }],
  ["no UTF-8", Buffer.from([0x22, 0xff]), { kind: "base64", base64: "Iv8=" }],
  ["UTF-16", Buffer.from("\uFEFF{}", "utf16le"), { kind: "base64", base64: "//57AH0A" }],
  ["no payload of the app", '{"a":1}', { kind: "text", text: '{"a":1}' }],
])("a body that is %s is kept whole", async (_, body, kept) => {
  expect(await send("/v1/locations/owntracks", { body })).toMatchObject({ statusCode: 200, body: [] });
  expect((await queued()).rejected).toMatchObject([{ format: "owntracks", body: kept }]);
});

test("two thousand reports are taken at once: bytes bound a request, not a count", async () => {
  const locations = Array.from({ length: 2_000 }, (_, index) => ({
    ...feature,
    geometry: { coordinates: [139 + index / 10_000, 35] },
  }));
  const body = gzipSync(JSON.stringify({ locations }));
  expect(
    await send("/v1/locations/overland", { headers: { ...json, "content-encoding": "gzip" }, body }),
  ).toMatchObject({
    body: { accepted: 2_000 },
  });
  expect((await queued()).rows).toHaveLength(2_000);
});

test("a slash at the end, HEAD and OPTIONS are answered, another method and format are not", async () => {
  const routeKey = "ANY /v1/locations/{path+}";
  const body = JSON.stringify(owntracks);
  expect(await send("/v1/locations/owntracks/", { routeKey, body })).toMatchObject({ statusCode: 200 });
  expect(await send("/v1/locations/overland", { routeKey, method: "HEAD" })).toMatchObject({
    statusCode: 200,
  });
  expect(await send("/v1/locations/overland", { routeKey, method: "OPTIONS" })).toMatchObject({
    statusCode: 204,
  });
  expect(await send("/v1/locations/overland", { routeKey, method: "PUT", body })).toMatchObject({
    statusCode: 405,
  });
  expect(await send("/v1/locations/others", { routeKey, body })).toMatchObject({ statusCode: 404 });
  const own = { deviceId: "a", timestamp: iso, latitude: 1, longitude: 2 };
  expect(await send("/v1/locations/", { routeKey, headers: json, body: JSON.stringify(own) })).toMatchObject({
    statusCode: 202,
  });
  expect((await queued()).rows).toHaveLength(2);
});

test("a request with nothing in it is refused, except of OwnTracks", async () => {
  for (const format of ["overland", "traccar", "osmand"]) {
    expect(await send(`/v1/locations/${format}?token=x`)).toMatchObject({ statusCode: 400 });
  }
  expect(await send("/v1/locations/owntracks")).toMatchObject({ statusCode: 200, body: [] });
});

test("what is confirmed to a phone as kept is on the queue, whatever it sent", async () => {
  const any = fc.oneof(
    fc.constantFrom(
      feature,
      { ...feature, properties: { device_id: "Van 7" } },
      { ...feature, geometry: null },
    ),
    fc.constantFrom(
      { ...feature, properties: { ...properties, action: "visit" } },
      { ...feature, geometry: { coordinates: [999, "x"] } },
    ),
    fc.jsonValue({ maxDepth: 1 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 5 }), async (locations) => {
      stage.reset();
      const { body } = await send("/v1/locations/overland", {
        headers: json,
        body: JSON.stringify({ locations }),
      });
      const { accepted, keptAsRejected, events } = body as Record<
        "accepted" | "keptAsRejected" | "events",
        number
      >;
      const { rows, rejected } = await queued();
      expect({ accepted, keptAsRejected }).toEqual({
        accepted: rows.length,
        keptAsRejected: rejected.length,
      });
      expect(accepted + keptAsRejected + events).toBe(locations.length);
    }),
    { numRuns: 200 },
  );
});

test("a queue that takes nothing is a 503, and the phone sends all again", async () => {
  stage.intercept(async () => ({ status: 500, contentType: "application/x-amz-json-1.0", body: "{}" }));
  expect(await send("/v1/locations/owntracks", { body: '{"_type":"encrypted"}' })).toMatchObject({
    statusCode: 503,
  });
});
