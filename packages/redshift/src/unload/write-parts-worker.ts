import { parentPort, workerData } from "node:worker_threads";
import { type Cut, writePartsHere } from "./write-parts.ts";

// Who aborts ends the thread.
const files = await writePartsHere(workerData as Cut, new AbortController().signal);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin, a window has
parentPort?.postMessage(files);
