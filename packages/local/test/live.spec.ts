// Connections: who may open one, what it may hear of, and when it ends.
import { randomUUID } from "node:crypto";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { clientWithKeySchema } from "@ashiato/core/api/client-schemas";
import { type Ticket, ticketSchema } from "@ashiato/core/api/ticket-schemas";
import type { Right } from "@ashiato/core/clients/rights";
import type { AppEvent } from "@ashiato/core/events/app-event";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { runSchema, startedRunSchema } from "@ashiato/core/api/run-schemas";
import { leaveGone, tablesOf } from "./support/listen-to-all.ts";
import { LiveClient } from "./support/live-client.ts";
import { credentialsOf, report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";
import { WebSocketClient } from "./support/websocket-client.ts";

let app: RunningStage;
let bus: EventBridgeClient;
let open: LiveClient[] = [];

beforeAll(async () => {
  app = await RunningStage.start();
  const common = { region: app.stage.plan.region, credentials: credentialsOf(app.stage.environment) };
  bus = new EventBridgeClient({
    ...common,
    endpoint: app.stage.environment["AWS_ENDPOINT_URL_EVENTBRIDGE"] ?? "",
  });
}, 300_000);

afterEach(() => {
  for (const { connection } of open) {
    connection.socket.terminate();
  }
  open = [];
});

afterAll(async () => {
  bus.destroy();
  await app.stop();
});

async function connect(key: string): Promise<LiveClient> {
  const client = await LiveClient.byKey(app, key);
  open.push(client);
  return client;
}

async function connectByUrl(url: string): Promise<LiveClient> {
  const client = await LiveClient.byUrl(url);
  open.push(client);
  return client;
}

async function ask(path: string, { key = app.stage.tokens.download, method = "GET", body = {} } = {}) {
  const answer = await fetch(new URL(path, app.stage.endpoints.api), {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(method !== "GET" && { body: JSON.stringify(body) }),
  });
  const answered: unknown = await answer.json();
  expect(answer.ok, JSON.stringify(answered)).toBe(true);
  return answered;
}

/** Adds a client and returns its key. */
async function add(id: string, rights: readonly Right[], more: object = {}): Promise<string> {
  const body = { id, name: `Client ${id}`, rights, ...more };
  return clientWithKeySchema.parse(await ask("/v1/clients", { method: "POST", body })).key;
}

async function ticketOf(key: string): Promise<Ticket> {
  return ticketSchema.parse(await ask("/v1/tickets", { key, method: "POST" }));
}

const statusOf = async (url: string, headers = {}) =>
  (await WebSocketClient.refused(url, { headers })).status;

/** Something that happened, as the bus has it. */
function happened<Type extends AppEvent["type"]>(
  type: Type,
  id: string,
  data: Extract<AppEvent, { type: Type }>["data"],
): AppEvent {
  return { id, type, time: new Date().toISOString(), stage: "local", data } as AppEvent;
}

const published = (id: string, date: string) =>
  happened("exports.published", id, {
    date,
    version: 1,
    run: "run-1",
    kind: "whole",
    supplement: null,
    rows: 2,
    conflicts: 0,
    bytes: 300,
    completeThrough: null,
  });

const registered = (id: string, client: string) =>
  happened("intake.registered", id, {
    client,
    file: "f-1",
    name: "month.csv",
    rows: { read: 2, accepted: 2, rejected: 0 },
  });

async function announce(...events: AppEvent[]): Promise<void> {
  const { FailedEntryCount } = await bus.send(
    new PutEventsCommand({
      Entries: events.map((event) => ({
        EventBusName: app.output("eventBus"),
        Source: "ashiato",
        DetailType: "test",
        Detail: JSON.stringify(event),
      })),
    }),
  );
  expect(FailedEntryCount).toBe(0);
}

/** Returns how many subscriptions the table has. */
async function countSubscriptions(): Promise<number> {
  const { tables, subscriptions } = await tablesOf(app);
  const { Count = 0 } = await tables.send(new ScanCommand({ TableName: subscriptions }));
  tables.destroy();
  return Count;
}

it("lets in a key, a token and a ticket, each ticket once and for a minute, and nothing else", async () => {
  const key = await add("connects", []);
  const url = app.output("liveUrl");
  expect(await (await connect(key)).ask({ action: "ping" })).toMatchObject({ type: "pong" });
  await connect(app.stage.tokens.download);
  const { ticket, url: ticketUrl, expiresAt } = await ticketOf(key);
  expect(ticketUrl).toBe(`${url}?ticket=${ticket}`);
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000);
  expect(await (await connectByUrl(ticketUrl)).ask({ action: "ping" })).toMatchObject({ type: "pong" });
  expect(await statusOf(ticketUrl)).toBe(403);
  expect(await ask("/v1/asyncapi.json")).toMatchObject({
    asyncapi: "3.0.0",
    servers: { stage: { host: new URL(url).host, pathname: new URL(url).pathname, protocol: "ws" } },
  });
  for (const query of ["", "?ticket=", `?ticket=${ticket.slice(0, -1)}x`, `?ticket=${key}`, `?key=${key}`]) {
    expect(await statusOf(url + query), query).toBe(403);
  }
  for (const authorization of [
    "Bearer ",
    `Bearer ${app.stage.tokens.ingest}`,
    `Bearer ${key}0`,
    `Bearer ${ticket}`,
  ]) {
    expect(await statusOf(url, { authorization }), authorization).toBe(403);
  }
});

it("answers each message, and names what is wrong with one", async () => {
  const client = await connect(app.stage.tokens.download);
  const filter = { devices: ["van-1"], box: [139, 35, 140, 36] };
  expect(await client.ask({ action: "subscribe", topic: "positions", ...filter })).toEqual({
    type: "subscribed",
    topic: "positions",
    ...filter,
  });
  expect(await client.ask({ action: "unsubscribe", topic: "positions" })).toEqual({
    type: "unsubscribed",
    topic: "positions",
  });
  const wrong: [object | string, string, string?, string?][] = [
    ["hello", 'A message must be a JSON object, got "hello"'],
    ["[1]", "A message must be a JSON object, got [1]"],
    [{}, "action is missing: it must be one of subscribe, unsubscribe, ping", "action"],
    [{ action: "unsubscribe" }, 'topic is missing: it must be "exports" or "runs"', "topic"],
    [
      { action: "toString" },
      'action must be one of subscribe, unsubscribe, ping, got "toString"',
      "action",
      '"toString"',
    ],
    [
      { action: "subscribe", topic: "export" },
      'topic must be "exports" or "runs" or "intake" or "positions", got "export"',
      "topic",
      '"export"',
    ],
    [{ action: "ping", now: 1 }, "now is no member of the action ping, got 1", "now", "1"],
    [
      { action: "subscribe", topic: "runs", devices: ["a"] },
      'devices is for the topic positions, not for runs, got ["a"]',
      "devices",
      '["a"]',
    ],
    [
      { action: "subscribe", topic: "positions", devices: ["a", "b c"] },
      "devices.1 must be 1 to 64 letters, digits",
      "devices.1",
      '"b c"',
    ],
    [
      { action: "subscribe", topic: "positions", box: [0, 91, 0, 0] },
      "box.1 must be at most 90, got 91",
      "box.1",
      "91",
    ],
    [
      { action: "subscribe", topic: "positions", box: [0, 2, 1, 1] },
      "box must have its south not above its north, got [0,2,1,1]",
      "box",
      "[0,2,1,1]",
    ],
  ];
  for (const [sent, message, field, value] of wrong) {
    const { type, error } = (await client.ask(sent)) as { type: string; error: Record<string, string> };
    expect({ sent, type, error }).toMatchObject({
      sent,
      type: "error",
      error: { code: "InvalidMessage", message: expect.stringContaining(message) },
    });
    expect([error["field"], error["value"]]).toEqual([field, value]);
  }
});

it("pushes an event to all that may hear of it, and to no others", async () => {
  const administrator = await connect(app.stage.tokens.download);
  const reader = await connect(await add("reads-exports", ["exports:read"], { exportDays: 10 }));
  const sender = await connect(await add("sends-files", ["uploads"]));
  const owner = await connect(await add("reads-own", ["exports:read", "uploads"], { exportRows: "own" }));
  for (const topic of ["exports", "runs", "intake"]) {
    expect(await administrator.ask({ action: "subscribe", topic })).toMatchObject({ type: "subscribed" });
  }
  await reader.ask({ action: "subscribe", topic: "exports" });
  await sender.ask({ action: "subscribe", topic: "intake" });
  await owner.ask({ action: "subscribe", topic: "intake" });
  expect(await owner.ask({ action: "subscribe", topic: "exports" })).toMatchObject({
    error: {
      code: "Forbidden",
      field: "topic",
      value: '"exports"',
      message: expect.stringContaining("own rows"),
    },
  });
  expect(await sender.ask({ action: "subscribe", topic: "runs" })).toMatchObject({
    error: { code: "Forbidden", message: "the topic runs requires the right runs:start" },
  });
  const today = new Date().toISOString().slice(0, 10);
  const events = [
    published("evt_new", today),
    published("evt_old", "2026-01-01"),
    registered("evt_mine", "sends-files"),
    registered("evt_theirs", "reads-own"),
    happened("runs.started", "evt_run", { run: "run-1", startedAt: new Date().toISOString() }),
  ];
  await announce(...events);
  for (const event of events) {
    const { event: heard } = await administrator.heard("event", ({ event: { id } }) => id === event.id);
    expect(heard).toEqual(event);
  }
  await reader.heard("event");
  await sender.heard("event");
  await owner.heard("event");
  const heardBy = (client: LiveClient) =>
    client.messages.flatMap((message) => (message.type === "event" ? [message.event.id] : []));
  expect([heardBy(reader), heardBy(sender), heardBy(owner)]).toEqual([
    ["evt_new"],
    ["evt_mine"],
    ["evt_theirs"],
  ]);
});

it("pushes a run to its end, which is what polling shows, and its export", async () => {
  const client = await connect(app.stage.tokens.download);
  await client.ask({ action: "subscribe", topic: "runs" });
  await client.ask({ action: "subscribe", topic: "exports" });
  expect((await app.post(report("pushed-1", 1))).status).toBe(202);
  const started = startedRunSchema.parse(
    await ask("/v1/runs", { method: "POST", body: { date: yesterdayInTokyo() } }),
  );
  const late = await client
    .heard("run", ({ run }) => run.status === "RUNNING")
    .then(async () => {
      const second = await connect(app.stage.tokens.download);
      await second.ask({ action: "subscribe", topic: "runs" });
      return second;
    });
  const { run: ended } = await client.heard("run", ({ run }) => run.status !== "RUNNING");
  expect(ended).toEqual(runSchema.parse(await ask(`/v1/runs/${started.run}`)));
  expect(ended).toMatchObject({ run: started.run, status: "SUCCEEDED", phase: "ended" });
  const runs = client.messages.flatMap((message) => (message.type === "run" ? [message.run] : []));
  expect(new Set(runs.map(({ phase }) => phase)).size).toBeGreaterThan(1);
  expect(runs.at(-1)).toEqual(ended);
  const { run: heardLate } = await late.heard("run", ({ run }) => run.status !== "RUNNING");
  expect(heardLate).toEqual(ended);
  const { event } = await client.heard("event", ({ topic }) => topic === "exports");
  expect(event).toMatchObject({ type: "exports.published", data: { run: started.run } });
});

/** Returns the fixes of a device that a client has heard of, in their order. */
function fixesOf(client: LiveClient, device: string): string[] {
  return client.messages.flatMap((message) =>
    message.type === "positions"
      ? message.features
          .filter(({ properties }) => properties.deviceId === device)
          .map(({ properties }) => properties.timestamp)
      : [],
  );
}

it("pushes each newer position to those who ask for the device or its area", async () => {
  const key = await add("watches", ["live:read"]);
  const second = (device: string, at: number, latitude = 35) => ({
    ...report(device, at),
    latitude,
    longitude: 139,
  });
  const sendAndStore = async (...reports: object[]) => {
    expect((await app.post({ locations: reports })).status).toBe(202);
    expect(await app.invoke("Store")).toMatchObject({ functionError: undefined });
  };
  const everything = await connect(key);
  await everything.ask({ action: "subscribe", topic: "positions" });
  await sendAndStore(second("push-a", 1), second("push-b", 1, 36));
  await vi.waitFor(() => expect(fixesOf(everything, "push-b")).toHaveLength(1));

  const byDevice = await connect(key);
  const byArea = await connect(key);
  await byDevice.ask({ action: "subscribe", topic: "positions", devices: ["push-a"] });
  await byArea.ask({ action: "subscribe", topic: "positions", box: [138, 35.5, 140, 36.5] });
  // A subscription begins with what is known.
  await vi.waitFor(() => expect(fixesOf(byDevice, "push-a")).toHaveLength(1));
  await vi.waitFor(() => expect(fixesOf(byArea, "push-b")).toHaveLength(1));

  await sendAndStore(second("push-a", 3), second("push-b", 3, 36));
  // Older than what is known.
  await sendAndStore(second("push-a", 2));
  await sendAndStore(second("push-a", 4));
  const timeOf = (at: number) => Date.parse(report("", at).timestamp);
  for (const client of [everything, byDevice]) {
    await vi.waitFor(() => expect(Date.parse(fixesOf(client, "push-a").at(-1) ?? "")).toBe(timeOf(4)));
    const times = fixesOf(client, "push-a").map((text) => Date.parse(text));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times).toEqual(expect.arrayContaining([timeOf(1), timeOf(4)]));
  }
  expect(fixesOf(byDevice, "push-b")).toEqual([]);
  expect(fixesOf(byArea, "push-a")).toEqual([]);
  expect(
    await (
      await connect(await add("reads-only", ["exports:read"]))
    ).ask({ action: "subscribe", topic: "positions" }),
  ).toMatchObject({ error: { code: "Forbidden" } });
});

it("ends the connections of a key that was revoked or has expired", async () => {
  const key = await add("to-end", ["exports:read"]);
  const { url } = await ticketOf(key);
  const client = await connect(key);
  await client.ask({ action: "subscribe", topic: "exports" });
  await ask("/v1/clients/to-end", { method: "PATCH", body: { status: "revoked" } });
  // A reading of a client is used for half a minute.
  await vi.waitFor(
    async () => {
      await announce(published(`evt_${randomUUID()}`, "2026-11-20"));
      expect(client.connection.closed).toMatchObject({ code: 1000 });
    },
    { timeout: 90_000, interval: 2_000 },
  );
  expect(await statusOf(url)).toBe(403);
}, 120_000);

it("forgets a connection that has ended, and one that is gone", async () => {
  await vi.waitFor(async () => expect(await countSubscriptions()).toBe(0));
  const client = await connect(app.stage.tokens.download);
  await client.ask({ action: "subscribe", topic: "exports" });
  await client.ask({ action: "subscribe", topic: "intake" });
  await leaveGone(app, "exports");
  expect(await countSubscriptions()).toBe(3);
  await announce(published("evt_with_gone", "2026-11-20"));
  await client.heard("event", ({ event }) => event.id === "evt_with_gone");
  await vi.waitFor(async () => expect(await countSubscriptions()).toBe(2));
  await client.connection.close();
  await vi.waitFor(async () => expect(await countSubscriptions()).toBe(0));
});

it("closes the connection of a client that reads too slowly, and holds up no other", async () => {
  const slow = await connect(app.stage.tokens.download);
  const other = await connect(app.stage.tokens.download);
  await slow.ask({ action: "subscribe", topic: "runs" });
  await other.ask({ action: "subscribe", topic: "runs" });
  slow.connection.socket.pause();
  // More than fits into the buffers between them and what API Gateway keeps for a client.
  const cause = "x".repeat(120_000);
  const sent: string[] = [];
  const at = new Date().toISOString();
  while (sent.length < 400 && (await countSubscriptions()) === 2) {
    const ids = Array.from({ length: 8 }, (_, index) => `evt_slow_${sent.length + index}`);
    for (const id of ids) {
      await announce(
        happened("runs.failed", id, {
          run: "r",
          startedAt: at,
          stoppedAt: at,
          status: "FAILED",
          error: "e",
          cause,
        }),
      );
    }
    sent.push(...ids);
    const last = ids.at(-1);
    await other.heard("event", ({ event }) => event.id === last);
  }
  expect(await countSubscriptions()).toBe(1);
  const heard = new Set(
    other.messages.flatMap((message) => (message.type === "event" ? [message.event.id] : [])),
  );
  expect([...heard].toSorted()).toEqual(sent.toSorted());
  slow.connection.socket.resume();
  expect(await slow.connection.ended()).toMatchObject({ code: expect.any(Number) });
}, 240_000);
