import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import {
  ApiGatewayManagementApiClient,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { systemClock } from "@ashiato/states/clock";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Listener } from "../src/http/listen.ts";
import { Access } from "../src/services/access.ts";
import type { InvocationResult } from "../src/services/service.ts";
import { readSelection } from "../src/services/websocket-api/route-selection.ts";
import { serveWebSocketApi } from "../src/services/websocket-api/serve-websocket-api.ts";
import { testCredentials } from "./support/test-credentials.ts";
import { WebSocketClient } from "./support/websocket-client.ts";

const often = { interval: 1 };

type Invoked = { requestContext: { eventType: string; connectionId: string; disconnectStatusCode?: number } };

let api: Listener;
let url: string;
let management: ApiGatewayManagementApiClient;
let invoked: Invoked[] = [];
/** Answers of the functions of messages, once they are let go. */
let held: (() => void)[] = [];
let mayConnect = Promise.resolve();

async function invoke(_functionArn: string, payload: string): Promise<InvocationResult> {
  const event = JSON.parse(payload) as Invoked;
  invoked.push(event);
  const { eventType } = event.requestContext;
  await (eventType === "CONNECT" ? mayConnect : undefined);
  if (eventType === "MESSAGE") {
    await new Promise<void>((resolve) => held.push(resolve));
  }
  return { payload: '{"statusCode":200,"body":"answered"}' };
}

beforeAll(async () => {
  const region = "ap-northeast-1";
  const accountId = "000000000000";
  const routes = ["$connect", "$disconnect", "$default"].map((routeKey) => ({
    routeKey,
    functionArn: "function",
    timeoutMilliseconds: 29_000,
    responds: true,
  }));
  api = await serveWebSocketApi({
    api: () => ({
      component: "Live",
      id: "abc",
      executionArn: `arn:aws:execute-api:${region}:${accountId}:abc`,
      stage: "live",
      selectRoute: readSelection("Live", "$request.body.action"),
      routes: new Map(routes.map((route) => [route.routeKey, route])),
    }),
    region,
    port: 0,
    access: new Access({ credentials: testCredentials, accountId }),
    clock: systemClock,
    invoke,
    onFault: (fault) => {
      throw fault;
    },
    onEvent: () => undefined,
    onAnswered: () => undefined,
  });
  url = `${api.url}/live`;
  management = new ApiGatewayManagementApiClient({
    region,
    credentials: testCredentials,
    endpoint: url,
    maxAttempts: 1,
  });
});

beforeEach(() => {
  invoked = [];
  held = [];
});

afterAll(async () => {
  management.destroy();
  await api.close();
});

async function connected(): Promise<{ client: WebSocketClient; ConnectionId: string }> {
  const client = await WebSocketClient.connect(url);
  return { client, ConnectionId: invoked.at(-1)?.requestContext.connectionId ?? "" };
}

function post(ConnectionId: string, Data: string): Promise<unknown> {
  return management.send(new PostToConnectionCommand({ ConnectionId, Data }));
}

// https://docs.aws.amazon.com/apigatewaymanagementapi/latest/api-reference/-connections-connectionid.html
it("refuses messages for a client that does not read, and none for another", async () => {
  const [slow, quick] = [await connected(), await connected()];
  slow.client.socket.pause();
  const data = "x".repeat(128 * 1024);
  let accepted = 0;
  const fill = async (): Promise<void> => {
    // The buffers of the network hold some, too.
    for (; accepted < 1_000; accepted += 1) {
      await post(slow.ConnectionId, data);
    }
  };
  const full = { name: "LimitExceededException", $metadata: { httpStatusCode: 429 } };
  await expect(fill()).rejects.toMatchObject(full);
  await post(quick.ConnectionId, "meanwhile");
  expect(await quick.client.next()).toBe("meanwhile");
  slow.client.socket.resume();
  await vi.waitFor(() => expect(slow.client.messages).toHaveLength(accepted), often);
  await post(slow.ConnectionId, "again");
});

it("ends a connection whose client sends pings and reads no answers", async () => {
  const { client, ConnectionId } = await connected();
  client.socket.pause();
  const isGone = async (): Promise<boolean> => {
    const answer = management.send(new GetConnectionCommand({ ConnectionId }));
    return answer.then(
      () => false,
      (error: unknown) => error instanceof Error && error.name === "GoneException",
    );
  };
  let pings = 0;
  while (!(await isGone()) && pings < 1_000_000) {
    for (let ping = 0; ping < 5_000; ping += 1) {
      client.socket.ping("x".repeat(125), undefined, () => undefined);
    }
    pings += 5_000;
  }
  expect(await isGone()).toBe(true);
});

it("takes no more messages from a client than it can answer, and loses none", async () => {
  const { client } = await connected();
  const sent = 500;
  const message = "x".repeat(10_000);
  for (let count = 0; count < sent; count += 1) {
    client.send(message);
  }
  // Those of one read of the socket may be more than the 32 at which it stops.
  await vi.waitFor(() => expect(held.length).toBeGreaterThanOrEqual(32), often);
  let answered = 0;
  let most = 0;
  while (answered < sent) {
    await vi.waitFor(() => expect(held.length).toBeGreaterThan(0), often);
    most = Math.max(most, held.length);
    const [first, ...others] = held;
    held = others;
    first?.();
    answered += 1;
  }
  expect(most).toBeLessThan(100);
  await vi.waitFor(() => expect(client.messages).toHaveLength(sent), often);
});

it("tells a function of the end of a connection that its client gave up during the handshake", async () => {
  let accept = (): void => undefined;
  mayConnect = new Promise<void>((resolve) => {
    accept = resolve;
  });
  const { hostname, port } = new URL(url);
  const socket = connectSocket(Number(port), hostname);
  const head = [
    "GET /live HTTP/1.1",
    `Host: ${hostname}:${port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
  ];
  const key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  socket.write(`${[...head, key, "Sec-WebSocket-Version: 13"].join("\r\n")}\r\n\r\n`);
  await vi.waitFor(() => expect(invoked).toHaveLength(1), often);
  socket.destroy();
  await once(socket, "close");
  // A request on another connection is answered after the end of this one was seen.
  await fetch(url.replace("ws:", "http:"));
  accept();
  await vi.waitFor(() => expect(invoked).toHaveLength(2), often);
  const [began, ended] = invoked.map(({ requestContext }) => requestContext);
  expect(ended).toMatchObject({
    eventType: "DISCONNECT",
    connectionId: began?.connectionId,
    disconnectStatusCode: 1006,
  });
});

it.each([
  ["another method", { "Sec-WebSocket-Version": "13" }, "POST"],
  ["another version", { "Sec-WebSocket-Version": "12" }, "GET"],
  ["another protocol", { Upgrade: "h2c", "Sec-WebSocket-Version": "13" }, "GET"],
])("refuses a handshake of %s with 400, before any function is asked", async (_what, headers, method) => {
  const { hostname, port } = new URL(url);
  const socket = connectSocket(Number(port), hostname);
  const all = {
    Host: `${hostname}:${port}`,
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.write(`${[`${method} /live HTTP/1.1`, ...lines].join("\r\n")}\r\n\r\n`);
  const answer = Buffer.concat(await socket.toArray()).toString("utf8");
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(invoked).toEqual([]);
});
