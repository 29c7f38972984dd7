import { businessDate } from "./business-date.ts";
import { type Column, columnsOfVersion, decimalDigits, newestVersion } from "./column.ts";
import { type ColumnName, columns, partitionColumn } from "./columns.ts";
import { type Arrival, reportRow } from "./report-row.ts";
import type { Report } from "./report-schema.ts";
import { shownValue } from "./shown-value.ts";
import { datePattern, timePattern } from "./timestamps.ts";

/**
 * At least the size in bytes of the longest line that `workRows` can make, including the line end: a longer
 * line is not one of ours.
 */
export const maxWorkRowBytes = 1_024;

type Field = Pick<Column, "name" | "pattern" | "required"> & { type: Column["type"] | "date" };

/**
 * Why a line is not a work row: in words with its value, and in short, as `fields` (it has another number of
 * them) or the name of the first column with a wrong value.
 */
export type RowFault = { reason: string; text: string };

/** Reads the rows of a column list: those of its own version, and those of every earlier one. */
export type WorkRowFormat = {
  /** The newest version that is read. */
  version: number;
  /**
   * Returns a sticky pattern that matches a whole work row at `lastIndex`, including its line feed. It checks
   * the columns' types and the calendar, so that the warehouse can read whatever matches.
   */
  pattern: () => RegExp;
  /**
   * Returns why a line, without its line feed, is not a work row of the version, or of any version if none is
   * given; undefined if it is one.
   */
  check: (line: string, version?: number) => string | undefined;
  /** Returns the same with what is wrong in short; undefined if the line is a work row. */
  fault: (line: string, version?: number) => RowFault | undefined;
  /**
   * Returns the values of a row by column, with `dt` for the business date; undefined for a line with another
   * number of fields.
   */
  read: (line: string) => Partial<Record<ColumnName | "dt", string>> | undefined;
  /** Returns a row with an empty field for each column that its version lacks. */
  widen: (row: string) => string;
};

/** Returns the format of a column list, to which later versions have only appended columns. */
export function workRowFormat(list: readonly Column[]): WorkRowFormat {
  const fields: readonly Field[] = [{ ...partitionColumn, required: true }, ...list];
  const patterns = fields.map(fieldPattern);
  const wholePatterns = patterns.map((pattern) => new RegExp(`^${pattern}$`));
  const version = newestVersion(list);
  /** Fields of a row, by version; a version that adds no column has those of the version before. */
  const widths = Array.from({ length: version }, (_, index) => 1 + columnsOfVersion(list, index + 1).length);
  const fault: WorkRowFormat["fault"] = (line, ofVersion) => {
    const values = line.split(",");
    const allowed = ofVersion === undefined ? widths : [widths[ofVersion - 1] ?? 0];
    if (!allowed.includes(values.length)) {
      const text = `has ${values.length} ${values.length === 1 ? "field" : "fields"}, not ${[...new Set(allowed)].join(" or ")}`;
      return { reason: "fields", text };
    }
    const wrong = values.findIndex((value, index) => !wholePatterns[index]!.test(value));
    if (wrong === -1) {
      return undefined;
    }
    const { name, type } = fields[wrong]!;
    return { reason: name, text: `${name} is ${shownValue(values[wrong])}, not ${type}` };
  };
  return {
    version,
    pattern: () => new RegExp(`${anyWidth(patterns, [...new Set(widths)])}\n`, "y"),
    check: (line, ofVersion) => fault(line, ofVersion)?.text,
    fault,
    read(line) {
      const values = line.split(",");
      return widths.includes(values.length)
        ? Object.fromEntries(values.map((value, index) => [fields[index]!.name, value]))
        : undefined;
    },
    widen: (row) => row + ",".repeat(fields.length - row.split(",").length),
  };
}

/** The format of the current columns. */
export const currentFormat = workRowFormat(columns);

/** Their positions are the same in every version, because columns are only appended. */
const recordedAtIndex = columns.findIndex(({ name }) => name === "recorded_at");
const receivedAtIndex = 1 + columns.findIndex(({ name }) => name === "received_at");

const sourceIndex = 1 + columns.findIndex(({ name }) => name === "source");

/** Returns the source of a work row of today's columns; empty where the stage's own token sent it. */
export function sourceOfRow(line: string): string {
  return line.split(",")[sourceIndex] ?? "";
}

/**
 * Returns the CSV lines of reports, without line ends: `dt` first, then the table's columns. No value of a
 * valid report needs quotes, so a line can be split at commas and a file at line ends.
 * @param received the arrival, and the stage's time zone
 */
export function workRows(reports: Report[], received: Arrival & { timeZone: string }): string[] {
  return reports.map((report) => {
    const row = reportRow(report, received);
    const date = businessDate(report.timestamp.epochMilliseconds, received.timeZone);
    return `${date},${columns.map(({ name }) => row[name]).join(",")}`;
  });
}

/**
 * Returns a work row for a row that lacks its business date, as a work object with an index and the table's
 * files hold it. Returns any other line as it is.
 */
export function datedRow(line: string, timeZone: string): string {
  const recorded = Date.parse(`${line.split(",")[recordedAtIndex] ?? ""}Z`);
  if (currentFormat.check(line) === undefined || Number.isNaN(recorded)) {
    return line;
  }
  const dated = `${businessDate(recorded, timeZone)},${line}`;
  return currentFormat.check(dated) === undefined ? dated : line;
}

/**
 * Returns a work row's contents without the time of arrival, and that time: two rows are equal reports if
 * their contents are equal.
 */
export function workRowContent(line: string): { content: string; receivedAt: string } {
  const values = line.split(",");
  const [receivedAt = ""] = values.splice(receivedAtIndex, 1);
  return { content: values.join(","), receivedAt };
}

/**
 * Returns the pattern for the fields of the narrowest row, then those that each wider row adds: all of them
 * or none.
 */
function anyWidth(patterns: readonly string[], widths: readonly number[]): string {
  const [narrowest = 0, ...wider] = widths;
  let later = "";
  for (const width of wider.toReversed()) {
    const before = widths[widths.indexOf(width) - 1] ?? 0;
    later = `(?:,${patterns.slice(before, width).join(",")}${later})?`;
  }
  return patterns.slice(0, narrowest).join(",") + later;
}

function fieldPattern({ type, pattern: own, required }: Field): string {
  const pattern = `(?:${own ?? typePattern(type)})`;
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
    default:
      return decimalPattern(type);
  }
}

function decimalPattern(type: string): string {
  const { precision, scale } = decimalDigits(type);
  const fraction = scale === 0 ? "" : String.raw`(?:\.\d{1,${scale}})?`;
  return String.raw`-?\d{1,${precision - scale}}${fraction}`;
}
