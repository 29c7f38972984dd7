import { columns, type ReportKey } from "../../columns.ts";
import { type HeadingKey, type Headings } from "./csv-headings.ts";
import { isDerivedKind } from "../../report-id.ts";
import { one, type Unit } from "../../units.ts";
import type { FileOptions, FileReport } from "./file-record.ts";
import { readTime } from "./time-text.ts";

const trueWords = new Set(["true", "t", "1", "yes", "y", "on"]);
const falseWords = new Set(["false", "f", "0", "no", "n", "off"]);

const numberKeys = columns.flatMap((column) =>
  "key" in column && column.type.startsWith("decimal") ? [column.key] : [],
);
export const requiredNumbers: ReadonlySet<HeadingKey> = new Set<HeadingKey>(["latitude", "longitude"]);

export type FieldOptions = Pick<FileOptions, "device" | "timeZone" | "dateOrder"> & {
  /** Whether a comma in a number is a decimal comma. */
  decimalComma: boolean;
};

/** Returns the report in a line's fields, by the headings; or why the line cannot be read as one. */
export function fieldsReport(
  fields: readonly string[],
  { columns, width }: Headings,
  options: FieldOptions,
): { kind: "report"; report: FileReport } | { kind: "refused"; reason: string } {
  // Spreadsheets drop empty fields at the end of a line, or add some.
  if (fields.length < width && width - fields.length > optionalAtEnd(columns, width)) {
    return { kind: "refused", reason: `it has ${fields.length} fields of ${width}` };
  }
  if (fields.length > width && fields.slice(width).some((field) => field.trim() !== "")) {
    return { kind: "refused", reason: `it has ${fields.length} fields for ${width} headings` };
  }
  const text = (key: HeadingKey): string => {
    const column = columns.get(key);
    return column === undefined ? "" : (fields[column.index] ?? "").trim();
  };
  const time = columns.has("timeOfDay") ? `${text("date")} ${text("timeOfDay")}` : text("timestamp");
  const timestamp = readTime(time, options);
  if (!timestamp.ok) {
    return { kind: "refused", reason: timestamp.reason };
  }
  const report: FileReport = { deviceId: text("deviceId") || options.device, timestamp: timestamp.timestamp };
  for (const key of numberKeys) {
    const value = text(key);
    const read = readNumber(value, options);
    if (read === undefined && requiredNumbers.has(key)) {
      return {
        kind: "refused",
        reason: `${columns.get(key)?.heading} is ${JSON.stringify(value)}, not a number`,
      };
    }
    if (read !== undefined) {
      report[key] = inUnit(key, read, columns.get(key)?.unit ?? one);
    }
  }
  const charging = readFlag(text("charging"));
  if (charging !== undefined) {
    report["charging"] = charging;
  }
  const reportId = readId(text("reportId"));
  if (reportId !== undefined) {
    report["reportId"] = reportId;
  }
  return { kind: "report", report };
}

/** Returns how many columns at the end of a line may be missing because none of them is required. */
function optionalAtEnd(columns: Headings["columns"], width: number): number {
  const required = (["deviceId", "timestamp", "date", "timeOfDay", "latitude", "longitude"] as const).map(
    (key) => columns.get(key)?.index ?? -1,
  );
  return width - 1 - Math.max(...required);
}

/**
 * Returns the number of a field; undefined for a text that is not a number, which is an unknown value, except
 * where a report must have one.
 */
export function readNumber(
  text: string,
  { decimalComma }: Pick<FieldOptions, "decimalComma">,
): number | undefined {
  const pointed = decimalComma ? text.replace(",", ".") : text;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(pointed) ? Number(pointed) : undefined;
}

/**
 * Returns a number in the unit of its key. A battery's column that does not name percent may still be in
 * percent: then it has values over 1.
 */
export function inUnit(key: ReportKey, value: number, { multiply }: Unit): number {
  if (multiply !== 1) {
    return value * multiply;
  }
  return key === "battery" && value > 1 ? value / 100 : value;
}

/** Returns the flag that a field's word means; undefined for any other text, which is an unknown value. */
export function readFlag(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return trueWords.has(word) || (falseWords.has(word) ? false : undefined);
}

/**
 * Returns the id in a field; undefined for an empty field and for a derived id, which is derived again from
 * the line as it is now.
 */
export function readId(text: string): string | undefined {
  return text === "" || isDerivedKind(text) ? undefined : text;
}
