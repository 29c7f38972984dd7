import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";

/** POSTs each body to the URL, so many at a time, and answers with the milliseconds of each request. */
const { url, token, bodies, parallel } = z
  .object({ url: z.string(), token: z.string(), bodies: z.array(z.string()), parallel: z.int() })
  .parse(workerData);

const agent = new Agent({ keepAlive: true, maxSockets: parallel });
const durations: number[] = [];
let next = 0;

async function sender(): Promise<void> {
  while (next < bodies.length) {
    const body = bodies[next] ?? "";
    next += 1;
    const started = performance.now();
    await post(body);
    durations.push(performance.now() - started);
  }
}

async function post(body: string): Promise<void> {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    authorization: `Bearer ${token}`,
  };
  const sent = request(url, { method: "POST", agent, headers });
  sent.end(body);
  const [answer]: IncomingMessage[] = await once(sent, "response");
  const text = (await answer?.toArray())?.join("") ?? "";
  if (answer?.statusCode !== 202) {
    throw new Error(`The API answered ${answer?.statusCode}: ${text}`);
  }
}

await Promise.all(Array.from({ length: parallel }, sender));
agent.destroy();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, a window has
parentPort?.postMessage(durations);
