import { type Position, positionOf } from "@ashiato/core/live/position";
import { findChangedPositions, findPositions } from "./stored-positions.ts";

/** The stored positions, read. */
export type LatestPositions = { etag: string; mergedAt: string; positions: readonly Position[] };

/** For so long an environment answers from what it has read, without asking S3 whether it has changed. */
const maxUnaskedMilliseconds = 2_000;

let latest: { read: LatestPositions; askedAt: number } | undefined;

/** Returns the stored positions; undefined before the first refresh. Reads them when they have changed. */
export async function latestPositions(bucket: string): Promise<LatestPositions | undefined> {
  if (latest !== undefined && Date.now() - latest.askedAt < maxUnaskedMilliseconds) {
    return latest.read;
  }
  const askedAt = Date.now();
  const found =
    latest === undefined ? await findPositions(bucket) : await findChangedPositions(bucket, latest.read.etag);
  if (found === "unchanged" && latest !== undefined) {
    latest.askedAt = askedAt;
  } else if (typeof found === "object") {
    const { etag, mergedAt, rows } = found;
    latest = { read: { etag, mergedAt, positions: rows.map(positionOf) }, askedAt };
  } else {
    latest = undefined;
  }
  return latest?.read;
}
