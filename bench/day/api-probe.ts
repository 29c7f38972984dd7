import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";

/** What the API is asked again and again: lists exports with one token, and sends a report with the other. */
export type Probe = { apiUrl: string; tokens: { download: string; ingest: string } };

const figuresSchema = z.object({ milliseconds: z.array(z.number()), failures: z.array(z.string()) });

/** Answers of the API while something else went on: their number, times in milliseconds, and what failed. */
export type ProbeFigures = {
  requests: number;
  median: number;
  p99: number;
  most: number;
  failures: string[];
};

/** Asks the API from a thread of its own, until the function that it returns is called. */
export function probeApi(probe: Probe): () => Promise<ProbeFigures> {
  const worker = new Worker(new URL("api-probe-worker.ts", import.meta.url), { workerData: probe });
  return async () => {
    const answered = once(worker, "message");
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage("stop");
    const [message]: unknown[] = await answered;
    const { milliseconds, failures } = figuresSchema.parse(message);
    const sorted = milliseconds.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
    return { requests: sorted.length, median: at(0.5), p99: at(0.99), most: at(1 - 1e-9), failures };
  };
}
