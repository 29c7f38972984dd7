import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";

export type RawWork = { queueUrl: string; parallel: number } & (
  | { kind: "send"; bodies: string[] }
  | { kind: "receive"; messages: number }
);

/**
 * Measures the seconds that the queue itself takes: SendMessage for each body, or ReceiveMessage and
 * DeleteMessageBatch until so many messages are gone. From a thread of its own, because the stage's servers
 * have this one.
 */
export async function measureRawQueue(work: RawWork): Promise<number> {
  const worker = new Worker(new URL("raw-queue-worker.ts", import.meta.url), { workerData: work });
  const [seconds]: unknown[] = await once(worker, "message");
  return z.number().parse(seconds);
}
