import type { DateRange } from "@ashiato/core/partition-sql";
import { exportDatePrefix, exportPrefix } from "@ashiato/core/keys";
import { listObjects, type ListedObject } from "../aws/objects.ts";
import { collect } from "../batch/collect.ts";
import { findExports, type FoundExport } from "../batch/find-exports.ts";

/** Returns the exports of a range of dates, the current one of each first, and what is in their folders. */
export async function readExported(
  bucket: string,
  { from, to }: DateRange,
): Promise<{ exportsOf: Map<string, FoundExport[]>; exportedOf: Map<string, ListedObject[]> }> {
  const objects = await collect(
    listObjects(bucket, exportPrefix, { after: exportDatePrefix(from), before: `${exportPrefix}dt=${to}0` }),
  );
  const { exports } = await findExports(bucket, { from, to, maxDates: Infinity });
  const start = `${exportPrefix}dt=`.length;
  return {
    exportsOf: Map.groupBy(exports, ({ document }) => document.date),
    exportedOf: Map.groupBy(objects, ({ key }) => key.slice(start, start + "yyyy-MM-dd".length)),
  };
}
