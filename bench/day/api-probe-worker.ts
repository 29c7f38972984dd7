import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";

/** Asks the API twice in each pause, and answers a message with how long each answer took. */
const pauseMilliseconds = 200;

const { apiUrl, tokens } = z
  .object({ apiUrl: z.string(), tokens: z.object({ download: z.string(), ingest: z.string() }) })
  .parse(workerData);

const milliseconds: number[] = [];
const failures: string[] = [];
const stopped = new AbortController();
parentPort?.once("message", () => stopped.abort());

async function ask(route: string, expected: number, init: RequestInit): Promise<void> {
  const started = performance.now();
  try {
    const answer = await fetch(new URL(route, apiUrl), init);
    await answer.arrayBuffer();
    if (answer.status !== expected) {
      failures.push(`${route} answered ${answer.status}`);
    }
  } catch (error) {
    failures.push(`${route}: ${String(error)}`);
  }
  milliseconds.push(performance.now() - started);
}

while (!stopped.signal.aborted) {
  await ask("/v1/exports", 200, { headers: { authorization: `Bearer ${tokens.download}` } });
  const body = JSON.stringify({
    deviceId: "probe",
    timestamp: new Date().toISOString(),
    latitude: 35,
    longitude: 139,
    reportId: randomUUID(),
  });
  const headers = { authorization: `Bearer ${tokens.ingest}`, "content-type": "application/json" };
  await ask("/v1/locations", 202, { method: "POST", headers, body });
  await sleep(pauseMilliseconds);
}
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, a window has
parentPort?.postMessage({ milliseconds, failures });
