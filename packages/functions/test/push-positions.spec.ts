import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { positionsKey } from "@ashiato/core/live-keys";
import { positionOf } from "@ashiato/core/live/position";
import { positionsText, readPositionsText } from "@ashiato/core/live/positions-file";
import { parseReport } from "@ashiato/core/parse-report";
import { positionMessages } from "@ashiato/core/push/position-messages";
import { pushSchema, type Subscription } from "@ashiato/core/push/push";
import { workRows } from "@ashiato/core/work-row";
import * as fc from "fast-check";
import { afterAll, expect, test, vi } from "vitest";
import { startStage } from "./stage.ts";

const noon = Date.parse("2026-11-21T12:00:00Z");
vi.useFakeTimers({ toFake: ["Date"], now: noon });

const stage = await startStage();
const { putGzipText } = await import("../src/aws/gzip-objects.ts");
const { pushPositions } = await import("../src/positions/push-positions.ts");
const { keepSubscription, removeConnection } = await import("../src/push/subscriptions-table.ts");
const { beginTopic } = await import("../src/socket/begin-topic.ts");

afterAll(() => stage.stop());

/** The newest fix of each device, in seconds after noon. */
type Fixes = Map<string, number>;
/** The fixes of each device that a connection heard of, in their order. */
type Heard = Map<string, number[]>;

function rowOf(deviceId: string, second: number): string {
  const timestamp = new Date(noon + second * 1_000).toISOString();
  const parsed = parseReport(
    { deviceId, timestamp, latitude: 35, longitude: 139 },
    { now: noon + 86_400_000, lateWindowDays: 30, futureWindowHours: 24 },
  );
  const [row = ""] = parsed.ok
    ? workRows([parsed.report], { at: noon + second * 1_000, source: undefined, timeZone: "Asia/Tokyo" })
    : [];
  return row;
}

/** What a refresh leaves. */
async function refresh(fixes: Fixes): Promise<void> {
  const rows = [...fixes]
    .map(([device, second]) => rowOf(device, second))
    .toSorted((a, b) => (a < b ? -1 : 1));
  await putGzipText("lake", positionsKey, positionsText({ mergedAt: new Date().toISOString(), rows }));
}

async function subscribe(connection: string): Promise<void> {
  const subscription: Subscription = {
    topic: "positions",
    connection,
    holder: { stageToken: "download" },
  };
  await keepSubscription(subscription, noon / 1_000 + 7_200);
  await beginTopic(subscription);
}

/** Takes everything off the queue, as its connections would hear it. */
async function deliver(heard: Map<string, Heard>): Promise<void> {
  const QueueUrl = stage.pushesUrl;
  for (;;) {
    const { Messages = [] } = await stage.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) {
      return;
    }
    for (const { Body = "", ReceiptHandle } of Messages) {
      await hear(Body, heard);
      await stage.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

async function hear(body: string, heard: Map<string, Heard>): Promise<void> {
  const { content, subscriptions } = pushSchema.parse(JSON.parse(body));
  const { mergedAt, rows } = readPositionsText(
    await stage.read("lake", "positions" in content ? content.positions : ""),
  );
  for (const { connection } of subscriptions) {
    const devices = heard.get(connection) ?? new Map<string, number[]>();
    heard.set(connection, devices);
    for (const message of positionMessages({ mergedAt, positions: rows.map(positionOf) }, {})) {
      for (const { properties } of message.type === "positions" ? message.features : []) {
        const second = (Date.parse(properties.timestamp) - noon) / 1_000;
        devices.set(properties.deviceId, [...(devices.get(properties.deviceId) ?? []), second]);
      }
    }
  }
}

/** Pushes, and fails at one of the writes, like a function that ends there. Its message comes again later. */
async function pushUntil(write: number): Promise<void> {
  let writes = 0;
  stage.intercept(async ({ method, target }) => {
    writes += method === "PUT" || target.endsWith("SendMessage") ? 1 : 0;
    return writes > write
      ? { status: 403, contentType: "application/xml", body: "<Error><Code>AccessDenied</Code></Error>" }
      : "pass";
  });
  await pushPositions("lake").catch(() => undefined);
  stage.intercept();
}

const step = fc.oneof(
  fc.record({ do: fc.constant("move" as const), device: fc.constantFrom("a", "b", "c") }),
  fc.record({ do: fc.constant("push" as const) }),
  fc.record({ do: fc.constant("fail" as const), write: fc.nat({ max: 6 }) }),
  fc.record({ do: fc.constant("subscribe" as const), connection: fc.constantFrom("1", "2", "3") }),
  fc.record({ do: fc.constant("deliver" as const) }),
);

test("each connection hears of the newest position of each device, and of none that is older after it", async () => {
  let round = 0;
  let second = 0;
  const connections = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      stage.reset();
      round += 1;
      const fixes: Fixes = new Map();
      const heard = new Map<string, Heard>();
      for (const connection of connections) {
        await removeConnection(connection);
      }
      connections.clear();
      for (const each of steps) {
        second += 1;
        vi.setSystemTime(noon + second * 1_000);
        switch (each.do) {
          case "move":
            fixes.set(each.device, second);
            await refresh(fixes);
            break;
          case "push":
            await pushPositions("lake");
            break;
          case "fail":
            await pushUntil(each.write);
            break;
          case "subscribe":
            connections.add(`${round} ${each.connection}`);
            await subscribe(`${round} ${each.connection}`);
            break;
          case "deliver":
            await deliver(heard);
        }
      }
      second += 1;
      vi.setSystemTime(noon + second * 1_000);
      await pushPositions("lake");
      await deliver(heard);
      for (const connection of connections) {
        const devices = heard.get(connection) ?? new Map<string, number[]>();
        expect(new Map([...devices].map(([device, seconds]) => [device, seconds.at(-1)]))).toEqual(fixes);
        for (const seconds of devices.values()) {
          expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
        }
      }
    }),
    { numRuns: 30 },
  );
}, 300_000);
