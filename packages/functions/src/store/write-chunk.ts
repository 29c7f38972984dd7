import { rejectedMessagesKey, rejectedReportsKey, workKey } from "@ashiato/core/keys";
import { compressLines, packRows, putLines } from "../aws/gzip-lines.ts";
import type { Chunk } from "./chunk.ts";

/** The counts of a written chunk; `bytes` are compressed. */
export type WrittenChunk = { objects: number; bytes: number };

/**
 * Writes a chunk's rows as a work object, and its unreadable messages and rejected reports as objects under
 * `rejected/`. Writes no object without contents.
 */
export async function writeChunk(
  bucket: string,
  chunk: Chunk,
  name: { storedAt: Date; chunk: number },
): Promise<WrittenChunk> {
  const written = { objects: 0, bytes: 0 };
  if (chunk.rejected.length > 0) {
    const lines = chunk.rejected.map((message) => JSON.stringify(message));
    const hashed = await compressLines(lines);
    await putLines(bucket, rejectedMessagesKey({ ...name, hash: hashed.hash }), hashed);
  }
  if (chunk.rejectedReports.length > 0) {
    const hashed = await compressLines(chunk.rejectedReports);
    await putLines(bucket, rejectedReportsKey({ ...name, hash: hashed.hash }), hashed);
  }
  if (chunk.rows.length > 0) {
    const hashed = await packRows(chunk.rows);
    await putLines(bucket, workKey({ ...name, hash: hashed.hash }), hashed);
    written.objects = 1;
    written.bytes = hashed.body.length;
  }
  return written;
}
