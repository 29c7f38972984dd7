import { rejectedMessagesKey, rejectedReportsKey } from "@ashiato/core/rejected-keys";
import { workKey } from "@ashiato/core/work-keys";
import { compressLines, packRows, putLines } from "../aws/gzip-lines.ts";
import type { Chunk } from "./chunk.ts";

/** The counts of a written chunk, `bytes` compressed, and the start of the SHA-256 of its rows. */
export type WrittenChunk = { objects: number; bytes: number; hash: string };

/**
 * Writes a chunk's rows as a work object, and its unreadable messages and rejected reports as objects under
 * `rejected/`. Writes no object without contents.
 */
export async function writeChunk(
  bucket: string,
  chunk: Chunk,
  name: { storedAt: Date; chunk: number },
): Promise<WrittenChunk> {
  const written: WrittenChunk = { objects: 0, bytes: 0, hash: "" };
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
    written.hash = hashed.hash;
  }
  return written;
}
