import type { DuckDBValue } from "@duckdb/node-api";
import type { Field } from "../statements/result-page.ts";

/**
 * A value as a field of the Data API: whole numbers as `longValue`, REAL and DOUBLE PRECISION as `doubleValue`, and what JSON has no type
 * for as text. A whole number beyond 2^53, which no JSON number keeps, is text too.
 */
export function recordField(value: DuckDBValue): Field {
  if (value === null) return { isNull: true };
  switch (typeof value) {
    case "boolean":
      return { booleanValue: value };
    case "bigint": {
      const number = Number(value);
      return Number.isSafeInteger(number) ? { longValue: number } : { stringValue: String(value) };
    }
    case "number":
      return { doubleValue: value };
    case "string":
      return { stringValue: value };
    default:
      return { stringValue: String(value) };
  }
}

/** A field of a column whose DuckDB type is a whole number of up to 32 bits, which arrives as a number. */
export function integerField(value: DuckDBValue): Field {
  return typeof value === "number" ? { longValue: value } : recordField(value);
}
