import type { ExportDocument } from "@ashiato/core/export-document";
import { readExportedRows } from "./exported-row.ts";
import type { Tally } from "./tally.ts";
import { numberText } from "../terminal/text-table.ts";
import { counted } from "../terminal/counted.ts";

/** A fetched export. */
export type FetchedExport = Pick<ExportDocument, "date" | "version" | "rows" | "bytes" | "timeZone"> & {
  path: string;
};

/**
 * Compares the fetched CSVs with the demo's own count. Returns a sentence for each difference; none if every
 * date that was sent has its export and each holds every report once, in order, and nothing else.
 */
export async function checkExports(
  exports: readonly FetchedExport[],
  tally: Tally,
  timeZone: string,
): Promise<string[]> {
  const differences: string[] = [];
  for (const { date, rows, path, timeZone: exportZone } of exports) {
    if (exportZone !== timeZone) {
      differences.push(
        `${date} is a date in ${exportZone}, not in ${timeZone}: use --time-zone ${exportZone}`,
      );
    }
    const exported = await readExportedRows(path);
    if (exported.length !== rows) {
      differences.push(
        `${date}: export.json says ${counted(rows, "row")}, but the CSV has ${numberText(exported.length)}`,
      );
    }
    differences.push(...tally.compare(date, exported));
  }
  for (const date of tally.dates) {
    if (!exports.some((each) => each.date === date)) {
      differences.push(
        `${date} has no export, but ${counted(tally.rows(date), "report was", "reports were")} accepted for it`,
      );
    }
  }
  return differences;
}
