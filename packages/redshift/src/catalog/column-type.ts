import { notSupported, SqlError } from "../errors.ts";
import { quoteLiteral } from "../sql/quote.ts";
import { TokenReader } from "../sql/token-reader.ts";
import { tokenize } from "../sql/tokenize.ts";

/** The type of an external table's column. `bytes` is the length that varchar(n) and char(n) declare. */
export type ColumnType =
  | { kind: "smallint" | "integer" | "bigint" | "real" | "double" | "boolean" | "date" | "timestamp" }
  /** Of the warehouse's own tables alone. */
  | { kind: "time" | "timestamptz" }
  | { kind: "decimal"; precision: number; scale: number }
  | { kind: "varchar" | "char"; bytes: number };

/**
 * What a `string` of Glue, or a VARCHAR without length, may hold:
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
 */
const maxVarcharBytes = 65_535;
const maxCharBytes = 4096;

/** Of a VARCHAR or TEXT without a length. */
const defaultVarcharBytes = 256;

/**
 * Reads a type as Redshift's DDL and Glue's tables write it (`varchar(36)`, `double precision`, `string`).
 * Throws `feature_not_supported` for a type that external CSV and Parquet tables do not have here.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html (data_type)
 */
export function readColumnType(reader: TokenReader): ColumnType {
  const name = reader.identifier();
  switch (name) {
    case "tinyint":
    case "smallint":
    case "int2":
      return { kind: "smallint" };
    case "integer":
    case "int":
    case "int4":
      return { kind: "integer" };
    case "bigint":
    case "int8":
      return { kind: "bigint" };
    case "real":
    case "float4":
      return { kind: "real" };
    case "float":
    case "float8":
      return { kind: "double" };
    case "double":
      reader.takeWords("precision");
      return { kind: "double" };
    case "boolean":
    case "bool":
      return { kind: "boolean" };
    case "date":
      return { kind: "date" };
    case "timestamp":
    case "time":
      if (name === "timestamp" && reader.takeWords("with", "time", "zone")) {
        return { kind: "timestamptz" };
      }
      reader.takeWords("without", "time", "zone");
      return { kind: name };
    case "timestamptz":
      return { kind: "timestamptz" };
    case "decimal":
    case "numeric":
      return readDecimal(reader);
    case "string":
      return { kind: "varchar", bytes: maxVarcharBytes };
    case "character":
      return reader.takeWords("varying") ? varchar(reader) : char(reader);
    case "varchar":
    case "nvarchar":
      return varchar(reader);
    case "text":
      return { kind: "varchar", bytes: defaultVarcharBytes };
    case "bpchar":
      return { kind: "char", bytes: defaultVarcharBytes };
    case "char":
    case "nchar":
      return char(reader);
    default:
      throw notSupported(`the column type "${name}"`);
  }
}

/** Returns the type that a Glue table declares as text. Hive's `float` has four bytes, Redshift's eight. */
export function parseColumnType(text: string): ColumnType {
  if (text === "float") {
    return { kind: "real" };
  }
  const reader = new TokenReader(tokenize(text));
  const type = readColumnType(reader);
  if (reader.peek()) {
    throw notSupported(`the column type "${text}"`);
  }
  return type;
}

/** Returns the type in DuckDB's words. */
export function duckdbType(type: ColumnType): string {
  switch (type.kind) {
    case "decimal":
      return `DECIMAL(${type.precision},${type.scale})`;
    case "varchar":
    case "char":
      return "VARCHAR";
    case "smallint":
    case "integer":
    case "bigint":
    case "real":
    case "double":
    case "boolean":
    case "date":
    case "timestamp":
    case "time":
    case "timestamptz":
      return type.kind.toUpperCase();
  }
}

/** Returns the type as SVV_EXTERNAL_COLUMNS and Glue write it. */
export function glueType(type: ColumnType): string {
  switch (type.kind) {
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    case "varchar":
    case "char":
      return `${type.kind}(${type.bytes})`;
    case "integer":
      return "int";
    case "real":
      return "float";
    case "smallint":
    case "bigint":
    case "double":
    case "boolean":
    case "date":
    case "timestamp":
    case "time":
    case "timestamptz":
      return type.kind;
  }
}

/** Hive's name of the partition whose key is NULL; UNLOAD writes it too. */
export const hiveNullPartition = "__HIVE_DEFAULT_PARTITION__";

/** Returns a partition value's text as a DuckDB constant of the partition key's type. */
export function typedConstant(text: string, type: ColumnType): string {
  return `CAST(${text === hiveNullPartition ? "NULL" : quoteLiteral(text)} AS ${duckdbType(type)})`;
}

function readDecimal(reader: TokenReader): ColumnType {
  const [precision = 18, scale = 0] = readLengths(reader);
  if (precision < 1 || precision > 38 || scale > precision) {
    throw new SqlError("invalid_value", `DECIMAL precision ${precision} must be between 1 and 38`);
  }
  return { kind: "decimal", precision, scale };
}

function varchar(reader: TokenReader): ColumnType {
  const [bytes = defaultVarcharBytes] = readLengths(reader, maxVarcharBytes);
  if (bytes < 1 || bytes > maxVarcharBytes) {
    throw new SqlError("invalid_value", `length for type varchar cannot exceed ${maxVarcharBytes}`);
  }
  return { kind: "varchar", bytes };
}

function char(reader: TokenReader): ColumnType {
  const [bytes = 1] = readLengths(reader, maxCharBytes);
  if (bytes < 1 || bytes > maxCharBytes) {
    throw new SqlError("invalid_value", `length for type char cannot exceed ${maxCharBytes}`);
  }
  return { kind: "char", bytes };
}

/** `(n)`, `(p, s)`, or, of a character type, `(MAX)`. */
function readLengths(reader: TokenReader, max?: number): number[] {
  const next = reader.peek();
  if (next?.kind !== "symbol" || next.text !== "(") {
    return [];
  }
  return reader.list(() => (max !== undefined && reader.takeWords("max") ? max : reader.expectNumber()));
}
