import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { startStage } from "@ashiato/local/stage/start-stage";
import { WebSocket } from "ws";
import { median } from "../median.ts";

export type Stage = Awaited<ReturnType<typeof startStage>>;

const rounds = 10;
const simultaneous = 4;
const seconds = 8;
const reportsInRequest = 1_000;

/** Milliseconds now, with fractions. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

function reportOf(deviceId: string) {
  return {
    deviceId,
    timestamp: new Date().toISOString(),
    latitude: 35 + Math.random(),
    longitude: 139 + Math.random(),
  };
}

async function post({ endpoints, tokens }: Stage, locations: object[]): Promise<void> {
  const answer = await fetch(`${endpoints.api}/v1/locations`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokens.ingest}`, "content-type": "application/json" },
    body: JSON.stringify({ locations }),
  });
  if (answer.status !== 202) {
    throw new Error(`POST /v1/locations answered ${answer.status}: ${await answer.text()}`);
  }
  await answer.arrayBuffer();
}

/** Drains the queue now, where the schedule would do it within five minutes. */
async function drain(stage: Stage): Promise<void> {
  const client = new LambdaClient({
    region: stage.plan.region,
    endpoint: stage.endpoints.lambda,
    credentials: {
      accessKeyId: stage.environment["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: stage.environment["AWS_SECRET_ACCESS_KEY"] ?? "",
    },
  });
  await client.send(new InvokeCommand({ FunctionName: stage.functionName("Store"), Payload: "{}" }));
  client.destroy();
}

/** Reports a position of each of so many devices, and returns when all can be read. */
export async function fill(stage: Stage, devices: number): Promise<void> {
  for (let first = 0; first < devices; first += reportsInRequest) {
    const ids = Array.from(
      { length: Math.min(reportsInRequest, devices - first) },
      (_, index) => first + index,
    );
    await post(
      stage,
      ids.map((id) => reportOf(`van-${String(id).padStart(6, "0")}`)),
    );
  }
  await drain(stage);
  const last = `van-${String(devices - 1).padStart(6, "0")}`;
  while (!(await getPositions(stage, `?device=${last}`)).includes(last)) {
    await wait(500);
  }
}

async function getPositions({ endpoints, tokens }: Stage, query: string): Promise<string> {
  const answer = await fetch(`${endpoints.api}/v1/positions${query}`, {
    headers: { authorization: `Bearer ${tokens.download}` },
  });
  return answer.text();
}

/** Returns the milliseconds from a POST to the push of its position, the drain at once in between. */
export async function measureAge(stage: Stage, liveUrl: string): Promise<number> {
  const socket = new WebSocket(liveUrl, { headers: { authorization: `Bearer ${stage.tokens.download}` } });
  await once(socket, "open");
  const waiting = new Map<string, (at: number) => void>();
  socket.on("message", (data: Buffer) => {
    const text = data.toString("utf8");
    for (const [device, heard] of waiting) {
      if (text.includes(device)) {
        waiting.delete(device);
        heard(now());
      }
    }
  });
  const subscribed = once(socket, "message");
  const devices = Array.from({ length: rounds }, (_, round) => `age-${round}`);
  socket.send(JSON.stringify({ action: "subscribe", topic: "positions", devices }));
  await subscribed;
  const ages: number[] = [];
  for (const device of devices) {
    const heard = new Promise<number>((resolve) => waiting.set(device, resolve));
    const began = now();
    await post(stage, [reportOf(device)]);
    await drain(stage);
    ages.push((await heard) - began);
  }
  socket.terminate();
  return median(ages);
}

/** Returns the milliseconds from a message to a bare server to its answer. */
export async function measureBareAge(url: string): Promise<number> {
  const socket = new WebSocket(url);
  await once(socket, "open");
  const times: number[] = [];
  for (let round = 0; round < 1_000; round += 1) {
    const began = now();
    socket.send("200");
    await once(socket, "message");
    times.push(now() - began);
  }
  socket.terminate();
  return median(times);
}

/** Returns the requests a second of `GET /v1/positions`, and the bytes of one answer. */
export async function measureReads(
  stage: Stage,
  query: string,
): Promise<{ perSecond: number; bytes: number }> {
  const bytes = Buffer.byteLength(await getPositions(stage, query));
  return {
    perSecond: await perSecond(async () => async () => void (await getPositions(stage, query))),
    bytes,
  };
}

/** Returns the answers a second of a bare server, each of so many bytes. */
export async function measureBareReads(url: string, bytes: number): Promise<number> {
  return perSecond(async () => {
    const socket = new WebSocket(url);
    await once(socket, "open");
    return async () => {
      const answered = once(socket, "message");
      socket.send(String(bytes));
      await answered;
    };
  });
}

/** Counts what several askers get within a few seconds, each one after the other. */
async function perSecond(make: () => Promise<() => Promise<void>>): Promise<number> {
  const askers = await Promise.all(Array.from({ length: simultaneous }, make));
  const end = now() + seconds * 1_000;
  let count = 0;
  await Promise.all(
    askers.map(async (ask) => {
      while (now() < end) {
        await ask();
        count += 1;
      }
    }),
  );
  return count / seconds;
}
