import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Push } from "@ashiato/core/push/push";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startStage } from "./stage.ts";

/** What reached connections, in order, and how API Gateway deals with the next request for one. */
const taken: { connection: string; id: string }[] = [];
const closed: string[] = [];
let late: (connection: string) => boolean;

const gateway = createServer((request, response) => void answer(request, response)).listen(0, "127.0.0.1");
await once(gateway, "listening");
const address = gateway.address();
process.env["SST_RESOURCE_Live"] = JSON.stringify({
  managementEndpoint: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
  type: "sst.aws.ApiGatewayWebSocket",
});
const stage = await startStage();
const { deliver } = await import("../src/socket/deliver.ts");

afterAll(async () => {
  gateway.closeAllConnections();
  gateway.close();
  await stage.stop();
});

beforeEach(() => {
  taken.splice(0);
  closed.splice(0);
});

/** API Gateway's API of connections, which answers no request that is late. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const connection = decodeURIComponent(request.url ?? "").replace("/@connections/", "");
  if (request.method === "DELETE") {
    closed.push(connection);
    response.writeHead(204).end();
    return;
  }
  const { event } = JSON.parse(await text(request)) as { event: { id: string } };
  if (!late(connection)) {
    taken.push({ connection, id: event.id });
    response.end();
  }
}

function pushTo(count: number): Push {
  return {
    id: "evt_1",
    content: {
      message: {
        type: "event",
        topic: "runs",
        event: {
          id: "evt_1",
          type: "runs.started",
          time: "2026-11-21T00:15:00.000Z",
          stage: "test",
          data: { run: "r", startedAt: "2026-11-21T00:15:00.000Z" },
        },
      },
    },
    subscriptions: Array.from({ length: count }, (_, index) => ({
      topic: "runs" as const,
      connection: `connection-${index}`,
      holder: { stageToken: "download" as const },
    })),
  };
}

const patience = { first: 1_000, again: 5_000 };
const none = { gone: 0, slow: 0, failed: 0, ended: 0, refused: 0 };

test("writes again to connections that were late, when all others have been written to", async () => {
  const refused = new Set<string>();
  late = (connection) =>
    Number(connection.split("-")[1]) < 30 && !refused.has(connection) && !!refused.add(connection);
  expect(await deliver(pushTo(60), patience)).toStrictEqual({ posted: 60, ...none });
  const order = taken.map(({ connection }) => Number(connection.split("-")[1]));
  expect(order.slice(0, 30).every((index) => index >= 30)).toBe(true);
  expect(order.toSorted((a, b) => a - b)).toStrictEqual(Array.from({ length: 60 }, (_, index) => index));
  expect(closed).toStrictEqual([]);
});

test("closes a connection that is late both times, and no other", async () => {
  late = (connection) => connection === "connection-7";
  expect(await deliver(pushTo(20), { first: 1_000, again: 1_000 })).toStrictEqual({
    posted: 19,
    ...none,
    slow: 1,
  });
  expect(closed).toStrictEqual(["connection-7"]);
});
