import { duckdbType, type ColumnType } from "../catalog/column-type.ts";
import type { SurplusHandling } from "../catalog/table-format.ts";

/**
 * Returns the DuckDB expression that reads a column's text as its type. What does not fit is NULL; a
 * timestamp has a single form, `yyyy-MM-dd HH:mm:ss.SSSSSS`, and a varchar's length counts bytes.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html (data_type, TABLE PROPERTIES)
 */
export function readText(text: string, type: ColumnType, surplus: SurplusHandling): string {
  const cast = `TRY_CAST(${text} AS ${duckdbType(type)})`;
  switch (type.kind) {
    case "varchar":
      return readCharacters(text, type.bytes, surplus);
    case "char":
      // A CHAR's value does not include trailing blanks:
      // https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
      return readCharacters(`rtrim(${text}, ' ')`, type.bytes, surplus);
    case "timestamp":
      return when(`regexp_full_match(${text}, '\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}\\.\\d{6}')`, cast);
    case "time":
    case "timestamptz":
      return cast;
    case "date":
      return readDate(text, cast);
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
      // DuckDB would read 1_000.
      return when(`NOT contains(${text}, '_')`, cast);
  }
}

/** In the order in which they are tried, when the text is not in ISO's form. */
const dateFormats = ["%m-%d-%y", "%m-%d-%Y", "%b-%d-%Y", "%d-%b-%Y", "%Y-%b-%d"];

/**
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html (data_type): the formats of
 * DATE
 */
function readDate(text: string, cast: string): string {
  const formats = dateFormats.map((format) => `'${format}'`).join(", ");
  return (
    `CASE WHEN regexp_full_match(${text}, '\\d{4}-\\d{2}-\\d{2}') THEN ${cast} ` +
    `WHEN regexp_full_match(${text}, '\\w{2,4}-\\w{2,3}-\\d{2,4}') THEN CAST(try_strptime(${text}, [${formats}]) AS DATE) END`
  );
}

function readCharacters(text: string, bytes: number, surplus: SurplusHandling): string {
  if (surplus === "truncate") {
    return `redshift_left_bytes(${text}, ${bytes})`;
  }
  return when(`strlen(${text}) <= ${bytes}`, text);
}

function when(condition: string, value: string): string {
  return `CASE WHEN ${condition} THEN ${value} END`;
}
