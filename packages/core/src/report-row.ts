import { type Column, decimalDigits, type DecimalType } from "./column.ts";
import { type ColumnName, columns } from "./columns.ts";
import { deriveReportId, isDerivedKind } from "./report-id.ts";
import type { Report } from "./report-schema.ts";
import { timestampText } from "./timestamps.ts";

/** A row of the table as text, by column; the field of a missing value is empty. */
export type ReportRow = Record<ColumnName, string>;

/** When a report arrived, in milliseconds since 1970, and by whose key; absent: by the stage's own token. */
export type Arrival = { at: number; source?: string | undefined };

/** The columns with a text that is not just the value of their key. */
const derivedTexts: Partial<Record<ColumnName, (report: Report, arrival: Arrival) => string>> = {
  recorded_at: ({ timestamp }) => timestamp.text,
  report_id: (report) => report.reportId ?? derivedReportId(report),
  received_at: (_report, { at }) => timestampText(at),
  source: (_report, { source = "" }) => source,
};

const texts = columns.map((column): [ColumnName, (report: Report, arrival: Arrival) => string] => [
  column.name,
  derivedTexts[column.name] ?? textOf(column),
]);

/**
 * Returns the row of a report, by the columns' types. Decimals are rounded to the column's scale, and written
 * with all its digits and never as minus zero; a heading that rounds up to 360 becomes 0, north.
 */
export function reportRow(report: Report, arrival: Arrival): ReportRow {
  const row: Partial<ReportRow> = {};
  for (const [name, text] of texts) {
    row[name] = text(report, arrival);
  }
  return row as ReportRow;
}

/** Returns the id of a report that is sent without one. */
export function derivedReportId(report: Report): string {
  return deriveReportId(position(report));
}

/**
 * Returns the JSON report for a row's texts, to send it again. Omits columns without a key, empty fields and
 * a derived id, which receive derives again from the row as it is now. Does not check the values: receive
 * does. A timestamp without a zone is UTC, as in the table.
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

/** Inspects the column once, not for each value: a request may have a thousand reports of a dozen values. */
function textOf(column: (typeof columns)[number]): (report: Report) => string {
  if (!("key" in column)) {
    return () => "";
  }
  const { key } = column;
  if (isDecimalColumn(column)) {
    const decimalText = decimalTextOf(column);
    return (report) => {
      const value = report[key];
      return value === null || value === undefined ? "" : decimalText(Number(value));
    };
  }
  return (report) => {
    const value = report[key];
    if (value === null || value === undefined) {
      return "";
    }
    return typeof value === "string" ? value : JSON.stringify(value);
  };
}

/** A column of numbers that is filled from a report. */
export type DecimalColumn = Extract<(typeof columns)[number], { key: string; type: DecimalType }>;

export function isDecimalColumn(column: (typeof columns)[number]): column is DecimalColumn {
  return "key" in column && isDecimal(column.type);
}

/** Returns a function that writes a column's number with all the digits of its scale. */
export function decimalTextOf({ name, type }: DecimalColumn): (value: number) => string {
  const { scale } = decimalDigits(type);
  if (name !== "heading_deg") {
    return (value) => decimal(value, scale);
  }
  const full = decimal(360, scale);
  const north = decimal(0, scale);
  return (value) => {
    const text = decimal(value, scale);
    return text === full ? north : text;
  };
}

function isDecimal(type: Column["type"]): type is DecimalType {
  return type.startsWith("decimal");
}

function jsonValue(type: Column["type"], text: string): unknown {
  if (type === "timestamp") {
    return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text) ? `${text.replace(" ", "T")}Z` : text;
  }
  if (type === "boolean") {
    return text === "true" || text === "false" ? text === "true" : text;
  }
  if (isDecimal(type)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : text;
  }
  return text;
}

function decimal(value: number, scale: number): string {
  const text = value.toFixed(scale);
  return value < 0 && /^-0\.0*$/.test(text) ? text.slice(1) : text;
}
