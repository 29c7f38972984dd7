import { numberText } from "../terminal/text-table.ts";
import type { Summary } from "./summary.ts";

/**
 * Returns the lines of the demo's calculation, from the reports sent to the rows of the CSVs.
 * @param onPurpose true if the demo made every rejected report invalid on purpose
 */
export function sumsText(summary: Summary, { onPurpose }: { onPurpose: boolean }): string {
  const { sent, rejected, stored, duplicates } = summary;
  const rows = summary.exports.reduce((sum, each) => sum + each.rows, 0);
  const lines: [string, number, string][] = [
    [" ", sent, "sent"],
    ["-", rejected, onPurpose ? "rejected: made wrong on purpose" : "rejected by the API"],
    ["-", duplicates, "sent twice, and dropped when the queue was drained"],
    ["-", stored - rows, "sent twice, and dropped by the export, which sees every drain"],
    ["=", rows, "rows in the CSVs"],
  ];
  const width = Math.max(...lines.map(([, count]) => numberText(count).length));
  return lines
    .map(([sign, count, text]) => `${sign} ${numberText(count).padStart(width)}  ${text}`)
    .join("\n");
}
