import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { unpackMessage } from "@ashiato/core/queue-message";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeEach, expect, test } from "vitest";
import { context, startStage } from "./stage.ts";

const stage = await startStage();
const { handler: receive } = await import("../src/receive.ts");

beforeEach(() => stage.reset());
afterAll(() => stage.stop());

const now = Date.parse("2026-11-21T03:00:00.000Z");
const report = {
  deviceId: "phone-1",
  timestamp: "2026-11-21T11:59:00+09:00",
  latitude: 35.68,
  longitude: 139.76,
};

type Request = { body?: string; headers?: Record<string, string>; isBase64Encoded?: boolean };

async function post({
  body,
  headers = { "content-type": "application/json" },
  isBase64Encoded = false,
}: Request) {
  const event = {
    version: "2.0",
    routeKey: "POST /v1/locations",
    rawPath: "/v1/locations",
    rawQueryString: "",
    headers,
    requestContext: { requestId: "request-1", timeEpoch: now } as APIGatewayProxyEventV2["requestContext"],
    ...(body === undefined ? {} : { body }),
    isBase64Encoded,
  };
  const answer = await receive(event, context);
  return { ...answer, body: JSON.parse(answer.body ?? "") as unknown };
}

function postJson(value: unknown) {
  return post({ body: JSON.stringify(value) });
}

async function queuedRows(): Promise<string[]> {
  const { Messages = [] } = await stage.sqs.send(
    new ReceiveMessageCommand({ QueueUrl: stage.queueUrl, MaxNumberOfMessages: 10 }),
  );
  return Messages.flatMap(({ Body = "" }) => {
    const message = unpackMessage(Body);
    return message.ok && message.kind === "rows" ? message.rows : [];
  });
}

test("a report is kept as one row and answered with 202", async () => {
  const answer = await postJson(report);
  expect(answer).toMatchObject({
    statusCode: 202,
    body: { result: "ok", accepted: 1, rejected: [], requestId: "request-1" },
  });
  const rows = await queuedRows();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatch(/^2026-11-21,phone-1,2026-11-21 02:59:00\.000000,35\.6800000,139\.7600000,/);
  expect(rows[0]).toMatch(/,2026-11-21 03:00:00\.000000,$/);
});

test("a batch of a thousand reports is one message", async () => {
  const locations = Array.from({ length: 1_000 }, (_, index) => ({ ...report, latitude: index / 100 }));
  expect(await postJson({ locations })).toMatchObject({ statusCode: 202, body: { accepted: 1_000 } });
  expect(await stage.queued()).toEqual({ waiting: 1, inFlight: 0 });
  expect(await queuedRows()).toHaveLength(1_000);
});

test("rejected reports of a batch are named and the others are kept", async () => {
  const answer = await postJson({
    locations: [report, { ...report, latitude: 95 }, { ...report, speeed: 1 }, report],
  });
  expect(answer.statusCode).toBe(202);
  expect(answer.body).toEqual({
    result: "ok",
    accepted: 2,
    rejected: [
      {
        index: 1,
        deviceId: "phone-1",
        issues: [{ path: "latitude", message: "must be at most 90, got 95" }],
      },
      {
        index: 2,
        deviceId: "phone-1",
        issues: [{ path: "speeed", message: "is not a key of a location report" }],
      },
    ],
    requestId: "request-1",
  });
  expect(await queuedRows()).toHaveLength(2);
});

test("a request of rejected reports alone is a 400 that names them, and keeps none", async () => {
  const answer = await postJson({ ...report, timestamp: "2026-09-01T00:00:00Z" });
  expect(answer).toMatchObject({
    statusCode: 400,
    body: {
      result: "error",
      error: { code: "ReportsRejected" },
      rejected: [
        {
          index: 0,
          issues: [
            { path: "timestamp", message: 'must not be older than 30 days, got "2026-09-01T00:00:00Z"' },
          ],
        },
      ],
    },
  });
  expect(await stage.queued()).toEqual({ waiting: 0, inFlight: 0 });
});

test("a gzip body in base64 is read", async () => {
  const body = gzipSync(JSON.stringify(report)).toString("base64");
  const headers = { "content-type": "application/json; charset=UTF-8", "content-encoding": "gzip" };
  expect(await post({ body, headers, isBase64Encoded: true })).toMatchObject({ statusCode: 202 });
});

test.each([
  ["x-gzip", gzipSync, { "content-encoding": "x-gzip" }],
  ["gzip by its type", gzipSync, { "content-type": "application/gzip" }],
  ["gzip as bytes of any kind", gzipSync, { "content-type": "application/octet-stream" }],
  [
    "gzip by its type and its encoding",
    gzipSync,
    { "content-type": "application/gzip", "content-encoding": "gzip" },
  ],
  ["deflate", deflateSync, { "content-encoding": "deflate" }],
  ["bare deflate", deflateRawSync, { "content-encoding": "deflate" }],
] satisfies [string, (text: string) => Buffer, Record<string, string>][])(
  "a body in %s is read",
  async (_, compress, headers) => {
    const body = compress(JSON.stringify(report)).toString("base64");
    const request = {
      body,
      headers: { "content-type": "application/json", ...headers },
      isBase64Encoded: true,
    };
    expect(await post(request)).toMatchObject({ statusCode: 202 });
    expect(await queuedRows()).toHaveLength(1);
  },
);

test("a gzip body that API Gateway took for text is refused with the type to send it as", async () => {
  const body = gzipSync(JSON.stringify(report)).toString("utf8");
  const headers = { "content-type": "application/json", "content-encoding": "gzip" };
  expect(await post({ body, headers })).toMatchObject({
    statusCode: 400,
    body: { error: { message: expect.stringContaining("send them as application/gzip") } },
  });
});

test("a byte order mark is passed over", async () => {
  expect(await post({ body: `\uFEFF${JSON.stringify(report)}` })).toMatchObject({ statusCode: 202 });
});

test("lines of one report each are a batch, in which the index counts the reports", async () => {
  const lines = [report, { ...report, latitude: 91 }, { ...report, latitude: 3 }].map((each) =>
    JSON.stringify(each),
  );
  const headers = { "content-type": "application/x-ndjson" };
  const answer = await post({ body: `${lines[0]}\n\n${lines[1]}\r\n${lines[2]}\n`, headers });
  expect(answer).toMatchObject({ statusCode: 202, body: { accepted: 2, rejected: [{ index: 1 }] } });
  expect(await post({ body: `${lines[0]}\n{`, headers })).toMatchObject({
    statusCode: 400,
    body: { error: { message: expect.stringMatching(/^Line 2 of the body is not JSON/) } },
  });
});

test.each([
  [
    "UTF-16 by its byte order mark",
    Buffer.from(`\uFEFF${JSON.stringify(report)}`, "utf16le"),
    "application/json",
  ],
  ["UTF-16 by its name", Buffer.from("{}"), "application/json; charset=UTF-16"],
  ["Shift_JIS", Buffer.from("{}"), "application/json; charset=Shift_JIS"],
])("%s is refused by its name", async (_, bytes, contentType) => {
  const answer = await post({
    body: bytes.toString("base64"),
    headers: { "content-type": contentType },
    isBase64Encoded: true,
  });
  expect(answer).toMatchObject({
    statusCode: 415,
    body: {
      error: { message: expect.stringMatching(/^The charset must be UTF-8, got "?(UTF-16|Shift_JIS)/) },
    },
  });
});

test.each([
  ["no body", {}],
  ["broken JSON", { body: '{"deviceId":' }],
  ["an array", { body: "[]" }],
  ["an empty batch", { body: '{"locations":[]}' }],
  ["a key beside the batch", { body: '{"locations":[],"device":"x"}' }],
  [
    "bytes that are not UTF-8",
    { body: Buffer.from([0x22, 0xff, 0x22]).toString("base64"), isBase64Encoded: true },
  ],
  [
    "a body that only says that it is gzip",
    { body: "{}", headers: { "content-type": "application/json", "content-encoding": "gzip" } },
  ],
  [
    "a gzip body behind whose end there is more",
    {
      body: Buffer.concat([gzipSync(JSON.stringify(report)), Buffer.alloc(1), gzipSync(" ")]).toString(
        "base64",
      ),
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
      isBase64Encoded: true,
    },
  ],
] satisfies [string, Request][])("%s is a 400", async (_, request) => {
  expect(await post(request)).toMatchObject({
    statusCode: 400,
    body: { result: "error", error: { code: "InvalidBody" }, requestId: "request-1" },
  });
});

test("more than a thousand reports are a 413", async () => {
  const locations = Array.from({ length: 1_001 }, () => report);
  expect(await postJson({ locations })).toMatchObject({
    statusCode: 413,
    body: { error: { code: "RequestTooLarge" } },
  });
});

test("a small gzip body that inflates beyond the limit is a 413", async () => {
  const body = gzipSync(Buffer.alloc(50_000_000, " ")).toString("base64");
  const headers = { "content-type": "application/json", "content-encoding": "gzip" };
  expect(await post({ body, headers, isBase64Encoded: true })).toMatchObject({ statusCode: 413 });
});

test.each([
  ["another type", { "content-type": "text/csv" }],
  ["no type", {}],
  ["another charset", { "content-type": "application/json; charset=shift_jis" }],
  ["another encoding", { "content-type": "application/json", "content-encoding": "br" }],
] satisfies [string, Record<string, string>][])("%s is a 415", async (_, headers) => {
  expect(await post({ body: JSON.stringify(report), headers })).toMatchObject({ statusCode: 415 });
});

test("entries that the queue refuses are sent again, and no others", async () => {
  const bodies: string[] = [];
  stage.intercept(async (_passing, body) => {
    bodies.push(await body());
    return bodies.length === 1
      ? batchAnswer([{ Id: "0", SenderFault: false, Code: "InternalError" }])
      : "pass";
  });
  expect(await postJson(report)).toMatchObject({ statusCode: 202 });
  expect(bodies).toHaveLength(2);
  expect(await queuedRows()).toHaveLength(1);
});

test("a queue that keeps refusing is a 503 that asks for all reports again", async () => {
  stage.intercept(async () =>
    batchAnswer([{ Id: "0", SenderFault: false, Code: "InternalError", Message: "busy" }]),
  );
  const answer = await postJson(report);
  expect(answer).toMatchObject({
    statusCode: 503,
    headers: { "retry-after": "5" },
    body: { result: "error", error: { code: "QueueUnavailable" } },
  });
  expect(JSON.stringify(answer.body)).toContain("The queue kept 0 of 1 messages");
});

test("a queue that cannot be reached is a 503", async () => {
  stage.intercept(async () => ({ status: 500, contentType: "application/x-amz-json-1.0", body: "{}" }));
  expect(await postJson(report)).toMatchObject({ statusCode: 503 });
});

function batchAnswer(Failed: unknown[]) {
  return {
    status: 200,
    contentType: "application/x-amz-json-1.0",
    body: JSON.stringify({ Successful: [], Failed }),
  };
}
