import { csvHeader, exportColumns } from "./columns.ts";

/**
 * The time of a fix in the stage's zone: the last column of a CSV where `localTime` of the settings asks for
 * it. It belongs to no version of the columns, which are the same in every stage.
 */
export const localTimeColumn = {
  name: "recorded_at_local",
  comment: "time of the fix in the stage's time zone, with its offset from UTC",
  required: true,
} as const;

/** Returns the columns of an export's CSV, in their order. */
export function columnsOfExport(
  localTime: boolean,
): (typeof exportColumns | [typeof localTimeColumn])[number][] {
  return localTime ? [...exportColumns, localTimeColumn] : exportColumns;
}

/** Returns the first line of an export's CSV files, without its line end. */
export function headerOfExport(localTime: boolean): string {
  return localTime ? `${csvHeader},${localTimeColumn.name}` : csvHeader;
}

/**
 * Returns the SQL for a row's local time, like `2026-11-01T01:30:00.000000-04:00`. The offset is what the
 * zone has at that moment, so the hour that a zone has twice can be told apart. Redshift has no format for an
 * offset: it is the distance of the two readings of the clock.
 * https://docs.aws.amazon.com/redshift/latest/dg/CONVERT_TIMEZONE.html
 */
export function localTimeSql(timeZone: string): string {
  const local = `CONVERT_TIMEZONE('${timeZone.replaceAll("'", "''")}', r.recorded_at)`;
  const minutes = `DATEDIFF(minute, r.recorded_at, ${local})`;
  const twoDigits = (number: string): string => `LPAD(CAST(${number} AS VARCHAR), 2, '0')`;
  return (
    `TO_CHAR(${local}, 'YYYY-MM-DD"T"HH24:MI:SS.US') || CASE WHEN ${minutes} < 0 THEN '-' ELSE '+' END || ` +
    `${twoDigits(`ABS(${minutes}) / 60`)} || ':' || ${twoDigits(`MOD(ABS(${minutes}), 60)`)}`
  );
}
