import { runThread } from "../run-thread.ts";

/** A file to be packed or unpacked into another. */
export type Bzip2Job = { action: "compress" | "decompress"; from: string; to: string };

/**
 * Packs a file with bzip2, or unpacks one, on a thread of its own: it takes seconds of a processor for each
 * 10 MB, and the event loop has others to serve. Rejects with the signal's reason, or with an Error; one that
 * says `no whole bzip2 file` for a file that cannot be unpacked.
 */
export async function runBzip2(job: Bzip2Job, signal: AbortSignal): Promise<void> {
  await runThread(new URL("./bzip2-worker.ts", import.meta.url), job, signal);
}
