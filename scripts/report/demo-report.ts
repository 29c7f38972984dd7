import { type ColumnName, columns, type ReportKey } from "@ashiato/core/columns";
import type { Calendar } from "./calendar.ts";

/** What the CSV of a business date must show for a report, computed from what was sent. */
export type ExpectedRow = {
  /** Business date. */
  date: string;
  deviceId: string;
  /** RFC 3339 in UTC with six digits of the second. */
  recordedAt: string;
  /** Degrees with seven decimals. */
  latitude: string;
  longitude: string;
  /**
   * The client's own id, lower case. Absent if the client sent none, or one of version 8: what the app
   * derives says no more than the report.
   */
  reportId?: string;
  /** The optional values that were sent, by the CSV's column. */
  values: Record<string, number | boolean>;
};

/** A report on its way to the API. */
export type DemoReport = {
  /** The JSON that is sent. */
  body: Record<string, unknown>;
  /** Absent if what is sent cannot be a report: then no CSV may show it. */
  row?: ExpectedRow;
  /** The app's correct decision; `unknown` if the report comes from a file. */
  verdict: "accepted" | "rejected" | "unknown";
};

/** A position in time as the CSV must show it; `epochMicroseconds` since 1970. */
export type Fix = {
  deviceId: string;
  epochMicroseconds: number;
  latitude: number;
  longitude: number;
  reportId?: string | undefined;
  values: Record<string, number | boolean>;
};

/**
 * The CSV's column of each optional value of a report's JSON; the id is not among them, the server makes one.
 */
export const optionalColumns: ReadonlyMap<ReportKey, ColumnName> = new Map(
  columns.flatMap((column) =>
    "key" in column && !("required" in column) ? [[column.key, column.name]] : [],
  ),
);

const derivedId = /^.{14}8/;

export function expectedRow(fix: Fix, calendar: Calendar): ExpectedRow {
  return {
    date: calendar.dateOf(Math.floor(fix.epochMicroseconds / 1_000)),
    deviceId: fix.deviceId,
    recordedAt: timeText(fix.epochMicroseconds),
    latitude: degrees(fix.latitude),
    longitude: degrees(fix.longitude),
    ...(fix.reportId !== undefined &&
      !derivedId.test(fix.reportId) && { reportId: fix.reportId.toLowerCase() }),
    values: fix.values,
  };
}

/** Returns a text that is equal for reports of a date that must become one row. */
export function identity(row: Omit<ExpectedRow, "date" | "values">): string {
  return row.reportId === undefined ? position(row) : `${row.deviceId} ${row.reportId}`;
}

/** Returns the required values of a row. */
export function position(row: Omit<ExpectedRow, "date" | "values" | "reportId">): string {
  return [row.deviceId, row.recordedAt, row.latitude, row.longitude].join(",");
}

/** Returns degrees with seven decimals, about a centimetre: what the table keeps. */
export function degrees(value: number): string {
  const text = value.toFixed(7);
  return Number(text) === 0 ? (0).toFixed(7) : text;
}

function timeText(epochMicroseconds: number): string {
  const milliseconds = Math.floor(epochMicroseconds / 1_000);
  const micros = String(epochMicroseconds - milliseconds * 1_000).padStart(3, "0");
  return `${new Date(milliseconds).toISOString().slice(0, 23)}${micros}Z`;
}
