import { columns } from "../../columns.ts";
import { type HeadingKey, type Headings } from "./csv-headings.ts";
import { isDerivedKind } from "../../report-id.ts";
import type { FileOptions, FileReport } from "./file-record.ts";
import { readTime } from "./time-text.ts";

const trueWords = new Set(["true", "t", "1", "yes", "y", "on"]);
const falseWords = new Set(["false", "f", "0", "no", "n", "off"]);

const numberKeys = columns.flatMap((column) =>
  "key" in column && column.type.startsWith("decimal") ? [column.key] : [],
);
const requiredNumbers = new Set<HeadingKey>(["latitude", "longitude"]);

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
      const { multiply } = columns.get(key)?.unit ?? { multiply: 1 };
      report[key] = key === "battery" ? charge(read, multiply) : inUnit(read, multiply);
    }
  }
  const charging = text("charging").toLowerCase();
  if (trueWords.has(charging) || falseWords.has(charging)) {
    report["charging"] = trueWords.has(charging);
  }
  const reportId = text("reportId");
  // A derived id is derived again, from the line as it is now.
  if (reportId !== "" && !isDerivedKind(reportId)) {
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

/** A value that is not a number is unknown, except if a report must have one. */
function readNumber(text: string, { decimalComma }: FieldOptions): number | undefined {
  const pointed = decimalComma ? text.replace(",", ".") : text;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(pointed) ? Number(pointed) : undefined;
}

function inUnit(value: number, multiply: number): number {
  return multiply === 1 ? value : value * multiply;
}

/** Returns 0 to 1. A column that does not name percent may still be in percent: then it has values over 1. */
function charge(value: number, multiply: number): number {
  return multiply === 1 && value > 1 ? value / 100 : value * multiply;
}
