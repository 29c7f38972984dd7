import { mkdtemp, stat } from "node:fs/promises";
import path from "node:path";
import { DuckDBTypeId, type DuckDBConnection } from "@duckdb/node-api";
import { SqlError } from "../errors.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";
import type { Unload, UnloadFormat } from "../grammar/statement.ts";
import type { QueryColumn } from "../query/describe-query.ts";
import { columnName } from "./csv-columns.ts";
import { sliceCount } from "./file-names.ts";
import { measureRows, rowsPerGroup } from "./row-groups.ts";
import type { Source } from "./write-csv.ts";
import type { WrittenFile } from "./write-parts.ts";

export type ParquetFormat = Extract<UnloadFormat, { kind: "parquet" }>;

/**
 * Writes a query's rows to Parquet files of Snappy, in row groups of about the asked size. MAXFILESIZE is
 * rounded down to whole row groups. https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (FORMAT AS
 * PARQUET clause)
 */
export async function writeParquet(
  source: Source,
  { rowGroupBytes }: ParquetFormat,
  unload: Unload,
): Promise<{ rows: number; files: WrittenFile[] }> {
  const { connection } = source;
  const names = source.columns.map((_, index) => columnName(index)).join(", ");
  const directory = await mkdtemp(path.join(source.directory, "parquet-"));
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE redshift_parquet AS SELECT * FROM (${source.sql}) AS q(${names})`,
  );
  const rows = await countRows(connection);
  const list = selectList(source.columns);
  const row = await measureRows(connection, `SELECT ${list} FROM redshift_parquet`, directory);
  const { maxFileSizeBytes } = unload;
  const wholeGroups = Math.floor(maxFileSizeBytes / rowGroupBytes) * rowGroupBytes;
  const layout = {
    rowsPerGroup: rowsPerGroup(row, rowGroupBytes),
    rowsPerFile: Math.max(1, Math.floor((wholeGroups || maxFileSizeBytes) / row.packedBytes)),
    maxFileSizeBytes,
  };
  const slices = unload.parallel ? Math.max(1, Math.min(sliceCount, rows)) : 1;
  const files: WrittenFile[] = [];
  for (let slice = 0; slice < slices; slice += 1) {
    const from = Math.floor((rows * slice) / slices);
    const to = Math.floor((rows * (slice + 1)) / slices);
    files.push(...(await writeSlice({ connection, list, directory, slice, from, to }, layout)));
  }
  return { rows, files };
}

type Slice = {
  connection: DuckDBConnection;
  list: string;
  directory: string;
  slice: number;
  /** Rows from, included, and to, excluded. */
  from: number;
  to: number;
};

type Layout = { rowsPerGroup: number; rowsPerFile: number; maxFileSizeBytes: number };

/**
 * Writes a slice's files one after the other, and again with fewer rows in each when one came out over the
 * size.
 */
async function writeSlice(slice: Slice, layout: Layout): Promise<WrittenFile[]> {
  const { maxFileSizeBytes } = layout;
  for (let { rowsPerFile } = layout; ;) {
    const files: WrittenFile[] = [];
    let { from } = slice;
    do {
      const to = Math.min(slice.to, from + rowsPerFile);
      files.push(await writePart({ ...slice, from, to }, files.length, layout.rowsPerGroup));
      from = to;
    } while (from < slice.to);
    const largest = Math.max(...files.map((file) => file.bytes));
    if (largest <= maxFileSizeBytes || rowsPerFile === 1) {
      return files;
    }
    rowsPerFile = Math.max(1, Math.floor((0.95 * rowsPerFile * maxFileSizeBytes) / largest));
  }
}

async function writePart(
  { connection, list, directory, slice, from, to }: Slice,
  part: number,
  groupRows: number,
): Promise<WrittenFile> {
  const file = path.join(directory, `${slice}-${part}.parquet`);
  await connection.run(
    `COPY (SELECT ${list} FROM redshift_parquet WHERE rowid >= ${from} AND rowid < ${to} ORDER BY rowid) ` +
      `TO ${quoteLiteral(file)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${groupRows})`,
  );
  const { size } = await stat(file);
  return { slice, part, path: file, bytes: size, records: to - from };
}

function selectList(columns: readonly QueryColumn[]): string {
  const names = columns.map((column) => column.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new SqlError("duplicate_object", `column "${repeated}" duplicated: Parquet needs distinct names`);
  }
  return columns
    .map(({ name, type }, index) => `${parquetValue(columnName(index), type)} AS ${quoteIdentifier(name)}`)
    .join(", ");
}

function parquetValue(name: string, { typeId }: QueryColumn["type"]): string {
  // Parquet has no whole number of 128 bits.
  if (typeId === DuckDBTypeId.HUGEINT) {
    return `CAST(${name} AS DECIMAL(38,0))`;
  }
  // "Only the timestamp values are unloaded": the page's words on TIMESTAMPTZ.
  if (typeId === DuckDBTypeId.TIMESTAMP_TZ) {
    return `CAST(${name} AS TIMESTAMP)`;
  }
  return name;
}

async function countRows(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll("SELECT count(*) FROM redshift_parquet");
  return Number(reader.getRows()[0]?.[0]);
}
