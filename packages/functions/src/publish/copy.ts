import type { ExportDocument } from "@ashiato/core/export-document";
import { attemptPrefix, type UnloadName } from "@ashiato/core/export-keys";
import { conflictsPrefix } from "@ashiato/core/rejected-keys";
import { Resource } from "sst";
import { deleteObjects, hasSize, listKeys } from "../aws/objects.ts";
import { countConflicts } from "./conflicts.ts";

/**
 * Returns whether an export holds, byte by byte, what another one holds whose files are all there, and has
 * as many conflicts. Compactions take only conflicts out of a partition that are counted nevertheless, so as
 * many conflicts are the same. An export with Parquet is no copy of one without.
 */
export async function isCopy(
  bucket: string,
  { checksum, conflicts, parquet }: ExportDocument,
  of: ExportDocument,
): Promise<boolean> {
  if (
    checksum !== of.checksum ||
    conflicts !== of.conflicts ||
    (parquet !== undefined && of.parquet === undefined)
  ) {
    return false;
  }
  const files = [...of.files, ...(of.parquet?.files ?? [])];
  const present = await Promise.all(files.map(({ key, bytes }) => hasSize(bucket, key, bytes)));
  return present.every(Boolean);
}

/**
 * Deletes what an attempt wrote for a version that turned out unchanged: its CSV files are copies of those of
 * the export, and so are its files of conflicts where that one's are still there.
 */
export async function deleteCopy(name: UnloadName, of: ExportDocument): Promise<void> {
  await deleteBelow(Resource.Downloads.name, attemptPrefix(name));
  const lake = Resource.Lake.name;
  if ((await countConflicts(lake, of)) === of.conflicts) {
    await deleteBelow(lake, conflictsPrefix(name));
  }
}

async function deleteBelow(bucket: string, prefix: string): Promise<void> {
  const keys: string[] = [];
  for await (const key of listKeys(bucket, prefix)) {
    keys.push(key);
  }
  await deleteObjects(bucket, keys);
}
