import { decimalDigits } from "@ashiato/core/column";
import { dayColumns, type DayColumn } from "@ashiato/core/days-table";
import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

/** https://www.iana.org/assignments/media-types/application/vnd.apache.parquet */
export const parquetType = "application/vnd.apache.parquet";

/** A group of this many rows is held in memory; a supplement seldom has as many. */
const rowsPerGroup = 100_000;

type Value = string | bigint | boolean | null;

/**
 * Returns lines of an export's CSV as a Parquet file with the columns and types of the table of days:
 * decimals exact, times as microseconds since 1970 in UTC. Keeps the order of the lines.
 * @param lines without the header; no field is quoted
 */
export function parquetOfLines(lines: readonly string[], localTime: boolean): Uint8Array {
  const columns = dayColumns(localTime);
  const values: Value[][] = columns.map(() => []);
  for (const line of lines) {
    const fields = line.split(",");
    columns.forEach((column, index) => values[index]?.push(valueOf(column, fields[index] ?? "")));
  }
  return parquetOf(columns, values);
}

/** Returns a Parquet file without rows that has some columns of the table of days, in the given order. */
export function parquetWithoutRows(names: readonly string[]): Uint8Array {
  const known = dayColumns(true);
  const columns = names.flatMap((name) => known.find((column) => column.name === name) ?? []);
  return parquetOf(columns, []);
}

/** @param values those of each column */
function parquetOf(columns: readonly DayColumn[], values: readonly Value[][]): Uint8Array {
  const file = parquetWriteBuffer({
    schema: [{ name: "root", num_children: columns.length }, ...columns.map(elementOf)],
    columnData: columns.map(({ name }, index) => ({ name, data: values[index] ?? [] })),
    rowGroupSize: rowsPerGroup,
  });
  return new Uint8Array(file);
}

/** https://github.com/apache/parquet-format/blob/master/LogicalTypes.md */
function elementOf({ name, type }: DayColumn): SchemaElement {
  const column = { name, repetition_type: "OPTIONAL" } as const;
  if (type === "timestamp") {
    return { ...column, type: "INT64", converted_type: "TIMESTAMP_MICROS" };
  }
  if (type === "boolean") {
    return { ...column, type: "BOOLEAN" };
  }
  if (type.startsWith("decimal")) {
    const { precision, scale } = decimalDigits(type);
    return { ...column, type: "INT64", converted_type: "DECIMAL", precision, scale };
  }
  return { ...column, type: "BYTE_ARRAY", converted_type: "UTF8" };
}

function valueOf({ type }: DayColumn, field: string): Value {
  if (field === "") {
    return null;
  }
  if (type === "timestamp") {
    return microseconds(field);
  }
  if (type === "boolean") {
    return field === "true";
  }
  return type.startsWith("decimal") ? unscaled(field, decimalDigits(type).scale) : field;
}

/** Of a time such as `2026-11-21T00:00:00.123456Z`. */
function microseconds(time: string): bigint {
  const [seconds = "", fraction = ""] = time.slice(0, -1).split(".");
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000n + BigInt(fraction.padEnd(6, "0"));
}

/** The digits of a decimal without its point: `-0.5` of scale 3 is -500. */
function unscaled(decimal: string, scale: number): bigint {
  const [whole = "", fraction = ""] = decimal.split(".");
  return BigInt(`${whole}${fraction.padEnd(scale, "0")}`);
}
