import { Worker } from "node:worker_threads";

/**
 * Runs a module on a thread of its own to its end, and returns what it posted last. Rejects with what it
 * throws, or with the signal's reason, which ends it.
 */
export async function runThread(module: URL, workerData: unknown, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  const worker = new Worker(module, { workerData });
  const stop = (): void => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  let posted: unknown;
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on("message", (message) => {
        posted = message;
      });
      worker.once("error", reject);
      worker.once("exit", () => resolve());
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
  signal.throwIfAborted();
  return posted;
}
