import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Listener } from "../src/http/listen.ts";
import { serveHttpApi } from "../src/services/http-api/serve-http-api.ts";
import { serveFixtures } from "./support/fixture-functions.ts";

let lambda: Awaited<ReturnType<typeof serveFixtures>>;
let api: Listener;

beforeAll(async () => {
  lambda = await serveFixtures({ mirror: {}, teapot: {}, raise: {} });
  const routes = { "ANY /mirror/{proxy+}": "mirror", "GET /tea": "teapot", "GET /broken": "raise" };
  api = await serveHttpApi({
    api: () => ({
      id: "abc",
      executionArn: "arn:aws:execute-api:ap-northeast-1:000000000000:abc",
      name: "test",
      routes: Object.entries(routes).map(([routeKey, functionArn]) => ({ routeKey, functionArn })),
    }),
    accountId: "000000000000",
    region: "eu-west-1",
    port: 0,
    now: () => Date.parse("2026-11-23T00:15:00Z"),
    invoke: lambda.invoke,
    onFault: (fault) => {
      throw fault;
    },
  });
});

afterAll(async () => {
  await api.close();
  await lambda.close();
});

async function mirrored(path: string, init: RequestInit = {}): Promise<APIGatewayProxyEventV2> {
  const response = await fetch(`${api.url}/mirror${path}`, init);
  expect(response.status).toBe(200);
  return (await response.json()) as APIGatewayProxyEventV2;
}

it("passes a request on as an event of payload format 2.0", async () => {
  const event = await mirrored("/a%20b/c?x=1&x=2&y=%E3%81%82", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Twice": "1, 2", Cookie: "k=v; l=w" },
    body: '{"a":"あ"}',
  });
  expect(event).toMatchObject({
    version: "2.0",
    routeKey: "ANY /mirror/{proxy+}",
    rawPath: "/mirror/a%20b/c",
    rawQueryString: "x=1&x=2&y=%E3%81%82",
    cookies: ["k=v", "l=w"],
    headers: { "content-type": "application/json", "x-twice": "1, 2" },
    queryStringParameters: { x: "1,2", y: "あ" },
    pathParameters: { proxy: "a b/c" },
    body: '{"a":"あ"}',
    isBase64Encoded: false,
    requestContext: {
      accountId: "000000000000",
      apiId: "abc",
      http: { method: "POST", path: "/mirror/a%20b/c", protocol: "HTTP/1.1", sourceIp: "127.0.0.1" },
      stage: "$default",
      time: "23/Nov/2026:00:15:00 +0000",
      timeEpoch: Date.parse("2026-11-23T00:15:00Z"),
    },
  });
});

it("passes on queries and headers with the names of built-in properties like any other", async () => {
  const query = "__proto__=1&constructor=2&constructor=3&toString=4";
  // Fetch has no way to send a header of the first name.
  const headers = ["__proto__", "a", "constructor", "b", "toString", "c", "Host", new URL(api.url).host];
  const request = get(`${api.url}/mirror/x?${query}`, { headers });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const event = (await json(response)) as APIGatewayProxyEventV2;
  expect(Object.entries(event.queryStringParameters ?? {})).toEqual([
    ["__proto__", "1"],
    ["constructor", "2,3"],
    ["toString", "4"],
  ]);
  expect(Object.entries(event.headers).slice(0, 3)).toEqual([
    ["__proto__", "a"],
    ["constructor", "b"],
    ["tostring", "c"],
  ]);
});

const bytes = Buffer.from([0xff, 0, 1]);

it.each([
  "application/octet-stream",
  "application/gzip",
  "application/x-ndjson",
  "application/x-www-form-urlencoded",
  "application/geo+json",
  undefined,
])("hands on a body of the type %s in base64, whatever its bytes are", async (type) => {
  const sent = { method: "POST", headers: type === undefined ? [] : { "content-type": type } };
  const text = await mirrored("/x", { ...sent, body: new Blob(["a=1"]) });
  expect(text).toMatchObject({ isBase64Encoded: true, body: "YT0x" });
  const binary = await mirrored("/x", { ...sent, body: new Blob([bytes]) });
  expect(binary).toMatchObject({ isBase64Encoded: true, body: "/wAB" });
});

it.each([
  "text/csv",
  "application/json",
  "Application/JSON; charset=utf-8",
  "application/xml",
  "application/javascript",
])("hands on a body of the type %s as text, and breaks one that is not", async (type) => {
  const sent = { method: "POST", headers: { "content-type": type, "content-encoding": "gzip" } };
  expect(await mirrored("/x", { ...sent, body: "あ" })).toMatchObject({ isBase64Encoded: false, body: "あ" });
  expect(await mirrored("/x", { ...sent, body: bytes })).toMatchObject({
    isBase64Encoded: false,
    body: "\uFFFD\0\u0001",
  });
});

it("answers with a function's status, headers, cookies and decoded body", async () => {
  const response = await fetch(`${api.url}/tea`);
  expect(response.status).toBe(418);
  expect(response.headers.get("x-kind")).toBe("short and stout");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await response.text()).toBe("お茶");
});

it.each([
  ["GET", "/nowhere", 404, "Not Found"],
  ["POST", "/tea", 404, "Not Found"],
  ["GET", "/broken", 500, "Internal Server Error"],
])("answers %s %s with %i %s, as API Gateway does", async (method, path, status, message) => {
  const response = await fetch(api.url + path, { method });
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ message });
});

it("refuses a body over 10 MB, and one that is over Lambda's 6 MB", async () => {
  for (const size of [10 * 1024 * 1024 + 1, 7 * 1024 * 1024]) {
    const response = await fetch(`${api.url}/mirror/x`, {
      method: "POST",
      body: "x".repeat(size),
      headers: { "content-type": "text/plain" },
    });
    expect(response.status).toBe(413);
  }
});
