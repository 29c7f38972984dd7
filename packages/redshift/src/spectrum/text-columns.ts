import { duckdbType, type ColumnType } from "../catalog/column-type.ts";
import type { SurplusHandling } from "../catalog/table-format.ts";

/**
 * The DuckDB expression that reads a column's text as its type. What does not fit is NULL; a timestamp has one form alone,
 * `yyyy-MM-dd HH:mm:ss.SSSSSS`, and a varchar's length counts bytes.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html (data_type, TABLE PROPERTIES)
 */
export function readText(text: string, type: ColumnType, surplus: SurplusHandling): string {
  const cast = `TRY_CAST(${text} AS ${duckdbType(type)})`;
  switch (type.kind) {
    case "varchar":
    case "char":
      return readCharacters(text, type.bytes, surplus);
    case "timestamp":
      return when(`regexp_full_match(${text}, '\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}\\.\\d{6}')`, cast);
    case "date":
      return when(`regexp_full_match(${text}, '\\d{4}-\\d{2}-\\d{2}')`, cast);
    case "boolean":
      return `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`;
    case "smallint":
    case "integer":
    case "bigint":
      // DuckDB would round a fraction and read an exponent.
      return when(`regexp_full_match(${text}, '[+-]?\\d+')`, cast);
    case "decimal":
    case "real":
    case "double":
      return cast;
  }
}

function readCharacters(text: string, bytes: number, surplus: SurplusHandling): string {
  if (surplus === "truncate") return `redshift_left_bytes(${text}, ${bytes})`;
  return when(`strlen(${text}) <= ${bytes}`, text);
}

function when(condition: string, value: string): string {
  return `CASE WHEN ${condition} THEN ${value} END`;
}
