import { csvHeader, exportColumns } from "./columns.ts";

/**
 * The time of a fix in the stage's time zone: the last column of a CSV if the setting `localTime` is true. It
 * belongs to no version of the columns, which are the same in every stage.
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
 * Returns the SQL for a row's local time, like `2026-11-01T01:30:00.000000-04:00`, with the zone's offset at
 * that time, which distinguishes the two hours that repeat when clocks go back. Redshift has no format for an
 * offset, so it is the difference between local time and UTC.
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

/** Returns the local time of a fix from its time as the CSV has it: what `localTimeSql` says of it. */
export function localTimeText(recordedAt: string, timeZone: string): string {
  const milliseconds = Date.parse(`${recordedAt.slice(0, "yyyy-MM-ddTHH:mm:ss".length)}Z`);
  const zone = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const name = zone.formatToParts(milliseconds).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "00", minutes = "00"] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const offset = Number(`${sign}1`) * (60 * Number(hours) + Number(minutes)) * 60_000;
  const local = new Date(milliseconds + offset).toISOString().slice(0, "yyyy-MM-ddTHH:mm:ss".length);
  return `${local}${recordedAt.slice("yyyy-MM-ddTHH:mm:ss".length, -1)}${sign}${hours}:${minutes}`;
}
