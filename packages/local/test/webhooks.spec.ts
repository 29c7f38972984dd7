import { rm } from "node:fs/promises";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { ListQueuesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import {
  attemptListSchema,
  shownWebhookSchema,
  webhookListSchema,
  webhookWithSecretSchema,
} from "@ashiato/core/api/webhook-schemas";
import { type AppEvent, appEventSchema, detailTypes, eventId } from "@ashiato/core/events/app-event";
import { type Attempt, attemptSchema } from "@ashiato/core/webhooks/attempt";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Inbox } from "./support/inbox.ts";
import { layOutProject } from "./support/program-folder.ts";
import { credentialsOf, RunningStage } from "./support/running-stage.ts";
import { type ReceivedMessage, WebhookReceiver } from "./support/webhook-receiver.ts";

let folder: string;
let app: RunningStage;
let receiver: WebhookReceiver;
let events: EventBridgeClient;
let number = 0;

const patience = { timeout: 90_000, interval: 100 };

beforeAll(async () => {
  // A day of retries in seconds.
  folder = await layOutProject({
    "retrySeconds: [5, 30, 120, 600, 3_600]": "retrySeconds: [1]",
    "retryForSeconds: 86_400": "retryForSeconds: 15",
    "timeoutSeconds: 15": "timeoutSeconds: 2",
  });
  app = await RunningStage.start({ root: folder });
  receiver = await WebhookReceiver.start();
  events = new EventBridgeClient({
    region: app.stage.plan.region,
    credentials: credentialsOf(app.stage.environment),
    endpoint: app.stage.endpoints.eventbridge,
  });
}, 300_000);

afterAll(async () => {
  events?.destroy();
  await receiver?.close();
  await app?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${app.stage.endpoints.api}/v1/webhooks${path}`, {
    method,
    headers: { authorization: `Bearer ${app.stage.tokens.download}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

/** Adds a webhook at a path of the receiver, and returns its secret. */
async function add(id: string, types: AppEvent["type"][] = ["runs.failed"]): Promise<string> {
  const added = await ask("POST", "", { id, url: `${receiver.origin}/${id}`, types });
  expect(added.status).toBe(201);
  return webhookWithSecretSchema.parse(added.body).secret;
}

/** Puts an event of a failed run onto the bus of the stage. */
async function tell(): Promise<AppEvent> {
  number += 1;
  const time = new Date().toISOString();
  const run = `run-${number}`;
  const event: AppEvent = {
    id: eventId("spec", run),
    type: "runs.failed",
    time,
    stage: "local",
    data: { run, startedAt: time, stoppedAt: time, status: "FAILED", error: "LedgerMismatch", cause: null },
  };
  await put(event);
  return event;
}

async function put(event: AppEvent): Promise<void> {
  const { FailedEntryCount } = await events.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: app.output("eventBus"),
          Source: "ashiato",
          DetailType: detailTypes[event.type],
          Detail: JSON.stringify(event),
        },
      ],
    }),
  );
  expect(FailedEntryCount).toBe(0);
}

function verified(secret: string, { headers, body }: ReceivedMessage): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}

/** Waits for a number of attempts in a webhook's log, and returns them in their order. */
async function logged(id: string, count: number): Promise<Attempt[]> {
  return vi.waitFor(async () => {
    const { body } = await ask("GET", `/${id}/deliveries`);
    const { deliveries } = attemptListSchema.parse(body);
    if (deliveries.length < count) {
      throw new Error(`${deliveries.length} of ${count} attempts: ${JSON.stringify(deliveries)}`);
    }
    return deliveries.toReversed();
  }, patience);
}

it("adds a webhook whose secret is shown once, and refuses what leads inside a network", async () => {
  const secret = await add("first");
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const listed = await ask("GET", "");
  expect(webhookListSchema.parse(listed.body).webhooks).toMatchObject([
    { id: "first", status: "active", types: ["runs.failed"] },
  ]);
  expect(JSON.stringify([listed, await ask("GET", "/first")])).not.toContain("whsec_");
  const refused = (url: string) => ask("POST", "", { id: "inside", url, types: ["runs.failed"] });
  for (const [url, reason] of [
    ["https://10.0.0.1/", "10.0.0.1 is not an address of the internet (private)"],
    ["https://169.254.169.254/latest/meta-data", "(linkLocal)"],
    ["https://[fd00:ec2::254]/", "(uniqueLocal)"],
    ["https://[::ffff:10.0.0.1]/", "(private)"],
    ["https://0xa.1/", "10.0.0.1"],
    ["http://8.8.8.8/", "8.8.8.8 may be reached over https alone"],
    ["http://unresolvable.invalid/", "must begin with https://"],
    ["https://me:word@example.com/", "must not hold a name and a password"],
    ["ftp://example.com/", "must begin with https://"],
  ]) {
    const { status, body } = await refused(url ?? "");
    expect({ url, status, body: JSON.stringify(body) }).toMatchObject({
      status: 400,
      body: expect.stringContaining(reason ?? ""),
    });
  }
  expect((await ask("POST", "", { id: "first", url: receiver.origin, types: ["runs.failed"] })).status).toBe(
    409,
  );
  expect((await ask("POST", "", { id: "other", url: receiver.origin, types: ["runs"] })).status).toBe(400);
  expect((await ask("DELETE", "/first")).status).toBe(200);
  expect((await ask("GET", "/first")).status).toBe(404);
});

it("posts an event of the stage, signed, to those that want its type, and to each once", async () => {
  const secret = await add("files", ["intake.failed"]);
  await add("runs-only", ["runs.failed"]);
  await new Inbox(app).drop("haulier/none.csv", "device_id,recorded_at,latitude,longitude\nx,y,1,2\n");
  const [message] = await receiver.messages("/files", 1);
  const event = appEventSchema.parse(verified(secret, message!));
  expect(event).toMatchObject({
    id: message?.headers["webhook-id"],
    type: "intake.failed",
    data: { client: "haulier", name: "none.csv" },
  });
  expect(message?.headers).toMatchObject({
    "content-type": "application/json",
    "user-agent": "Ashiato-Webhooks",
  });
  // Handed over twice, as a bus may do.
  await put(event);
  const other = await tell();
  await receiver.messages("/runs-only", 1);
  expect(receiver.sentTo("/runs-only").map(({ headers }) => headers["webhook-id"])).toEqual([other.id]);
  expect(receiver.sentTo("/files")).toHaveLength(1);
  expect(await logged("files", 1)).toMatchObject([
    { event: event.id, type: "intake.failed", attempt: 1, result: "delivered", statusCode: 204, answer: "" },
  ]);
  await ask("DELETE", "/files");
  await ask("DELETE", "/runs-only");
});

it("tries again after any failure, follows no redirection, and waits as long as the receiver asks", async () => {
  const secret = await add("flaky");
  const failures: ((answer: Parameters<Parameters<typeof receiver.behave>[1]>[0]) => void)[] = [
    (answer) => answer.writeHead(500).end("broken"),
    (answer) => answer.writeHead(302, { location: `${receiver.origin}/elsewhere` }).end(),
    (answer) => answer.destroy(),
    (answer) => answer.writeHead(503, { "retry-after": "2" }).end(),
  ];
  receiver.behave("/flaky", (answer, before) => {
    const fail = failures[before] ?? ((each) => each.writeHead(200).end("thanks"));
    fail(answer);
  });
  const event = await tell();
  const messages = await receiver.messages("/flaky", 5);
  expect(new Set(messages.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([event.id]));
  expect(messages.map((message) => verified(secret, message))).toEqual(messages.map(() => event));
  const attempts = await logged("flaky", 5);
  expect(attempts).toMatchObject([
    { attempt: 1, result: "retrying", statusCode: 500, answer: "broken" },
    { attempt: 2, result: "retrying", statusCode: 302 },
    { attempt: 3, result: "retrying", statusCode: null, error: "socket hang up" },
    { attempt: 4, result: "retrying", statusCode: 503 },
    { attempt: 5, result: "delivered", statusCode: 200, answer: "thanks", nextAttemptAt: null },
  ]);
  const [, , , busy, last] = attempts.map(({ at }) => Date.parse(at));
  expect((last ?? 0) - (busy ?? 0)).toBeGreaterThanOrEqual(1_900);
  expect(receiver.sentTo("/elsewhere")).toEqual([]);
  await ask("DELETE", "/flaky");
});

it("delivers to others while a receiver does not answer, and does not wait for it for long", async () => {
  await add("slow");
  await add("quick");
  const held: (() => void)[] = [];
  receiver.behave("/slow", (answer) => held.push(() => answer.writeHead(204).end()));
  await tell();
  await receiver.messages("/slow", 1);
  const [, second] = [await tell(), await tell()];
  const quick = await receiver.messages("/quick", 3);
  expect(quick.map(({ headers }) => headers["webhook-id"])).toContain(second.id);
  expect((await logged("slow", 1))[0]).toMatchObject({
    result: "retrying",
    statusCode: null,
    error: "no answer within 2 seconds",
  });
  receiver.behave("/slow", (answer) => answer.writeHead(204).end());
  await vi.waitFor(async () => {
    const delivered = (await logged("slow", 3)).filter(({ result }) => result === "delivered");
    expect(delivered).toHaveLength(3);
  }, patience);
  await ask("DELETE", "/slow");
  await ask("DELETE", "/quick");
});

it("disables the webhook of a receiver that is gone, and sends it nothing more", async () => {
  await add("gone");
  receiver.behave("/gone", (answer) => answer.writeHead(410).end());
  const event = await tell();
  expect(await logged("gone", 1)).toMatchObject([{ event: event.id, result: "gone", statusCode: 410 }]);
  await vi.waitFor(async () => {
    const { body } = await ask("GET", "/gone");
    expect(shownWebhookSchema.parse(body)).toMatchObject({
      status: "disabled",
      reason: expect.stringContaining("410"),
    });
  }, patience);
  expect((await ask("POST", `/gone/deliveries/${event.id}/replay`)).status).toBe(409);
  await ask("DELETE", "/gone");
});

it("gives up after its time, leaves a dead letter, and sends the event again when it is asked to", async () => {
  const secret = await add("down");
  receiver.behave("/down", (answer) => answer.writeHead(500).end());
  const event = await tell();
  const { QueueUrls = [] } = await app.sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => url.includes("-DeadWebhookPostsQueue"));
  const letter = await vi.waitFor(async () => {
    const { Messages } = await app.sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
    const [found] = Messages ?? [];
    expect(found).toBeDefined();
    return JSON.parse(found?.Body ?? "") as object;
  }, patience);
  // In the next round, so that it counts if it is sent back to the queue of deliveries.
  expect(letter).toEqual({ webhook: "down", event: event.id, round: 1 });
  const attempts = await vi.waitFor(async () => {
    const all = await logged("down", 3);
    expect(all.at(-1)?.result).toBe("given up");
    return all;
  }, patience);
  expect(attempts.slice(0, -1).every(({ result }) => result === "retrying")).toBe(true);
  const failed = attempts.length;
  receiver.behave("/down", (answer) => answer.writeHead(200).end());
  expect(await ask("POST", `/down/deliveries/${event.id}/replay`)).toMatchObject({
    status: 202,
    body: { webhook: "down", event: event.id, replay: 1 },
  });
  const messages = await receiver.messages("/down", failed + 1);
  expect(verified(secret, messages.at(-1)!)).toEqual(event);
  expect((await logged("down", failed + 1)).at(-1)).toMatchObject({
    attempt: 1,
    replay: 1,
    result: "delivered",
  });
  expect(await ask("POST", "/down/deliveries/none/replay")).toMatchObject({ status: 404 });
  await ask("DELETE", "/down");
});

it("signs with both secrets while one is replaced, and with the new one alone after that", async () => {
  const before = await add("rotating");
  const rotated = await ask("POST", "/rotating/rotate");
  expect(rotated.status).toBe(201);
  const after = webhookWithSecretSchema.parse(rotated.body).secret;
  expect(after).not.toBe(before);
  const event = await tell();
  const [message] = await receiver.messages("/rotating", 1);
  expect(String(message?.headers["webhook-signature"]).split(" ")).toHaveLength(2);
  expect(verified(before, message!)).toEqual(event);
  expect(verified(after, message!)).toEqual(event);
  const again = await ask("POST", "/rotating/rotate", { othersExpireInSeconds: 0 });
  const last = webhookWithSecretSchema.parse(again.body).secret;
  await tell();
  const second = (await receiver.messages("/rotating", 2)).at(-1)!;
  expect(() => verified(before, second)).toThrow("No matching signature found");
  expect(() => verified(after, second)).toThrow("No matching signature found");
  expect(verified(last, second)).toBeDefined();
  for (const status of [201, 201, 409]) {
    expect((await ask("POST", "/rotating/rotate")).status).toBe(status);
  }
  await ask("DELETE", "/rotating");
});

it("tries a webhook, and shows the answer or why there was none", async () => {
  const secret = await add("tried");
  receiver.behave("/tried", (answer) => answer.writeHead(202).end("seen"));
  const { status, body } = await ask("POST", "/tried/test");
  expect(status).toBe(200);
  expect(attemptSchema.parse(body)).toMatchObject({
    type: "webhooks.test",
    result: "delivered",
    statusCode: 202,
    answer: "seen",
  });
  expect(verified(secret, receiver.sentTo("/tried")[0]!)).toMatchObject({
    type: "webhooks.test",
    stage: "local",
    data: { webhook: "tried" },
  });
  const closed = await WebhookReceiver.start();
  const url = closed.origin;
  await closed.close();
  await ask("POST", "", { id: "closed", url, types: ["runs.failed"] });
  expect(await ask("POST", "/closed/test")).toMatchObject({
    status: 200,
    body: { result: "given up", statusCode: null, error: expect.stringContaining("ECONNREFUSED") },
  });
  expect(await ask("POST", "/none/test")).toMatchObject({ status: 404 });
});

it("keeps secrets out of the audit trail and of the logs", async () => {
  const answer = await fetch(`${app.stage.endpoints.api}/v1/audit`, {
    headers: { authorization: `Bearer ${app.stage.tokens.download}` },
  });
  const trail = await answer.text();
  expect(trail).toContain('"action":"webhook added","webhook":"tried"');
  expect(trail).toContain('"action":"webhook secret added","webhook":"rotating"');
  expect(trail).toContain('"action":"webhook removed","webhook":"down"');
  const logs = await Promise.all(
    ["ManageWebhooks", "WebhooksDeliver", "WebhooksFanOut"].map((name) => app.functionLog(name)),
  );
  expect(logs.every((lines) => lines.length > 0)).toBe(true);
  expect(JSON.stringify([trail, logs])).not.toContain("whsec_");
});
