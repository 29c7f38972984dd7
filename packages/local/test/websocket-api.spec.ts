import { rm } from "node:fs/promises";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { SimulatedClock } from "@ashiato/states/clock";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { HappenedEvents } from "./support/happened-events.ts";
import { layOutProgram } from "./support/program-folder.ts";
import { credentialsOf, RunningStage } from "./support/running-stage.ts";
import { WebSocketClient } from "./support/websocket-client.ts";
import { webSocketHandlers, webSocketProgram } from "./support/websocket-program.ts";

const minute = 60_000;
/** The first event of a function starts its process. */
const often = { interval: 5 };
const clock = new SimulatedClock(Math.floor(Date.now() / minute) * minute + 1_000);

let folder: string;
let running: RunningStage;
let management: ApiGatewayManagementApiClient;
let url: string;
const happened = new HappenedEvents();
let clients: WebSocketClient[] = [];

beforeAll(async () => {
  folder = await layOutProgram(webSocketProgram, { "live.ts": webSocketHandlers });
  running = await RunningStage.start({
    root: folder,
    stage: "fixture",
    clock,
    onEvent: happened.add,
  });
  url = running.output("url");
  management = new ApiGatewayManagementApiClient({
    region: running.stage.plan.region,
    credentials: credentialsOf(running.stage.environment),
    endpoint: running.output("endpoint"),
    maxAttempts: 1,
  });
});

beforeEach(() => happened.clear());

afterEach(async () => {
  for (const { socket } of clients) {
    socket.terminate();
  }
  clients = [];
  await vi.waitFor(() => expect(happened.openConnections).toBe(0), often);
});

afterAll(async () => {
  management.destroy();
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

async function connect(
  address = url,
  options: Parameters<typeof WebSocketClient.connect>[1] = {},
): Promise<WebSocketClient> {
  const client = await WebSocketClient.connect(address, options);
  clients.push(client);
  return client;
}

/** Connects, and returns the client with its id. */
async function connected(): Promise<{ client: WebSocketClient; ConnectionId: string }> {
  happened.clear();
  const client = await connect();
  const { requestContext } = await happened.eventOf("CONNECT");
  return { client, ConnectionId: requestContext.connectionId };
}

function post(ConnectionId: string, Data: string): Promise<unknown> {
  return management.send(new PostToConnectionCommand({ ConnectionId, Data }));
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
it("gives functions the events of a connection: its begin, its messages and its end", async () => {
  const client = await connect(`${url}?a=1&a=2&b=%20`, { headers: { "X-Own": "yes", "User-Agent": "spec" } });
  const now = clock.now();
  client.send({ action: "else", text: "é" });
  await happened.eventOf("MESSAGE");
  await client.close(4000, "enough");
  const [began, said, ended] = [
    await happened.eventOf("CONNECT"),
    await happened.eventOf("MESSAGE"),
    await happened.eventOf("DISCONNECT"),
  ];

  const { connectionId } = began.requestContext;
  expect(connectionId).toMatch(/^[\w-]{15}=$/);
  const common = {
    connectionId,
    connectedAt: now,
    messageDirection: "IN",
    stage: "$default",
    apiId: running.output("apiId"),
    domainName: new URL(url).host,
    requestTimeEpoch: now,
    requestTime: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    identity: { sourceIp: "127.0.0.1", userAgent: "spec" },
  };
  expect(began).toMatchObject({
    headers: { Host: new URL(url).host, "X-Own": "yes", "Sec-WebSocket-Version": "13" },
    multiValueHeaders: { "X-Own": ["yes"] },
    queryStringParameters: { a: "2", b: " " },
    multiValueQueryStringParameters: { a: ["1", "2"], b: [" "] },
    requestContext: { ...common, routeKey: "$connect", eventType: "CONNECT" },
    isBase64Encoded: false,
  });
  expect(said).toEqual({
    requestContext: {
      ...common,
      routeKey: "$default",
      eventType: "MESSAGE",
      messageId: expect.any(String),
      requestId: expect.any(String),
      extendedRequestId: said.requestContext.requestId,
    },
    body: '{"action":"else","text":"é"}',
    isBase64Encoded: false,
  });
  expect(ended).toMatchObject({
    headers: { Host: new URL(url).host, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": "" },
    requestContext: {
      ...common,
      routeKey: "$disconnect",
      eventType: "DISCONNECT",
      disconnectStatusCode: 4000,
      disconnectReason: "enough",
    },
  });
  const ids = [began, said, ended].map(({ requestContext }) => requestContext.requestId);
  expect(new Set(ids).size).toBe(3);
});

it("says how a connection ended without a code", async () => {
  const client = await connect();
  client.socket.close();
  expect((await happened.eventOf("DISCONNECT")).requestContext).toMatchObject({
    disconnectStatusCode: 1005,
    disconnectReason: "Client-side close frame status not set",
  });
  const { client: broken } = await connected();
  broken.socket.terminate();
  expect((await happened.eventOf("DISCONNECT")).requestContext).toMatchObject({ disconnectStatusCode: 1006 });
});

it("takes what a function posts by the endpoint of its link, and asks its role first", async () => {
  const client = await connect();
  client.send({ action: "post", text: "hello" });
  expect(await client.next()).toBe('posted: {"action":"post","text":"hello"}');
  client.send({ action: "mute" });
  const refusal = await vi.waitFor(() => {
    const refused = happened.payloads().find((payload) => payload.includes("AccessDenied"));
    return refused ?? Promise.reject(new Error("not yet"));
  }, often);
  expect(refusal).toContain(
    "is not authorized to perform: execute-api:ManageConnections on resource: arn:aws:",
  );
  expect(refusal).toMatch(/\/\$default\/POST\/@connections\/[\w-]{15}=/);
  expect(client.messages).toEqual([]);
});

it("sends what a function answers on a route with a response, and on no other", async () => {
  const client = await connect();
  client.send({ action: "else" });
  await happened.eventOf("MESSAGE");
  client.send({ action: "ask" });
  expect(JSON.parse(await client.next())).toMatchObject({ requestContext: { routeKey: "ask" } });
});

it("refuses a handshake with the status that the function of $connect answers", async () => {
  expect(await WebSocketClient.refused(`${url}?status=418`)).toEqual({ status: 418, body: "" });
  expect(await WebSocketClient.refused(`${url}?status=302`)).toMatchObject({ status: 302 });
  for (const say of ["throw", "nothing"]) {
    const { status, body } = await WebSocketClient.refused(`${url}?say=${say}`);
    expect(status).toBe(502);
    expect(JSON.parse(body)).toEqual({
      message: "Internal server error",
      connectionId: expect.any(String),
      requestId: expect.any(String),
    });
  }
  expect(happened.events().map(({ requestContext }) => requestContext.eventType)).not.toContain("DISCONNECT");
});

it("refuses a handshake that is none, another stage and a page of another origin", async () => {
  const { origin } = new URL(url.replace("ws:", "http:"));
  const forbidden = { status: 403, body: expect.stringContaining('"message":"Forbidden"') };
  expect(await WebSocketClient.refused(`${url}x`)).toEqual(forbidden);
  expect(await WebSocketClient.refused(url.replace("/$default", ""))).toEqual(forbidden);
  expect(await WebSocketClient.refused(url, { origin: "https://example.com" })).toEqual(forbidden);
  expect(await WebSocketClient.refused(`${url}?long=${"x".repeat(4096)}`)).toMatchObject({ status: 414 });
  expect((await fetch(`${origin}/$default`)).status).toBe(403);
  expect(happened.events()).toEqual([]);
  expect((await connect(url, { origin: "http://localhost:5173" })).socket.readyState).toBe(1);
});

// https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-connect-route-subprotocol.html
it("speaks the subprotocol that the function of $connect chooses", async () => {
  const client = await connect(`${url}?protocol=second`, { protocols: ["first", "second"] });
  expect(client.socket.protocol).toBe("second");
  await expect(connect(url, { protocols: ["first"] })).rejects.toThrow("Server sent no subprotocol");
});

it("answers in AWS's words for a function that fails, takes too long or may not be invoked", async () => {
  const client = await connect();
  const ids = {
    connectionId: (await happened.eventOf("CONNECT")).requestContext.connectionId,
    requestId: expect.any(String),
  };
  const answers = async (message: object): Promise<unknown> => {
    client.send(message);
    return JSON.parse(await client.next());
  };
  const internal = { message: "Internal server error", ...ids };
  expect(await answers({ text: "throw" })).toEqual(internal);
  expect(await answers({ text: "nothing" })).toEqual(internal);
  expect(await answers({ action: "closed" })).toEqual(internal);
  expect(await answers({ action: "slow" })).toEqual({ message: "Endpoint request timed out", ...ids });
  client.send({ action: "throttled" });
  expect(await answers({ action: "throttled" })).toEqual({ message: "Too Many Requests", ...ids });
  expect(client.closed).toBeUndefined();
  // A function runs on after its API's timeout.
  await vi.waitFor(() => {
    const bodies = happened.events().map((event) => event["body"]);
    expect(bodies).toEqual(expect.arrayContaining(['{"action":"slow"}', '{"action":"throttled"}']));
  }, often);
});

it("asks the authorizer before the function of $connect, and hands on what it says", async () => {
  const guarded = running.output("guarded");
  const refusals = {
    "": 401,
    "?ticket=": 401,
    "?ticket=unknown": 401,
    "?ticket=denied": 403,
    "?ticket=broken": 500,
  };
  for (const [query, status] of Object.entries(refusals)) {
    expect(await WebSocketClient.refused(guarded + query), query).toMatchObject({ status });
  }
  const types = happened.events().map(({ requestContext }) => requestContext.eventType);
  expect(types).not.toContain("CONNECT");
  const client = await connect(`${guarded}?ticket=phone`);
  const { connectionId } = (await happened.eventOf("CONNECT")).requestContext;
  client.send({ action: "say" });
  await happened.eventOf("MESSAGE", connectionId);
  await client.close();
  for (const type of ["CONNECT", "MESSAGE", "DISCONNECT"]) {
    expect((await happened.eventOf(type, connectionId)).requestContext["authorizer"], type).toEqual({
      principalId: "phone",
      client: "phone",
      limit: "5",
      isTest: "true",
      integrationLatency: expect.any(Number),
    });
  }
});

it("answers Forbidden to a message that no route takes", async () => {
  const client = await connect(`${running.output("guarded")}?ticket=phone`);
  for (const message of ["{}", "no JSON", '{"action":"$connect"}']) {
    client.send(message);
    expect(JSON.parse(await client.next())).toMatchObject({ message: "Forbidden" });
  }
});

it("posts to, describes and closes a connection", async () => {
  const { client, ConnectionId } = await connected();
  const connectedAt = new Date(clock.now());
  await clock.advance(minute);
  await post(ConnectionId, "äö");
  expect(await client.next()).toBe("äö");
  expect(await management.send(new GetConnectionCommand({ ConnectionId }))).toMatchObject({
    ConnectedAt: connectedAt,
    LastActiveAt: new Date(clock.now()),
    Identity: { SourceIp: "127.0.0.1" },
  });
  await management.send(new DeleteConnectionCommand({ ConnectionId }));
  expect(await client.ended()).toMatchObject({ code: 1000 });
  const gone = { name: "GoneException", $metadata: { httpStatusCode: 410 } };
  await vi.waitFor(() => expect(post(ConnectionId, "late")).rejects.toMatchObject(gone), often);
  await expect(management.send(new GetConnectionCommand({ ConnectionId }))).rejects.toMatchObject(gone);
  await expect(management.send(new DeleteConnectionCommand({ ConnectionId }))).rejects.toMatchObject(gone);
});

it("refuses ids that are none, messages that are too large and requests that are not signed", async () => {
  const { client, ConnectionId } = await connected();
  await expect(post("nobody", "a")).rejects.toMatchObject({
    name: "BadRequestException",
    message: "Invalid connectionId: nobody",
  });
  await post(ConnectionId, "x".repeat(128 * 1024));
  expect(await client.next()).toHaveLength(128 * 1024);
  await expect(post(ConnectionId, "x".repeat(128 * 1024 + 1))).rejects.toMatchObject({
    name: "PayloadTooLargeException",
    $metadata: { httpStatusCode: 413 },
  });
  const address = `${running.output("endpoint").replace("ws:", "http:")}/@connections/${ConnectionId}`;
  expect((await fetch(address, { method: "POST", body: "a" })).status).toBe(403);
  expect(client.messages).toEqual([]);
});

// https://github.com/aws/aws-sdk-js/issues/3773
it("knows a connection only once it is open", async () => {
  await connect(`${url}?say=early`);
  expect(happened.payloads()).toEqual([expect.stringContaining("GoneException")]);
});

// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
it("takes messages of 128 KB in frames of 32 KB, and closes over larger ones", async () => {
  const frame = "x".repeat(32 * 1024);
  const client = await connect();
  for (const fin of [false, false, false, true]) {
    client.socket.send(frame, { fin });
  }
  expect((await happened.eventOf("MESSAGE"))["body"]).toBe(frame.repeat(4));

  client.socket.send(`${frame}x`);
  expect(await client.ended()).toMatchObject({ code: 1009 });
  const tooLong = await connect();
  for (const fin of [false, false, false, false, true]) {
    tooLong.socket.send(frame, { fin });
  }
  expect(await tooLong.ended()).toMatchObject({ code: 1009 });
  const binary = await connect();
  binary.socket.send(Buffer.from("bytes"));
  expect(await binary.ended()).toMatchObject({ code: 1003 });
  expect(
    happened.events().filter(({ requestContext }) => requestContext.eventType === "MESSAGE"),
  ).toHaveLength(1);
});

it("closes a connection after 10 minutes without a message, whatever pings it sends", async () => {
  const [quiet, talking] = [await connected(), await connected()];
  await clock.advance(9 * minute);
  await post(talking.ConnectionId, "still there");
  quiet.client.socket.ping("p");
  await vi.waitFor(() => expect(quiet.client.pongs.map(String)).toEqual(["p"]), often);
  await clock.advance(minute);
  expect(await quiet.client.ended()).toEqual({ code: 1001, reason: "Going away" });
  await clock.advance(8 * minute);
  talking.client.send({ action: "else" });
  await happened.eventOf("MESSAGE");
  await clock.advance(9 * minute);
  expect(talking.client.closed).toBeUndefined();
});

it("closes a connection after two hours", async () => {
  const { client, ConnectionId } = await connected();
  for (let passed = 0; passed < 120; passed += 8) {
    expect(client.closed).toBeUndefined();
    await post(ConnectionId, "still there");
    await clock.advance(8 * minute);
  }
  expect(await client.ended()).toEqual({ code: 1001, reason: "Going away" });
  expect((await happened.eventOf("DISCONNECT")).requestContext).toMatchObject({ disconnectStatusCode: 1001 });
});

it("writes access logs and counts metrics", async () => {
  await clock.advance(minute - (clock.now() % minute));
  const from = clock.now();
  const client = await connect(url, { headers: { "User-Agent": 'is "logged"' } });
  client.send({ action: "ask" });
  await client.next();
  client.send({ text: "throw" });
  await client.next();
  client.send({ action: "closed" });
  await client.next();
  await client.close();
  await happened.eventOf("DISCONNECT");
  await clock.advance(minute);

  const line = z.looseObject({ eventType: z.string(), routeKey: z.string(), status: z.string() });
  const logged = await vi.waitFor(async () => {
    const { events: lines = [] } = await running.logs.send(
      new FilterLogEventsCommand({ logGroupName: running.output("logGroup") }),
    );
    const own = lines.flatMap(({ message = "" }) => (message.includes("logged") ? [message] : []));
    expect(own).toHaveLength(5);
    return own.map((text) => {
      const { eventType, routeKey, status } = line.parse(JSON.parse(text));
      return [eventType, routeKey, status].join(" ").replaceAll('"', "");
    });
  }, often);
  expect(logged.toSorted()).toEqual([
    "CONNECT $connect 200",
    "DISCONNECT $disconnect 200",
    "MESSAGE $default 502",
    "MESSAGE ask 200",
    "MESSAGE closed 500",
  ]);

  const cloudwatch = new CloudWatchClient({
    region: running.stage.plan.region,
    credentials: credentialsOf(running.stage.environment),
    endpoint: running.stage.endpoints.cloudwatch,
  });
  const sums = async (...names: string[]): Promise<unknown[]> =>
    Promise.all(
      names.map(async (MetricName) => {
        const { Datapoints = [] } = await cloudwatch.send(
          new GetMetricStatisticsCommand({
            Namespace: "AWS/ApiGateway",
            MetricName,
            Dimensions: [
              { Name: "ApiId", Value: running.output("apiId") },
              { Name: "Stage", Value: "$default" },
            ],
            StartTime: new Date(from),
            EndTime: new Date(from + minute),
            Period: 60,
            Statistics: ["Sum"],
          }),
        );
        return Datapoints[0]?.Sum;
      }),
    );
  expect(
    await sums("ConnectCount", "MessageCount", "ClientError", "IntegrationError", "ExecutionError"),
  ).toEqual([1, 4, 0, 1, 1]);
  cloudwatch.destroy();
});
