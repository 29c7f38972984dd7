import type { ChunkName } from "@ashiato/core/work-keys";
import { newestKey, tracksKey } from "@ashiato/core/live-keys";
import { NewestFixes } from "@ashiato/core/live/newest-fixes";
import { positionsText } from "@ashiato/core/live/positions-file";
import { packTracks } from "@ashiato/core/live/track-file";
import { putGzip, putGzipText } from "../aws/gzip-objects.ts";
import { logger, publishCounts } from "../aws/telemetry.ts";

/**
 * Writes the rows of a chunk for those who look at positions before the day's export: the newest fix of each
 * device, and all fixes by device. If it fails, logs and counts it, and the drain goes on: its reports are
 * stored, and each device's next report shows where it is.
 */
export async function writeLive(bucket: string, rows: readonly string[], name: ChunkName): Promise<void> {
  if (rows.length === 0) {
    return;
  }
  try {
    const fixes = new NewestFixes();
    fixes.add(rows);
    const newest = positionsText({ mergedAt: name.storedAt.toISOString(), rows: fixes.rows() });
    await Promise.all([
      putGzipText(bucket, newestKey(name), newest),
      packTracks(rows).then((body) => putGzip(bucket, tracksKey(name), body)),
    ]);
  } catch (error) {
    logger.error("positions of a chunk not written", { chunk: name, error });
    publishCounts("store", { positionsLost: rows.length });
  }
}
