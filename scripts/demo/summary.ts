import type { FetchedExport } from "./check-exports.ts";
import type { BatchOutput } from "../api/run-batch.ts";
import { numberText, textTable } from "../terminal/text-table.ts";

/** The counts of a demo, as `--json` prints them. */
export type Summary = {
  sent: number;
  accepted: number;
  rejected: number;
  /** Rows that `store` wrote, and reports that it dropped as duplicates within a window. */
  stored: number;
  duplicates: number;
  ledger: BatchOutput["ledger"];
  /** The current export of every date. */
  exports: Pick<FetchedExport, "date" | "version" | "rows" | "bytes" | "path">[];
};

export function exportTable(exports: Summary["exports"]): string {
  return textTable(
    ["date", "version", "rows", "bytes", "file"],
    exports.map(({ date, version, rows, bytes, path }) => [date, version, rows, bytes, path]),
  );
}

/** Returns the first differences, one per line, and the number of the rest. */
export function differenceText(differences: readonly string[], shown = 10): string {
  const more = differences.length - shown;
  const lines = differences.slice(0, shown).map((difference) => `  ${difference}`);
  return [...lines, ...(more > 0 ? [`  and ${numberText(more)} more`] : [])].join("\n");
}
