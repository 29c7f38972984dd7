import { parsePendingKey, pendingPrefix } from "@ashiato/core/run-keys";
import { listKeys } from "../aws/objects.ts";

/**
 * Returns the business dates that were requested, or that have rows not yet exported, each with the keys of
 * its markers.
 */
export async function listPendingDates(bucket: string): Promise<Map<string, string[]>> {
  const markers = new Map<string, string[]>();
  for await (const key of listKeys(bucket, pendingPrefix)) {
    const pending = parsePendingKey(key);
    if (pending !== undefined) {
      markers.set(pending.date, [...(markers.get(pending.date) ?? []), key]);
    }
  }
  return markers;
}
