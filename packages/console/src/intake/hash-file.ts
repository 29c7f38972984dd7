import { ApiFailure } from "../api/failure.ts";
import type { HashAnswer } from "./hash-worker.ts";

/**
 * Returns a file's SHA-256 in hexadecimal. A worker computes it in slices.
 * Throws ApiFailure `Unreadable` if the browser cannot read the file, and the signal's reason when it aborts.
 */
export function hashFile(
  file: Blob,
  { signal, onBytes }: { signal: AbortSignal; onBytes: (bytes: number) => void },
): Promise<string> {
  const worker = new Worker(new URL("./hash-worker.ts", import.meta.url), { type: "module" });
  return new Promise<string>((resolve, reject) => {
    const refuse = (reason: string) =>
      reject(new ApiFailure(reason, { status: 0, code: "Unreadable", requestId: undefined }));
    signal.addEventListener("abort", () => reject(signal.reason));
    worker.addEventListener("error", ({ message }) => refuse(message));
    worker.addEventListener("message", ({ data }: MessageEvent<HashAnswer>) => {
      switch (data.type) {
        case "read":
          onBytes(data.bytes);
          return;
        case "hashed":
          resolve(data.sha256);
          return;
        case "failed":
          refuse(data.reason);
      }
    });
    worker.postMessage(file, []);
  }).finally(() => worker.terminate());
}
