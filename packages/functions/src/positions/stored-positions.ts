import { chunksFrom, newestPrefix, positionsKey } from "@ashiato/core/live-keys";
import { NewestFixes } from "@ashiato/core/live/newest-fixes";
import { type Positions, positionsText, readPositionsText } from "@ashiato/core/live/positions-file";
import {
  findChangedGzipText,
  findGzipText,
  type GzipText,
  readGzipText,
  replaceGzipText,
} from "../aws/gzip-objects.ts";
import { listObjects } from "../aws/objects.ts";
import { FunctionError } from "../errors.ts";

/** The stored positions, with the ETag by which they are replaced. */
type StoredPositions = Positions & { etag: string };

/** Returns the stored positions; undefined before the first refresh. Throws ObjectUnreadable. */
export async function findPositions(bucket: string): Promise<StoredPositions | undefined> {
  const found = await findGzipText(bucket, positionsKey);
  return found && storedPositions(bucket, found);
}

/** Like `findPositions`, but returns "unchanged", without reading them, if they still have the ETag. */
export async function findChangedPositions(
  bucket: string,
  etag: string,
): Promise<StoredPositions | "unchanged" | undefined> {
  const found = await findChangedGzipText(bucket, positionsKey, etag);
  return typeof found === "object" ? storedPositions(bucket, found) : found;
}

/** Refreshes at the same time that may give way to one another, before one has to fail. */
const maxRefreshes = 5;

/**
 * Merges what was drained since the positions were last refreshed into them, and returns how many devices and
 * chunks there were, and when they were listed. Another refresh at the same time loses nothing: each replaces
 * only what it has read, and otherwise begins again.
 * @param overlapSeconds how long after the time in its key a chunk may appear
 */
export async function refreshPositions(
  bucket: string,
  overlapSeconds: number,
): Promise<{ devices: number; chunks: number; mergedAt: string }> {
  for (let attempt = 1; attempt <= maxRefreshes; attempt += 1) {
    const known = await findPositions(bucket);
    const mergedAt = new Date();
    const fixes = new NewestFixes();
    fixes.add(known?.rows ?? []);
    const since = new Date(Date.parse(known?.mergedAt ?? "1970-01-01T00:00:00Z") - overlapSeconds * 1_000);
    let chunks = 0;
    for await (const { key } of listObjects(bucket, newestPrefix, {
      after: chunksFrom(newestPrefix, since),
    })) {
      const { text } = await readGzipText(bucket, key);
      fixes.add(readPositions(bucket, key, text).rows);
      chunks += 1;
    }
    const rows = fixes.rows();
    const text = positionsText({ mergedAt: mergedAt.toISOString(), rows });
    if (await replaceGzipText(bucket, positionsKey, { text, etag: known?.etag })) {
      return { devices: rows.length, chunks, mergedAt: mergedAt.toISOString() };
    }
  }
  throw new FunctionError(
    "PositionsContended",
    `${maxRefreshes} refreshes of s3://${bucket}/${positionsKey} gave way to others`,
  );
}

function storedPositions(bucket: string, { text, etag }: GzipText): StoredPositions {
  return { ...readPositions(bucket, positionsKey, text), etag };
}

function readPositions(bucket: string, key: string, text: string): Positions {
  try {
    return readPositionsText(text);
  } catch (cause) {
    throw new FunctionError("ObjectUnreadable", `s3://${bucket}/${key}: ${String(cause)}`, { cause });
  }
}
