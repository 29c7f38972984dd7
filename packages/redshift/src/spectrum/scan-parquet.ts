import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import { duckdbType, parseColumnType, type ColumnType } from "../catalog/column-type.ts";
import type { GlueTable } from "../catalog/glue-table.ts";
import { SqlError } from "../errors.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";
import type { DataFile } from "./list-files.ts";
import type { ScanSource } from "./scan-text.ts";

/** A row of DESCRIBE begins with the column's name and type. */
const describedColumn = z.tuple([z.string(), z.string()]).rest(z.unknown());

/** Types of Parquet files that a declared type takes; another is an error, as in Redshift. */
const compatible: Record<ColumnType["kind"], string[]> = {
  smallint: ["TINYINT", "SMALLINT"],
  integer: ["TINYINT", "SMALLINT", "INTEGER"],
  bigint: ["TINYINT", "SMALLINT", "INTEGER", "BIGINT"],
  real: ["FLOAT"],
  double: ["FLOAT", "DOUBLE"],
  decimal: ["DECIMAL", "INTEGER", "BIGINT"],
  boolean: ["BOOLEAN"],
  date: ["DATE"],
  timestamp: ["TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", "TIMESTAMP WITH TIME ZONE"],
  time: ["TIME"],
  timestamptz: ["TIMESTAMP WITH TIME ZONE"],
  varchar: ["VARCHAR", "BLOB"],
  char: ["VARCHAR", "BLOB"],
};

/**
 * Returns the source of a Parquet table's files. Columns go by name; one that no file has is NULL.
 * Throws `invalid_value` when a file's type does not fit the declared type.
 * https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-troubleshooting.html#spectrum-troubleshooting-incompatible-data-format
 */
export async function parquetSource(
  connection: DuckDBConnection,
  table: GlueTable,
  { files, fileColumn }: { files: readonly DataFile[]; fileColumn: string | undefined },
): Promise<ScanSource> {
  const paths = files.map((file) => quoteLiteral(file.path)).join(", ");
  const filename = fileColumn === undefined ? "" : `, filename = ${quoteLiteral(fileColumn)}`;
  const from = `read_parquet([${paths}], union_by_name = true, hive_partitioning = false${filename})`;
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`);
  const found = new Map(
    described.getRowsJson().map((row) => {
      const [name, type] = describedColumn.parse(row);
      return [name.toLowerCase(), { name, type }];
    }),
  );
  const columns = table.columns.map((column) => {
    const type = parseColumnType(column.type);
    const inFile = found.get(column.name.toLowerCase());
    const value = inFile ? readValue({ column: column.name, table: table.name, inFile, type }) : "NULL";
    return `CAST(${value} AS ${duckdbType(type)}) AS ${quoteIdentifier(column.name)}`;
  });
  return { from, columns };
}

type ParquetColumn = {
  column: string;
  table: string;
  inFile: { name: string; type: string };
  type: ColumnType;
};

function readValue({ column, table, inFile, type }: ParquetColumn): string {
  const base = inFile.type.replace(/\(.*\)$/u, "");
  if (!compatible[type.kind].includes(base)) {
    throw new SqlError(
      "invalid_value",
      `the files of "${table}" have an incompatible Parquet schema for column "${column}": ${inFile.type} is declared as ${type.kind}`,
    );
  }
  const value = quoteIdentifier(inFile.name);
  if (type.kind !== "varchar" && type.kind !== "char") {
    return value;
  }
  const text = base === "BLOB" ? `decode(${value})` : value;
  return `CASE WHEN strlen(${text}) <= ${type.bytes} THEN ${text} END`;
}
