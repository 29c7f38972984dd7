import { type Compaction, compactionSchema, noCompaction } from "@ashiato/core/daily-batch/compaction";
import { compactionKey } from "@ashiato/core/store-keys";
import { Resource } from "sst";
import { createJson, findVersionedJson, replaceJson } from "../aws/objects.ts";

/** The record of a date's compactions as it was read; `etag` is undefined if it does not exist yet. */
export type ReadCompaction = { value: Compaction; etag: string | undefined };

/** Returns the record of a date's compactions. */
export async function readCompaction(date: string): Promise<ReadCompaction> {
  const found = await findVersionedJson(Resource.Lake.name, compactionKey(date), compactionSchema);
  return found ?? { value: noCompaction(date), etag: undefined };
}

/** Replaces the record that was read. Returns false if another one has been written since. */
export async function writeCompaction({ etag }: ReadCompaction, value: Compaction): Promise<boolean> {
  const key = compactionKey(value.date);
  return etag === undefined
    ? await createJson(Resource.Lake.name, key, value)
    : await replaceJson(Resource.Lake.name, key, { value, etag });
}
