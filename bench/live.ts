// Measures the speed layer and the push beside a bare WebSocket server in the same run: how old a position is
// when it is pushed, how many positions are read a second, and how long an event takes to many connections.
// Run: node bench/live.ts, or some of it: node bench/live.ts age reads fan-out. ASHIATO_CONNECTIONS and
// ASHIATO_DEVICES take other numbers.
import { randomUUID } from "node:crypto";
import path from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { startStage } from "@ashiato/local/stage/start-stage";
import { z } from "zod";
import { ask, startBareServer, startListeners } from "./live/children.ts";
import {
  fill,
  measureAge,
  measureBareAge,
  measureBareReads,
  measureReads,
  now,
  type Stage,
} from "./live/positions.ts";

const connections = Number(process.env["ASHIATO_CONNECTIONS"] ?? 10_000);
const devices = Number(process.env["ASHIATO_DEVICES"] ?? 20_000);
const root = path.join(import.meta.dirname, "..");
const parts = ["age", "reads", "fan-out"] as const;
const asked = z.array(z.enum(parts)).parse(process.argv.slice(2));
const measured = new Set(asked.length === 0 ? parts : asked);

const stage = await startStage({
  root,
  stage: "bench",
  directory: path.join(root, ".ashiato", "bench-live"),
  fresh: true,
  say: () => undefined,
});
const bare = await startBareServer();
const liveUrl = z.string().parse(stage.outputs["liveUrl"]);

try {
  if (measured.has("age") || measured.has("reads")) {
    await fill(stage, devices);
  }
  if (measured.has("age")) {
    report("age of a position, from POST to push, ms", {
      stage: await measureAge(stage, liveUrl),
      bare: await measureBareAge(bare.url),
    });
  }
  if (measured.has("reads")) {
    await measureReadsOf("one device", "?device=van-000007");
    await measureReadsOf("a page of 1,000", "");
  }
  if (measured.has("fan-out")) {
    await measureFanOut();
  }
} finally {
  bare.server.kill();
  await stage.close();
}
process.exit();

async function measureReadsOf(name: string, query: string): Promise<void> {
  const { perSecond, bytes } = await measureReads(stage, query);
  report(`GET /v1/positions of ${devices} devices, ${name}, requests/s`, {
    stage: perSecond,
    bare: await measureBareReads(bare.url, bytes),
  });
}

/** Opens the connections, publishes one event, and waits until the last connection has heard it. */
async function measureFanOut(): Promise<void> {
  const listeners = startListeners();
  const opening = now();
  const headers = { authorization: `Bearer ${stage.tokens.download}` };
  const greeting = JSON.stringify({ action: "subscribe", topic: "exports" });
  await ask(listeners, { do: "open", url: liveUrl, headers, greeting, connections }, z.object({}));
  const opened = now() - opening;
  const event = exportPublished();
  const heard = ask(listeners, { do: "hear", text: event.id }, z.object({ at: z.number() }));
  const began = now();
  await putEvent(stage, event);
  const ofStage = (await heard).at - began;
  await ask(listeners, { do: "close" }, z.object({}));

  const openingBare = now();
  await ask(listeners, { do: "open", url: bare.url, headers: {}, connections }, z.object({}));
  const openedBare = now() - openingBare;
  const text = JSON.stringify({ type: "event", topic: "exports", event });
  const heardBare = ask(listeners, { do: "hear", text: event.id }, z.object({ at: z.number() }));
  const beganBare = now();
  bare.server.send(text);
  const ofBare = (await heardBare).at - beganBare;
  listeners.kill();
  report(`${connections} connections opened and subscribed, ms`, { stage: opened, bare: openedBare });
  report(`one event to ${connections} connections, ms`, { stage: ofStage, bare: ofBare });
}

function exportPublished() {
  return {
    id: `bench-${randomUUID()}`,
    type: "exports.published",
    time: new Date().toISOString(),
    stage: "bench",
    data: {
      date: "2026-11-21",
      version: 1,
      run: "bench",
      kind: "whole",
      supplement: null,
      rows: 1,
      conflicts: 0,
      bytes: 304,
      completeThrough: null,
    },
  };
}

async function putEvent(
  { endpoints, environment, plan, outputs }: Stage,
  event: { type: string },
): Promise<void> {
  const client = new EventBridgeClient({
    region: plan.region,
    endpoint: endpoints.eventbridge,
    credentials: {
      accessKeyId: environment["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? "",
    },
  });
  const EventBusName = outputs["eventBus"];
  const entry = {
    EventBusName,
    Source: "ashiato",
    DetailType: "Export Published",
    Detail: JSON.stringify(event),
  };
  const { FailedEntryCount, Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }));
  client.destroy();
  if (FailedEntryCount !== 0) {
    throw new Error(`The bus refused the event: ${JSON.stringify(Entries)}`);
  }
}

/** Prints a figure of the stage beside that of the bare server. */
function report(what: string, { stage: ours, bare: theirs }: { stage: number; bare: number }): void {
  const shown = [ours, theirs].map((each) => each.toFixed(each < 10 ? 2 : 0));
  console.log(
    `${what}: ${shown[0]}; a bare server of ws ${shown[1]}; ratio ${(ours / theirs).toPrecision(3)}`,
  );
}
