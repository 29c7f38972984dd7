import { type ChunkName, chunkPath, timePath } from "./work-keys.ts";

/** The newest position of each device in each chunk that was stored. */
export const newestPrefix = "live/newest/";
/** The fixes of each chunk that was stored, by device. */
export const tracksPrefix = "live/tracks/";
/** The newest position of each device. */
export const positionsKey = "live/positions.csv.gz";

/** Exports of what is stored so far, in the bucket of downloads: a folder for each. */
export const liveExportPrefix = "live/";

/** Returns the key of the record by which a live export is there. */
export function liveExportKey(id: string): string {
  return `${liveExportPrefix}${id}/export.json`;
}

/** Returns the prefix to which the UNLOAD of an attempt appends the number of each file, and `manifest`. */
export function liveUnloadPrefix({ id, date, attempt }: LiveUnloadName): string {
  return `${liveExportPrefix}${id}/attempt=${attempt}/locations_${date}_`;
}

/** An UNLOAD of a live export: no two write to one prefix. */
export type LiveUnloadName = { id: string; date: string; attempt: string };

/** What was pushed of positions last. */
export const pushedKey = "live/pushed.json";
/** All positions as of a push, and those that had changed. */
export const snapshotsPrefix = "live/snapshots/";
export const changesPrefix = "live/changes/";

/** @param mergedAt ISO 8601 */
export function snapshotKey(mergedAt: string): string {
  return `${snapshotsPrefix}${mergedAt}.csv.gz`;
}

/** @param mergedAt ISO 8601 */
export function changesKey(mergedAt: string): string {
  return `${changesPrefix}${mergedAt}.csv.gz`;
}

/** Returns the key of the newest position of each device in a chunk. */
export function newestKey(name: ChunkName): string {
  return `${newestPrefix}${chunkPath(name)}.csv.gz`;
}

/** Returns the key of a chunk's fixes by device. */
export function tracksKey(name: ChunkName): string {
  return `${tracksPrefix}${chunkPath(name)}.csv.gz`;
}

/** Returns a key before which, under a prefix of chunks, are those that were stored before a time. */
export function chunksFrom(prefix: string, storedAt: Date): string {
  return `${prefix}${timePath(storedAt)}`;
}
