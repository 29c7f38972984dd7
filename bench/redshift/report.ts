import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** Prints what a contender's process measured, for the bench to read. `startedAt` from `performance.now()`. */
export async function report(
  csv: string,
  { seconds, rows }: { seconds: number; rows: number },
): Promise<void> {
  // Peak resident memory of this process, in kilobytes: taken before the file is read once more.
  const peakGb = process.resourceUsage().maxRSS / 1e6;
  const { size: bytes } = await stat(csv);
  const hash = createHash("sha256");
  await pipeline(createReadStream(csv), hash);
  console.log(JSON.stringify({ seconds, peakGb, rows, bytes, sha256: hash.digest("hex") }));
}
