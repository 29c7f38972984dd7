import { conflictsPrefix, type ExportName } from "@ashiato/core/keys";
import { listKeys, openObject } from "../aws/objects.ts";
import { findExportsOfDate } from "../batch/find-exports.ts";
import { countLines } from "./inspect-file.ts";

/**
 * Returns the number of rows in the files of an export's conflicts; 0 if nothing was unloaded. Counts lines:
 * no field can hold a line feed.
 */
export async function countConflicts(bucket: string, name: ExportName): Promise<number> {
  let rows = 0;
  for await (const key of listKeys(bucket, conflictsPrefix(name))) {
    let lines = 0;
    const { body } = await openObject(bucket, key);
    for await (const piece of body as AsyncIterable<Buffer>) {
      lines += countLines(piece);
    }
    // The first line is the header; a file without rows may lack it.
    rows += Math.max(0, lines - 1);
  }
  return rows;
}

/**
 * Returns the number of conflicts that earlier exports of a date reported: the maximum of all versions,
 * because a partition only grows, but for rows that are withdrawn and may come back.
 */
export async function knownConflicts(bucket: string, { date, run, version }: ExportName): Promise<number> {
  let known = 0;
  for (const { document, supplements } of await findExportsOfDate(bucket, date)) {
    if (document.run !== run || document.version !== version) {
      const late = supplements.reduce((sum, { conflicts }) => sum + conflicts, 0);
      known = Math.max(known, document.conflicts + late);
    }
  }
  return known;
}
