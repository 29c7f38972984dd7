import { DuckDBGeometryValue, type DuckDBValue } from "@duckdb/node-api";
import type { Field } from "../statements/result-page.ts";

/**
 * Returns a value as a field of the Data API: whole numbers as `longValue`, REAL and DOUBLE PRECISION as
 * `doubleValue`, and what JSON has no type for as text: a whole number beyond 2^53, Infinity and NaN too.
 */
export function recordField(value: DuckDBValue): Field {
  if (value === null) {
    return { isNull: true };
  }
  if (typeof value === "boolean") {
    return { booleanValue: value };
  }
  if (typeof value === "number" && Number.isFinite(value)) {
    return { doubleValue: value };
  }
  if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) {
    return { longValue: Number(value) };
  }
  return { stringValue: String(value) };
}

/**
 * Returns a field of a column whose DuckDB type is a whole number of up to 32 bits, which arrives as a
 * number.
 */
export function integerField(value: DuckDBValue): Field {
  return typeof value === "number" ? { longValue: value } : recordField(value);
}

/**
 * Returns a field of a CHAR column, filled with blanks to its length:
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
 */
export function charField(bytes: number): (value: DuckDBValue) => Field {
  return (value) => (typeof value === "string" ? { stringValue: value.padEnd(bytes) } : recordField(value));
}

/**
 * Returns a field of a GEOMETRY: its bytes in hexadecimal digits.
 * https://docs.aws.amazon.com/redshift/latest/dg/geospatial-overview.html
 */
export function geometryField(value: DuckDBValue): Field {
  if (value instanceof DuckDBGeometryValue) {
    return { stringValue: Buffer.from(value.bytes).toString("hex").toUpperCase() };
  }
  return recordField(value);
}
