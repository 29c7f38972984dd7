import * as z from "zod";
import { decimalDigits } from "../column.ts";
import { columns } from "../columns.ts";
import type { TakeLine, TakeLines } from "../formats/files/csv.ts";
import type { Headings } from "../formats/files/csv-headings.ts";
import { inUnit, readFlag, readId, readNumber, requiredNumbers } from "../formats/files/report-fields.ts";
import { derivedIdOf } from "../report-id.ts";
import { type DecimalColumn, decimalTextOf, isDecimalColumn } from "../report-row.ts";
import { timestampText } from "../timestamps.ts";
import { one, type Unit } from "../units.ts";
import { deviceId, flag, reportId } from "../value-rules.ts";
import { DirectTimes, type DirectTimeOptions } from "./direct-time.ts";
import {
  appendAscii,
  type FieldBytes,
  type FieldReader,
  type FieldWriter,
  remembering,
  type RowBytes,
  textWriter,
} from "./field-bytes.ts";
import { lineFields } from "./line-fields.ts";
import { plainDecimals } from "./plain-decimal.ts";

/** Takes the row of a line: its business date, and the rest of the work row, valid until the next one. */
export type WriteRow = (date: string, row: Readonly<RowBytes>) => void;

export type DirectRowOptions = DirectTimeOptions &
  Parameters<TakeLines>[1] & {
    /** Device of lines that name none. */
    device: string | undefined;
    /** The arrival of all rows, in milliseconds since 1970, and the client that sent them. */
    arrival: { at: number; source?: string | undefined };
  };

/** More than the fields of a row have together. */
const maxRowBytes = 1_024;

/**
 * Returns a function that writes the row of a CSV line if the line surely is a valid report. All others are
 * left to `fieldsReport`, `parseReport` and `workRows`, whose row for the same line is the same: values are
 * read and checked by the same functions and rules, but field by field and in the file's bytes, without texts
 * and a report in between. Undefined for headings of which no line is sure.
 */
export function directRows(
  { columns: headings, width }: Headings,
  options: DirectRowOptions,
  write: WriteRow,
): TakeLine | undefined {
  const time = headings.get("timestamp");
  const device = headings.get("deviceId");
  if (time === undefined || (device === undefined && !deviceId.safeParse(options.device).success)) {
    return undefined;
  }
  const times = new DirectTimes(options);
  const { fields, after } = rowSteps(
    {
      ...valueWriters(headings, options),
      recorded_at: { index: time.index, write: (field, row) => times.write(field, row) },
      ...(device && { device_id: { index: device.index, write: textWriter(deviceReader(options.device)) } }),
      report_id: { index: headings.get("reportId")?.index ?? -1, write: idWriter() },
    },
    {
      device_id: options.device ?? "",
      received_at: timestampText(options.arrival.at),
      source: options.arrival.source ?? "",
    },
  );
  const found = lineFields(width, options.delimiter);
  const row: RowBytes = { bytes: Buffer.alloc(maxRowBytes), length: 0 };
  const field: FieldBytes = { bytes: row.bytes, start: 0, end: 0 };
  return (bytes, start) => {
    const behind = found.find(bytes, start);
    if (behind === -1) {
      return -1;
    }
    field.bytes = bytes;
    row.length = 0;
    for (const { before, index, write: writeField } of fields) {
      appendAscii(row, before);
      field.start = index === -1 ? 0 : found.starts[index]!;
      field.end = index === -1 ? 0 : found.ends[index]!;
      if (!writeField(field, row)) {
        return -1;
      }
    }
    appendAscii(row, after);
    write(times.date, row);
    return behind;
  };
}

type ColumnName = (typeof columns)[number]["name"];

/** What writes a column of which the rows differ, and the index of its field in a line; -1 without one. */
type ColumnWriter = { index: number; write: FieldWriter };

/** Puts together once what is equal in all rows: most files name six or seven columns of a dozen. */
function rowSteps(
  writers: Partial<Record<ColumnName, ColumnWriter>>,
  fixed: Partial<Record<ColumnName, string>>,
): { fields: (ColumnWriter & { before: string })[]; after: string } {
  const fields: (ColumnWriter & { before: string })[] = [];
  let before = "";
  for (const [position, { name }] of columns.entries()) {
    const comma = position === 0 ? "" : ",";
    const writer = writers[name];
    if (writer === undefined) {
      before = `${before}${comma}${fixed[name] ?? ""}`;
    } else {
      fields.push({ ...writer, before: `${before}${comma}` });
      before = "";
    }
  }
  return { fields, after: before };
}

function valueWriters(
  headings: Headings["columns"],
  options: DirectRowOptions,
): Partial<Record<ColumnName, ColumnWriter>> {
  return Object.fromEntries(
    columns.flatMap((column): [ColumnName, ColumnWriter][] => {
      const heading = "key" in column ? headings.get(column.key) : undefined;
      if (heading === undefined) {
        return [];
      }
      const { index, unit } = heading;
      if (isDecimalColumn(column)) {
        return [[column.name, { index, write: numberWriter(column, unit, options) }]];
      }
      return column.name === "charging" ? [[column.name, { index, write: textWriter(flagText) }]] : [];
    }),
  );
}

/** Returns what writes the id that a line gives, or the one that derives from the fields of the row. */
function idWriter(): FieldWriter {
  const writeGiven = textWriter(givenId);
  return (field, row) => {
    const { length } = row;
    if (field.start < field.end && !writeGiven(field, row)) {
      return false;
    }
    if (row.length === length) {
      appendAscii(row, derivedIdOf(row.bytes.subarray(0, endOfPosition(row))));
    }
    return true;
  };
}

/** The columns from which an id derives are the first of a row. */
function endOfPosition({ bytes }: RowBytes): number {
  let end = 0;
  for (let commas = 0; commas < positionColumns; end += 1) {
    commas += bytes[end] === comma ? 1 : 0;
  }
  return end - 1;
}

function numberWriter(
  column: DecimalColumn,
  unit = one,
  options: Pick<DirectRowOptions, "decimalComma">,
): FieldWriter {
  const { key, rule } = column;
  const decimalText = decimalTextOf(column);
  const missing = requiredNumbers.has(key) ? undefined : "";
  const readText = (text: string): string | undefined => {
    const read = readNumber(text, options);
    if (read === undefined) {
      return missing;
    }
    const value = inUnit(key, read, unit);
    return rule.safeParse(value).success ? decimalText(value) : undefined;
  };
  const writeAny = textWriter(requiredNumbers.has(key) ? readText : remembering(readText));
  const writePlain = plainWriter(column, unit);
  return writePlain === undefined ? writeAny : (field, row) => writePlain(field, row) || writeAny(field, row);
}

/**
 * Returns what writes the numbers of a column that are written as the row has them. Undefined where more is
 * asked of a value than a range, and where the row has another unit: a battery above 1 is in percent.
 */
function plainWriter({ key, rule, type }: DecimalColumn, unit: Unit): FieldWriter | undefined {
  const inner = rule instanceof z.ZodNumber ? rule : rule.unwrap().unwrap();
  const { minValue: least, maxValue: most } = inner;
  const isRange = least !== null && most !== null && inner.def.checks?.length === 2;
  return isRange && unit === one && key !== "battery"
    ? plainDecimals({ least, most, scale: decimalDigits(type).scale })
    : undefined;
}

function flagText(text: string): string | undefined {
  const read = readFlag(text);
  return read === undefined ? "" : String(flag.parse(read));
}

/** Returns an empty text where the id is to be derived. */
function givenId(text: string): string | undefined {
  const given = readId(text);
  return given === undefined ? "" : reportId.safeParse(given).data;
}

function deviceReader(device: string | undefined): FieldReader {
  return remembering((text) => deviceId.safeParse(text || device).data);
}

const positionColumns = ["device_id", "recorded_at", "latitude", "longitude"].length;
const comma = 0x2c;
