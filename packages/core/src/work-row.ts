import { stringify } from "csv-stringify/sync";
import { businessDate } from "./business-date.ts";
import { type Column, columns, type DecimalType, partitionColumn } from "./columns.ts";
import { deviceIdPattern } from "./device-id.ts";
import { reportRow } from "./report-row.ts";
import type { Report } from "./report-schema.ts";
import { shownValue } from "./shown-value.ts";
import { datePattern, timePattern } from "./timestamps.ts";

/** Bytes of the longest line that `workRows` can make, line end included, with room: a longer line is none of ours. */
export const maxWorkRowBytes = 1_024;

type Field = { name: string; type: Column["type"] | "date"; required?: true };

/** The fields of a work row: the business date, then the table's columns. */
const fields: readonly Field[] = [{ ...partitionColumn, required: true }, ...columns];

const fieldPatterns = fields.map(fieldPattern);
const wholeFieldPatterns = fieldPatterns.map((pattern) => new RegExp(`^${pattern}$`));
const receivedAtIndex = fields.findIndex(({ name }) => name === "received_at");

/**
 * The CSV lines of reports, without line ends: `dt` first, then the table's columns. No value that a report may hold needs quotes, so a line is
 * split at commas and a file at line ends.
 * @param received moment of arrival in milliseconds since 1970, and the stage's time zone
 */
export function workRows(reports: Report[], received: { at: number; timeZone: string }): string[] {
  const records = reports.map((report) => {
    const row = reportRow(report, received.at);
    return [
      businessDate(report.timestamp.epochMilliseconds, received.timeZone),
      ...columns.map(({ name }) => row[name]),
    ];
  });
  return records.length === 0 ? [] : stringify(records).trimEnd().split("\n");
}

/** A work row without its time of arrival, and that time: two rows are equal reports if their contents are. */
export function workRowContent(line: string): { content: string; receivedAt: string } {
  const values = line.split(",");
  const [receivedAt = ""] = values.splice(receivedAtIndex, 1);
  return { content: values.join(","), receivedAt };
}

/**
 * A pattern that a whole work row matches where the text's reading stands (`lastIndex`), up to and with its line feed. It knows the columns' types and the
 * calendar, so that the warehouse can read whatever matches.
 */
export function workRowPattern(): RegExp {
  return new RegExp(`${fieldPatterns.join(",")}\n`, "y");
}

/** Why a line, without its line feed, is not a work row; undefined if it is one. */
export function checkWorkRow(line: string): string | undefined {
  const values = line.split(",");
  if (values.length !== fields.length) {
    return `has ${values.length} fields instead of ${fields.length}`;
  }
  for (const [index, value] of values.entries()) {
    const { name, type } = fields[index]!;
    if (!wholeFieldPatterns[index]!.test(value)) {
      return `${name} is ${shownValue(value)}, not ${type}`;
    }
  }
  return undefined;
}

function fieldPattern({ type, required }: Field): string {
  const pattern = `(?:${typePattern(type)})`;
  return required ? pattern : `${pattern}?`;
}

function typePattern(type: Field["type"]): string {
  switch (type) {
    case "date":
      return datePattern;
    case "timestamp":
      return String.raw`${datePattern} ${timePattern}\.\d{6}`;
    case "boolean":
      return "true|false";
    case "varchar(64)":
      return deviceIdPattern;
    case "varchar(36)":
      return "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    default:
      return decimalPattern(type);
  }
}

function decimalPattern(type: DecimalType): string {
  const [precision = 0, scale = 0] = [...type.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return String.raw`-?\d{1,${precision - scale}}(?:\.\d{1,${scale}})?`;
}
