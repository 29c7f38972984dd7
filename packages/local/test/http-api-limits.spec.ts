import { once } from "node:events";
import { connect } from "node:net";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Listener } from "../src/http/listen.ts";
import { serveHttpApi } from "../src/services/http-api/serve-http-api.ts";
import type { InvocationResult } from "../src/services/service.ts";

const authorizer = {
  id: "tokens",
  functionArn: "authorize",
  identitySources: ["$request.header.Authorization"],
  ttlSeconds: 0,
};
const megabyte = 1024 * 1024;

let api: Listener;
let authorized = Promise.withResolvers<boolean>();
let bodies: number[] = [];

async function invoke(functionArn: string, payload: string): Promise<InvocationResult> {
  if (functionArn === "authorize") {
    return { payload: JSON.stringify({ isAuthorized: await authorized.promise }) };
  }
  bodies.push((JSON.parse(payload) as { body?: string }).body?.length ?? 0);
  return { payload: '{"statusCode":202}' };
}

beforeAll(async () => {
  api = await serveHttpApi({
    api: () => ({
      id: "abc",
      executionArn: "arn:aws:execute-api:ap-northeast-1:000000000000:abc",
      name: "test",
      routes: [
        { routeKey: "POST /a", functionArn: "keep", authorizer },
        { routeKey: "POST /open", functionArn: "keep" },
      ],
    }),
    accountId: "000000000000",
    region: "eu-west-1",
    port: 0,
    now: Date.now,
    invoke,
    onFault: (fault) => {
      throw fault;
    },
  });
});

beforeEach(() => {
  authorized = Promise.withResolvers<boolean>();
  bodies = [];
});

afterAll(() => api.close());

/** Sends the head of a request whose body of 9.9 MB never comes, and returns the answer's status line. */
async function statusOfHead(head: string): Promise<string> {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  socket.write(`${head}\r\nHost: ${hostname}:${port}\r\nContent-Type: text/plain\r\n\r\n`);
  let answer = "";
  for await (const chunk of socket) {
    answer += String(chunk);
    if (answer.includes("\r\n\r\n")) {
      break;
    }
  }
  socket.destroy();
  return answer.split("\r\n")[0] ?? "";
}

const announced = "POST /a HTTP/1.1\r\nContent-Length: 9900000";

it("answers 401 to a request without a token before any of its body has come", async () => {
  expect(await statusOfHead(announced)).toBe("HTTP/1.1 401 Unauthorized");
  expect(bodies).toEqual([]);
});

it("answers 403 as soon as the authorizer has refused, before any of the body has come", async () => {
  authorized.resolve(false);
  expect(await statusOfHead(`${announced}\r\nAuthorization: Bearer x`)).toBe("HTTP/1.1 403 Forbidden");
});

it("answers 413 to a body that is announced as too large, before any of it has come", async () => {
  authorized.resolve(true);
  const head = "POST /a HTTP/1.1\r\nAuthorization: Bearer x\r\nContent-Length: 10485761";
  expect(await statusOfHead(head)).toMatch(/^HTTP\/1.1 413 /);
});

it("does not hold the bodies of requests without a token", async () => {
  const body = Buffer.alloc(9_900_000, "x");
  const before = process.memoryUsage.rss();
  const statuses = await Promise.all(Array.from({ length: 60 }, () => postAll(body, {})));
  expect(statuses).toEqual(Array.from({ length: 60 }, () => 401));
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * megabyte);
});

async function postAll(body: Buffer, headers: Record<string, string>): Promise<number | undefined> {
  const request = httpRequest(`${api.url}/a`, {
    method: "POST",
    headers: { ...headers, "content-type": "text/plain" },
  });
  const sent = once(request, "finish");
  request.end(body);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  await text(response);
  await sent;
  return response.statusCode;
}

it("passes on a body of just under 6 MB, and refuses one that Lambda would refuse", async () => {
  const post = (length: number) =>
    fetch(`${api.url}/open`, {
      method: "POST",
      body: "x".repeat(length),
      headers: { "content-type": "text/plain" },
    });
  expect((await post(5 * megabyte)).status).toBe(202);
  const refused = await post(6 * megabyte + 1);
  expect(refused.status).toBe(413);
  expect(await refused.json()).toEqual({ message: "Request Too Long" });
  expect(bodies).toEqual([5 * megabyte]);
});

it("takes 10,240 bytes of request line and headers, and no more", async () => {
  authorized.resolve(true);
  const head = "POST /open HTTP/1.1\r\nContent-Length: 0";
  const padded = (length: number) => statusOfHead(`${head}\r\nX-Pad: ${"x".repeat(length)}`);
  expect(await padded(10_000)).toMatch(/ 202 /);
  expect(await padded(10_240)).toMatch(/ 431 /);
  expect(await padded(20_000)).toMatch(/ 431 /);
});
