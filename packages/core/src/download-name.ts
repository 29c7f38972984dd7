import type { ExportDocument, Supplement } from "./export-document.ts";

/**
 * Returns the name under which a file of an export is saved: `locations_2026-11-21_v2.csv`, or
 * `…_v2_part1.csv` if UNLOAD split the export.
 */
export function downloadName(
  document: Pick<ExportDocument, "date" | "version" | "files">,
  index: number,
): string {
  const part = document.files.length > 1 ? `_part${index + 1}` : "";
  return `locations_${document.date}_v${document.version}${part}.csv`;
}

/** Returns the name under which a Parquet file of an export is saved, by the rules of `downloadName`. */
export function parquetName(
  document: Pick<ExportDocument, "date" | "version" | "parquet">,
  index: number,
): string {
  const part = (document.parquet?.files.length ?? 0) > 1 ? `_part${index + 1}` : "";
  return `locations_${document.date}_v${document.version}${part}.parquet`;
}

/** Returns the name under which a supplement is saved: `locations_2026-11-21_v2_late1.csv`. */
export function supplementName({
  date,
  supplementOf,
  number,
}: Pick<Supplement, "date" | "supplementOf" | "number">): string {
  return `locations_${date}_v${supplementOf}_late${number}.csv`;
}
