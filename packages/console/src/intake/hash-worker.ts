import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** What the worker answers to a file: how many bytes it has read, then the checksum or why it has none. */
export type HashAnswer =
  | { type: "read"; bytes: number }
  | { type: "hashed"; sha256: string }
  | { type: "failed"; reason: string };

/** So much of the file is in memory at a time. */
const sliceBytes = 4 * 1024 ** 2;

addEventListener("message", ({ data }: MessageEvent<Blob>) => void answer(data));

async function answer(file: Blob): Promise<void> {
  const say = (said: HashAnswer) => postMessage(said, {});
  const hash = sha256.create();
  try {
    for (let from = 0; from < file.size; from += sliceBytes) {
      hash.update(new Uint8Array(await file.slice(from, from + sliceBytes).arrayBuffer()));
      say({ type: "read", bytes: Math.min(from + sliceBytes, file.size) });
    }
    say({ type: "hashed", sha256: bytesToHex(hash.digest()) });
  } catch (error) {
    say({ type: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
}
