import { type ColumnName, columns } from "./columns.ts";
import { deriveReportId, isDerivedKind } from "./report-id.ts";
import type { Report } from "./report-schema.ts";
import { timestampText } from "./timestamps.ts";

/** A row of the table as text, by column; the field of a missing value is empty. */
export type ReportRow = Record<ColumnName, string>;

/**
 * The row of a report. Decimals are rounded to the nearest that the column holds, written with all its digits and never as minus zero; a heading
 * that rounds up to 360 is north, 0.
 * @param receivedAt milliseconds since 1970
 */
export function reportRow(report: Report, receivedAt: number): ReportRow {
  const heading = decimal(report.heading, 3);
  const { deviceId, recordedAt, latitude, longitude } = position(report);
  return {
    device_id: deviceId,
    recorded_at: recordedAt,
    latitude,
    longitude,
    accuracy_m: decimal(report.accuracy, 3),
    altitude_m: decimal(report.altitude, 3),
    altitude_accuracy_m: decimal(report.altitudeAccuracy, 3),
    speed_mps: decimal(report.speed, 3),
    heading_deg: heading === "360.000" ? "0.000" : heading,
    battery: decimal(report.battery, 3),
    charging: report.charging?.toString() ?? "",
    report_id: report.reportId ?? derivedReportId(report),
    received_at: timestampText(receivedAt),
  };
}

/** The id that a report has if its client gives none. */
export function derivedReportId(report: Report): string {
  return deriveReportId(position(report));
}

/**
 * The JSON report that a row's text says, for sending it again: columns without a key, and empty fields, are left out. So is a derived id: receive derives
 * it anew, of what the row says by now. Not checked: receive does that. A timestamp without a zone is taken as UTC, as the table keeps it.
 */
export function reportFromRow(row: Partial<ReportRow>): Record<string, unknown> {
  return Object.fromEntries(
    columns.flatMap((column) => {
      const text = row[column.name];
      const isDerived = column.name === "report_id" && text !== undefined && isDerivedKind(text);
      return !("key" in column) || text === undefined || text === "" || isDerived
        ? []
        : [[column.key, jsonValue(column.type, text)]];
    }),
  );
}

function position(report: Report): Parameters<typeof deriveReportId>[0] {
  return {
    deviceId: report.deviceId,
    recordedAt: report.timestamp.text,
    latitude: decimal(report.latitude, 7),
    longitude: decimal(report.longitude, 7),
  };
}

function jsonValue(type: string, text: string): unknown {
  if (type === "timestamp") {
    return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text) ? `${text.replace(" ", "T")}Z` : text;
  }
  if (type === "boolean") {
    return text === "true" || text === "false" ? text === "true" : text;
  }
  if (type.startsWith("decimal")) {
    const value = Number(text);
    return Number.isFinite(value) ? value : text;
  }
  return text;
}

function decimal(value: number | null | undefined, scale: number): string {
  if (value === null || value === undefined) {
    return "";
  }
  const text = value.toFixed(scale);
  return /^-0\.0*$/.test(text) ? text.slice(1) : text;
}
