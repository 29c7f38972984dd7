import { mkdtemp, rm, stat, truncate } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteLiteral } from "../sql/quote.ts";
import type { Unload, UnloadFormat } from "../grammar/statement.ts";
import type { QueryColumn } from "../query/describe-query.ts";
import { columnName, csvSelectList, headerField } from "./csv-columns.ts";
import { sliceCount } from "./file-names.ts";
import { type WrittenFile, writeParts } from "./write-parts.ts";

export type CsvFormat = Extract<UnloadFormat, { kind: "csv" }>;

export type Source = {
  connection: DuckDBConnection;
  /** The SELECT whose rows are unloaded. */
  sql: string;
  columns: readonly QueryColumn[];
  directory: string;
  signal: AbortSignal;
};

/**
 * Writes a query's rows to CSV files: one streaming COPY by DuckDB, cut and compressed only where the
 * statement asks for it.
 */
export async function writeCsv(
  source: Source,
  format: CsvFormat,
  unload: Unload,
): Promise<{ rows: number; files: WrittenFile[] }> {
  const directory = await mkdtemp(path.join(source.directory, "csv-"));
  const file = path.join(directory, "all");
  const names = source.columns.map((_, index) => columnName(index)).join(", ");
  const options = [
    "FORMAT csv",
    ...headerOptions(source.columns, format),
    `DELIMITER ${quoteLiteral(format.delimiter)}`,
    // The select list quotes, by Redshift's rule.
    "QUOTE ''",
    "ESCAPE ''",
    `NULLSTR ${quoteLiteral(format.nullText)}`,
  ];
  const result = await source.connection.run(
    `COPY (SELECT ${csvSelectList(source.columns, format)} FROM (${source.sql}) AS q(${names})) ` +
      `TO ${quoteLiteral(file)} (${options.join(", ")})`,
  );
  const rows = result.rowsChanged;
  if (rows === 0 && repeatsNames(source.columns, format)) {
    await truncate(file, (await stat(file)).size - 1);
  }
  const { size: bytes } = await stat(file);
  const { header } = format;
  const { compression, maxFileSizeBytes } = unload;
  const slices = unload.parallel ? sliceCount : 1;
  if (slices === 1 && bytes <= maxFileSizeBytes && compression === "none") {
    return { rows, files: [{ slice: 0, part: 0, path: file, bytes, records: rows + (header ? 1 : 0) }] };
  }
  const plan = { bytes, header, slices, maxFileSizeBytes };
  const files = await writeParts({ file, compression, plan }, source.signal);
  await rm(file);
  return { rows, files };
}

/**
 * DuckDB would rename the second column of a name, so a header with a name twice is written before
 * the rows.
 */
function headerOptions(columns: readonly QueryColumn[], format: CsvFormat): string[] {
  if (!repeatsNames(columns, format)) {
    return [`HEADER ${String(format.header)}`];
  }
  const line = columns.map((column) => headerField(column.name, format)).join(format.delimiter);
  // With a prefix DuckDB ends no row but by the next one, and wants a suffix.
  return ["HEADER false", `PREFIX ${quoteLiteral(`${line}\n`)}`, `SUFFIX ${quoteLiteral("\n")}`];
}

function repeatsNames(columns: readonly QueryColumn[], { header }: CsvFormat): boolean {
  return header && new Set(columns.map((column) => column.name)).size < columns.length;
}
