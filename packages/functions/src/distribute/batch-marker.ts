import { type BatchResult, batchResultSchema } from "@ashiato/core/daily-batch/batch";
import { batchKey, pendingKey } from "@ashiato/core/run-keys";
import { findJson, hasSize, writeJson } from "../aws/objects.ts";

/**
 * Returns the result of a batch that was distributed before and whose outputs all still exist. Its inputs
 * must not be read again: some may be deleted, and the rest would overwrite the complete outputs.
 */
export async function findBatchResult(bucket: string, batch: string): Promise<BatchResult | undefined> {
  const result = await findJson(bucket, batchKey(batch), batchResultSchema);
  if (result === undefined) {
    return undefined;
  }
  const present = await Promise.all(result.dates.map(({ key, bytes }) => hasSize(bucket, key, bytes)));
  return present.every(Boolean) ? result : undefined;
}

/**
 * Marks a batch as distributed, once its outputs are complete and before its inputs are deleted. First marks
 * each date that it touched as pending, so that a later run exports it even if this one ends here; then marks
 * the batch itself.
 */
export async function markBatch(bucket: string, result: BatchResult): Promise<void> {
  const { batch } = result;
  await Promise.all(
    result.dates.map(({ date, rows, key }) =>
      writeJson(bucket, pendingKey(date, batch), { date, batch, rows, key }),
    ),
  );
  await writeJson(bucket, batchKey(batch), result);
}
