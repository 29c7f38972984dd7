import type { DateRange } from "@ashiato/core/partition-sql";
import { exportDatePrefix, exportPrefix } from "@ashiato/core/export-keys";
import { listObjects, type ListedObject } from "../aws/objects.ts";
import { collect } from "../batch/collect.ts";
import { findExports, type FoundExport } from "../batch/find-exports.ts";
import { inspectParquetFolder } from "../batch/parquet-files.ts";

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

/**
 * Returns the rows that the current export of each date has as Parquet, by the footers of all files that the
 * table of days is to read. Dates without Parquet are left out. Throws ExportUnreadable.
 */
export async function readDayRows(
  bucket: string,
  exportsOfDates: readonly (readonly FoundExport[])[],
): Promise<Map<string, number>> {
  const rows = new Map<string, number>();
  for (const [current] of exportsOfDates) {
    if (current?.document.parquet !== undefined) {
      const { files } = await inspectParquetFolder(bucket, current.document.parquet.prefix);
      rows.set(
        current.document.date,
        files.reduce((sum, file) => sum + file.rows, 0),
      );
    }
  }
  return rows;
}
