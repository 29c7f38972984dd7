import path from "node:path";
import { duckdbType, glueType, parseColumnType, type ColumnType } from "../catalog/column-type.ts";
import type { OwnColumn } from "../catalog/catalog.ts";
import { redshiftType } from "../query/column-metadata.ts";
import type { QueryColumn } from "../query/describe-query.ts";
import type { OpenQuery } from "../query/open-query.ts";
import { notSupported } from "../errors.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";
import type { TableFiles } from "./table-files.ts";

/**
 * A column to write: its definition and DuckDB's expression of its value, over the query's columns `c0`,
 * `c1`, …
 */
export type WrittenColumn = { column: OwnColumn; value: string };

/** A query's rows, the columns that they fill, and those by which they are sorted. */
type Rows = {
  sql: string;
  columnCount: number;
  columns: readonly WrittenColumn[];
  sortKey?: readonly string[];
};

/**
 * Writes a query's rows to a file of a table, each value cast to its column as by an assignment. Returns the
 * file's name, if there are rows, and the number of rows. A text that is too long, or a NULL in a NOT NULL
 * column, fails the statement. https://docs.aws.amazon.com/redshift/latest/dg/r_INSERT_30.html,
 * r_Character_types.html
 */
export async function writeRows(
  { connection, directory }: OpenQuery,
  query: Rows,
  tables: TableFiles,
): Promise<{ files: string[]; rows: number }> {
  const file = path.join(directory, "rows.parquet");
  const names = Array.from({ length: query.columnCount }, (_, index) => `c${index}`);
  const list = query.columns.map(
    ({ column, value }) => `${assigned(column, value)} AS ${quoteIdentifier(column.name)}`,
  );
  const { sortKey = [] } = query;
  const order = sortKey.length > 0 ? ` ORDER BY ${sortKey.map(quoteIdentifier).join(", ")}` : "";
  const result = await connection.run(
    `COPY (SELECT ${list.join(", ")} FROM (${query.sql}) AS q(${names.join(", ")})${order}) ` +
      `TO ${quoteLiteral(file)} (FORMAT parquet, COMPRESSION snappy)`,
  );
  const rows = result.rowsChanged;
  return { files: rows > 0 ? [await tables.add(file)] : [], rows };
}

/** Returns the column that CREATE TABLE AS makes of a query's column. */
export function columnOfQuery({ name, type, declared }: QueryColumn): OwnColumn {
  const { typeName, precision, scale = 0 } = redshiftType(type, name, declared);
  return { name, type: glueType(ownType(typeName, { precision, scale, name })), notNull: false };
}

/** Returns a type of a result, as the Data API names it, as the type of a column. */
function ownType(
  typeName: string,
  { precision, scale, name }: { precision: number; scale: number; name: string },
): ColumnType {
  switch (typeName) {
    case "numeric":
      return { kind: "decimal", precision, scale };
    case "varchar":
      return { kind: "varchar", bytes: precision };
    case "bpchar":
      return { kind: "char", bytes: precision };
    case "interval":
      throw notSupported(`the type interval of the column "${name}" of a table`);
    case "int2":
      return { kind: "smallint" };
    case "int4":
      return { kind: "integer" };
    case "int8":
      return { kind: "bigint" };
    case "float4":
      return { kind: "real" };
    case "float8":
      return { kind: "double" };
    case "bool":
      return { kind: "boolean" };
    default:
      return parseColumnType(typeName);
  }
}

/** Returns the expression that assigns a value to a column. `value` is a DuckDB expression. */
export function assigned(column: OwnColumn, value: string): string {
  const type = parseColumnType(column.type);
  const cast = isText(type)
    ? fitting(`redshift_text(${value})`, type)
    : `CAST(${value} AS ${duckdbType(type)})`;
  if (!column.notNull) {
    return cast;
  }
  const message = quoteLiteral(`redshift: Cannot insert a NULL value into column ${column.name}`);
  return `CASE WHEN ${value} IS NULL THEN error(${message}) ELSE ${cast} END`;
}

type TextType = Extract<ColumnType, { kind: "varchar" | "char" }>;

function isText(type: ColumnType): type is TextType {
  return type.kind === "varchar" || type.kind === "char";
}

/** Blanks beyond the length are cut, and anything else is an error. */
function fitting(text: string, { kind, bytes }: TextType): string {
  const trimmed = `rtrim(${text}, ' ')`;
  const name = kind === "char" ? "character" : "character varying";
  const message = quoteLiteral(`redshift: value too long for type ${name}(${bytes})`);
  const whole = kind === "char" ? trimmed : text;
  return (
    `CASE WHEN ${text} IS NULL OR strlen(${whole}) <= ${bytes} THEN ${whole} ` +
    `WHEN strlen(${trimmed}) <= ${bytes} THEN left(${text}, ${bytes}) ELSE error(${message}) END`
  );
}
