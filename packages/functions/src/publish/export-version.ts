import { type ExportDocument, exportDocumentSchema } from "@ashiato/core/export-document";
import { exportDatePrefix, exportDocumentKey, parseExportDocumentKey } from "@ashiato/core/keys";
import { findJson, listKeys } from "../aws/objects.ts";

/**
 * The version and time of creation of a run's export of a date: those it has, if it was published before; otherwise the version after the highest of
 * other runs, so that a number is never given twice, even when old exports have expired.
 */
export async function exportVersion(
  bucket: string,
  { date, run, now }: { date: string; run: string; now: Date },
): Promise<Pick<ExportDocument, "version" | "createdAt">> {
  const own = await findJson(bucket, exportDocumentKey(date, run), exportDocumentSchema);
  if (own !== undefined) {
    return { version: own.version, createdAt: own.createdAt };
  }
  let highest = 0;
  for await (const key of listKeys(bucket, exportDatePrefix(date))) {
    if (parseExportDocumentKey(key) !== undefined) {
      // Undefined only if it expired since it was listed.
      const other = await findJson(bucket, key, exportDocumentSchema);
      highest = Math.max(highest, other?.version ?? 0);
    }
  }
  return { version: highest + 1, createdAt: now.toISOString() };
}
