import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";

/** `token` is the bearer token of who sends reports. */
export type Load = { url: string; token: string; bodies: string[]; parallel: number };

/** Seconds that all requests took together, and the median and 99th percentile of one, in milliseconds. */
export type LoadFigures = { seconds: number; median: number; p99: number };

/**
 * Sends requests from a thread of its own, because the stage's servers have this one. Throws an Error if one
 * is not answered 202.
 */
export async function putLoad(load: Load): Promise<LoadFigures> {
  const worker = new Worker(new URL("load-worker.ts", import.meta.url), { workerData: load });
  await once(worker, "online");
  const started = performance.now();
  const [message]: unknown[] = await once(worker, "message");
  const seconds = (performance.now() - started) / 1_000;
  const durations = z
    .array(z.number())
    .parse(message)
    .sort((a, b) => a - b);
  const at = (share: number): number => durations[Math.floor(durations.length * share)] ?? Number.NaN;
  return { seconds, median: at(0.5), p99: at(0.99) };
}
