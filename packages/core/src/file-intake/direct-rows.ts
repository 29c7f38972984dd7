import * as z from "zod";
import { decimalDigits } from "../column.ts";
import { columns } from "../columns.ts";
import type { Headings } from "../formats/files/csv-headings.ts";
import { inUnit, readFlag, readId, readNumber, requiredNumbers } from "../formats/files/report-fields.ts";
import { deriveReportId } from "../report-id.ts";
import { type DecimalColumn, decimalTextOf, isDecimalColumn } from "../report-row.ts";
import { one, type Unit } from "../units.ts";
import { timestampText } from "../timestamps.ts";
import { deviceId, flag, reportId } from "../value-rules.ts";
import { directTimes, type DirectTimeOptions } from "./direct-time.ts";
import { ownText } from "./own-text.ts";
import { plainDecimals } from "./plain-decimal.ts";

/** Takes the row of a line: its business date, and the rest of the work row. */
export type WriteRow = (date: string, line: string) => void;

export type DirectRowOptions = DirectTimeOptions & {
  /** Device of lines that name none. */
  device: string | undefined;
  /** Whether a comma in a number is a decimal comma. */
  decimalComma: boolean;
  /** The arrival of all rows, in milliseconds since 1970, and the client that sent them. */
  arrival: { at: number; source?: string | undefined };
};

/** Reads a field into the row's text of a column; undefined if the field may break a rule. */
type FieldReader = (text: string) => string | undefined;

type Columns = Headings["columns"];

/** Bounds the memory while a long file is read. */
const maxKnownTexts = 20_000;

const positions = new Map<string, number>(columns.map(({ name }, index) => [name, index]));
const deviceAt = position("device_id");
const timeAt = position("recorded_at");
const latitudeAt = position("latitude");
const longitudeAt = position("longitude");
const idAt = position("report_id");

/**
 * Returns a function that writes the row of a CSV line, and returns true, if the line surely is a valid
 * report. All others are left to `fieldsReport`, `parseReport` and `workRows`, whose row for the same line is
 * the same: values are read and checked by the same functions and rules, but one by one, without a report in
 * between. Undefined for headings of which none are sure.
 */
export function directRows(
  { columns: headings, width }: Headings,
  options: DirectRowOptions,
  write: WriteRow,
): ((fields: readonly string[]) => boolean) | undefined {
  const time = headings.get("timestamp");
  if (time === undefined) {
    return undefined;
  }
  const times = directTimes(options);
  const devices = deviceReader(options.device);
  const deviceIndex = headings.get("deviceId")?.index;
  const idIndex = headings.get("reportId")?.index;
  const readers = valueReaders(headings, options);
  const texts = columns.map(() => "");
  texts[position("received_at")] = timestampText(options.arrival.at);
  texts[position("source")] = options.arrival.source ?? "";
  const rowText = rowWriter(texts, [deviceAt, timeAt, idAt, ...readers.map(({ at }) => at)]);
  return (fields) => {
    if (fields.length !== width) {
      return false;
    }
    for (const { at, index, read } of readers) {
      const text = read(fields[index]!.trim());
      if (text === undefined) {
        return false;
      }
      texts[at] = text;
    }
    const recorded = times(fields[time.index]!.trim());
    const device = devices(deviceIndex === undefined ? "" : fields[deviceIndex]!.trim());
    if (recorded === undefined || device === undefined) {
      return false;
    }
    texts[deviceAt] = device;
    texts[timeAt] = recorded.text;
    const given = idIndex === undefined ? "" : givenId(fields[idIndex]!.trim());
    if (given === undefined) {
      return false;
    }
    texts[idAt] =
      given ||
      deriveReportId({
        deviceId: device,
        recordedAt: recorded.text,
        latitude: texts[latitudeAt]!,
        longitude: texts[longitudeAt]!,
      });
    write(recorded.date, rowText(texts));
    return true;
  };
}

/** Returns what joins the texts of a row by commas. The columns that all rows share are joined once. */
function rowWriter(
  texts: readonly string[],
  changing: readonly number[],
): (texts: readonly string[]) => string {
  const places = changing.toSorted((a, b) => a - b);
  const between = places.map((place, index) => {
    const before = texts.slice(index === 0 ? 0 : places[index - 1]! + 1, place);
    return [...(index === 0 ? [] : [""]), ...before, ""].join(",");
  });
  const after = texts
    .slice(places.at(-1)! + 1)
    .map((text) => `,${text}`)
    .join("");
  return (row) => {
    let line = "";
    for (let index = 0; index < places.length; index += 1) {
      line += between[index]! + row[places[index]!]!;
    }
    return line + after;
  };
}

function valueReaders(
  headings: Columns,
  options: DirectRowOptions,
): { at: number; index: number; read: FieldReader }[] {
  return columns.flatMap((column, at) => {
    const heading = "key" in column ? headings.get(column.key) : undefined;
    if (heading === undefined) {
      return [];
    }
    if (isDecimalColumn(column)) {
      return [{ at, index: heading.index, read: numberReader(column, heading.unit, options) }];
    }
    return column.name === "charging" ? [{ at, index: heading.index, read: flagText }] : [];
  });
}

function numberReader(
  column: DecimalColumn,
  unit = one,
  options: Pick<DirectRowOptions, "decimalComma">,
): FieldReader {
  const { key, rule } = column;
  const decimalText = decimalTextOf(column);
  const plainText = plainTextOf(column, unit);
  const missing = requiredNumbers.has(key) ? undefined : "";
  const readText = (text: string): string | undefined => {
    const read = readNumber(text, options);
    if (read === undefined) {
      return missing;
    }
    const value = inUnit(key, read, unit);
    return rule.safeParse(value).success ? decimalText(value) : undefined;
  };
  const readAny = requiredNumbers.has(key) ? readText : remembering(readText);
  return plainText === undefined ? readAny : (text) => plainText(text) ?? readAny(text);
}

/**
 * Returns what reads the texts of a column that are written as the row has them. Undefined where more is
 * asked of a value than a range, and where the row has another unit: a battery above 1 is in percent.
 */
function plainTextOf({ key, rule, type }: DecimalColumn, unit: Unit): FieldReader | undefined {
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

/** Keeps what the first texts came to: most columns have few values, over and over. */
function remembering(read: FieldReader): FieldReader {
  const known = new Map<string, string | undefined>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) {
      return found;
    }
    if (known.size >= maxKnownTexts) {
      return read(text);
    }
    const own = ownText(text);
    const value = read(own);
    known.set(own, value);
    return value;
  };
}

function position(name: (typeof columns)[number]["name"]): number {
  return positions.get(name)!;
}
