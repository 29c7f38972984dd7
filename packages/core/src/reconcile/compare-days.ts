import { countLateRows } from "../export-document.ts";
import { counted } from "./counted.ts";
import { type Finding, finding } from "./finding.ts";
import type { StoredDate, StoredLake } from "./stored-date.ts";

/**
 * Returns what is wrong between the current export of a date and the table of days, unless the next run
 * exports the date. An export without Parquet leaves the table as it was.
 */
export function compareDays(stored: StoredDate, lake: StoredLake): Finding[] {
  const { date, dayLocation, dayRows, isPending, exports, objects } = stored;
  const [current] = exports;
  if (isPending) {
    return [];
  }
  if (current === undefined) {
    // An export that is missing is requested, and moves the partition.
    return dayLocation === undefined || objects.length > 0
      ? []
      : [
          finding("day without export", {
            date,
            text: `The table of days reads ${dayLocation}, and the date has no export`,
            repair: "drop day",
          }),
        ];
  }
  const folder = dayFolder(stored, lake);
  if (folder === undefined) {
    return [];
  }
  const rows = current.document.rows + countLateRows(current.supplements);
  const isShown = dayLocation?.replace(/\/?$/, "/") === folder;
  return [
    ...(isShown
      ? []
      : [
          finding("day elsewhere", {
            date,
            text: `The table of days reads ${dayLocation ?? "nothing"}, and version ${current.document.version} is at ${folder}`,
            repair: "show export",
          }),
        ]),
    ...(dayRows === rows
      ? []
      : [
          finding("day rows differ", {
            date,
            text: `The Parquet files of version ${current.document.version} have ${counted(dayRows ?? 0, "row")}, and the export ${rows}`,
          }),
        ]),
  ];
}

/** Returns the URL that the table of days is to read; undefined for an export without Parquet. */
export function dayFolder(
  { exports: [current] }: Pick<StoredDate, "exports">,
  { downloadsUrl }: Pick<StoredLake, "downloadsUrl">,
): string | undefined {
  const prefix = current?.document.parquet?.prefix;
  return prefix === undefined ? undefined : `${downloadsUrl}${prefix}`;
}
