import { buffer } from "node:stream/consumers";
import { chunksFrom, tracksPrefix } from "@ashiato/core/live-keys";
import { type Position, positionOf } from "@ashiato/core/live/position";
import { findTrackPiece, readTrackPiece, trackHeadBytes } from "@ashiato/core/live/track-file";
import { listObjects, openRange } from "../aws/objects.ts";
import { collect } from "../batch/collect.ts";
import { FunctionError } from "../errors.ts";
import type { TrackQuery } from "./positions-query.ts";

/** Chunks that are read at a time. */
const maxConcurrent = 24;

/**
 * Returns the drained fixes of a device from a time and a place on, oldest first, each report once. A fix is
 * stored after it was made, so only chunks that were stored since then are read, and of each its index and
 * the piece with the device. Throws ObjectUnreadable.
 */
export async function readTrack(
  bucket: string,
  { device, since, after: place }: TrackQuery,
): Promise<Position[]> {
  const after = chunksFrom(tracksPrefix, new Date(since.epochMilliseconds));
  const chunks = await collect(listObjects(bucket, tracksPrefix, { after }));
  const fixes = new Map<string, Position>();
  const next = chunks.values();
  await Promise.all(
    Array.from({ length: maxConcurrent }, async () => {
      for (const { key } of next) {
        for (const fix of (await readChunk(bucket, key, device)).map(positionOf)) {
          const id = trackPlace(fix);
          const known = fixes.get(id);
          if (fix.recordedAt >= since.text && (known === undefined || receivedAt(fix) < receivedAt(known))) {
            fixes.set(id, fix);
          }
        }
      }
    }),
  );
  return [...fixes]
    .filter(([id]) => place === undefined || id > place)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, fix]) => fix);
}

/** Returns the place of a fix in a track, by which a page begins after the one before it. */
export function trackPlace({ recordedAt, key, values }: Position): string {
  return `${recordedAt},${key},${values.report_id}`;
}

function receivedAt({ values }: Position): string {
  return values.received_at ?? "";
}

async function readChunk(bucket: string, key: string, device: string): Promise<string[]> {
  const read = async (start: number, end: number) => buffer(await openRange(bucket, key, { start, end }));
  const unreadable = (cause: unknown) =>
    new FunctionError("ObjectUnreadable", `s3://${bucket}/${key}: ${String(cause)}`, { cause });
  const head = await read(0, trackHeadBytes);
  const piece = attempt(() => findTrackPiece(head, device), unreadable);
  if (piece.bytes === 0) {
    return [];
  }
  const deflated = await read(piece.start, piece.end);
  return readTrackPiece(deflated, piece, device).catch((cause: unknown) => {
    throw unreadable(cause);
  });
}

function attempt<Result>(read: () => Result, failure: (cause: unknown) => Error): Result {
  try {
    return read();
  } catch (cause) {
    throw failure(cause);
  }
}
