import { exportDocumentSchema } from "@ashiato/core/export-document";
import {
  conflictsPrefix,
  exportDatePrefix,
  type ExportName,
  parseExportDocumentKey,
} from "@ashiato/core/keys";
import { findJson, listKeys, openObject } from "../aws/objects.ts";
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
 * because a partition only grows.
 */
export async function knownConflicts(bucket: string, { date, run, version }: ExportName): Promise<number> {
  let known = 0;
  for await (const key of listKeys(bucket, exportDatePrefix(date))) {
    const parsed = parseExportDocumentKey(key);
    if (parsed !== undefined && (parsed.run !== run || parsed.version !== version)) {
      // Undefined only if it expired since it was listed.
      const document = await findJson(bucket, key, exportDocumentSchema);
      known = Math.max(known, document?.conflicts ?? 0);
    }
  }
  return known;
}
