import { hash } from "node:crypto";
import * as z from "zod";

/** An object as the Distributed Map's listing returns it; the ETag keeps its quotes. */
export type ListedObject = { Key: string; Etag: string };

/**
 * Returns the id of a batch of work objects: equal for equal objects in any order, so that repeating a batch
 * writes the same keys again. Ignores objects with a key that ends in a slash: consoles create these, empty,
 * as folders.
 */
export function batchId(objects: ListedObject[]): string {
  const lines = objects.map(({ Key, Etag }) => `${Key}\n${Etag}\n`);
  return hash("sha256", lines.toSorted().join(""), "hex").slice(0, 32);
}

const count = z.int().nonnegative();

/**
 * The result of distributing one batch of work objects: the child's output, and the body of the batch's
 * marker.
 */
export const batchResultSchema = z.strictObject({
  /** Hash of the batch's keys and ETags; part of every output key. */
  batch: z.string(),
  /** Work objects read. */
  objects: count,
  rowsRead: count,
  rowsWritten: count,
  rowsRejected: count,
  /**
   * Rows rejected by reason: `fields`, `length`, `form` or the name of a column. Absent if there are none,
   * and in results of earlier versions.
   */
  rejectedByReason: z.record(z.string(), count).optional(),
  /** One file for each business date; `bytes` is its compressed size. */
  dates: z.array(z.strictObject({ date: z.iso.date(), rows: count, key: z.string(), bytes: count })),
});

export type BatchResult = z.infer<typeof batchResultSchema>;

/** `pending/dt=<date>/<batch>.json`: rows of a date that no export holds yet, and the file with them. */
export const batchMarkerSchema = z.object({
  date: z.iso.date(),
  batch: z.string(),
  rows: count,
  key: z.string(),
});
