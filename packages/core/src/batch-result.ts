import * as z from "zod";

const count = z.int().nonnegative();

/** What distributing one batch of work objects gives: the child's output, and the body of the batch's marker. */
export const batchResultSchema = z.strictObject({
  /** Hash of the batch's keys and ETags; part of every output key. */
  batch: z.string(),
  /** Work objects read. */
  objects: count,
  rowsRead: count,
  rowsWritten: count,
  rowsRejected: count,
  /** One file for each business date; `bytes` are the file's, compressed. */
  dates: z.array(z.strictObject({ date: z.iso.date(), rows: count, key: z.string(), bytes: count })),
});

export type BatchResult = z.infer<typeof batchResultSchema>;
