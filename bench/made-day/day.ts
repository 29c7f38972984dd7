import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";

/** The day of the bench, and where its files are below the bench's directory. */
export const date = "2026-11-21";
export const lakeBucket = "lake";

export function partitionDirectory(directory: string): string {
  return path.join(directory, lakeBucket, "store", `dt=${date}`);
}

/** What a contender took, and what it wrote. */
export type Measured = {
  seconds: number;
  peakGigabytes: number;
  rows: number;
  bytes: number;
  sha256: string;
};

/** Adds to a contender's time and rows the memory of its process and what its CSV is. */
export async function measured(
  csv: string,
  { seconds, rows }: { seconds: number; rows: number },
): Promise<Measured> {
  // Peak resident memory of this process, from kilobytes.
  const peakGigabytes = process.resourceUsage().maxRSS / 1e6;
  const { size: bytes } = await stat(csv);
  const hash = createHash("sha256");
  await pipeline(createReadStream(csv), hash);
  return { seconds, peakGigabytes, rows, bytes, sha256: hash.digest("hex") };
}
