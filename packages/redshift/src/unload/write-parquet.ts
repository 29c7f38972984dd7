import { mkdtemp, stat } from "node:fs/promises";
import path from "node:path";
import { DuckDBTypeId, type DuckDBConnection } from "@duckdb/node-api";
import { SqlError } from "../sql-error.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";
import type { Unload } from "../sql/statement.ts";
import { columnName, type OutputColumn } from "./csv-columns.ts";
import { sliceCount } from "./file-names.ts";
import type { Source, WrittenFile } from "./write-csv.ts";

/** Writes a query's rows to Parquet files of Snappy. https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (PARQUET) */
export async function writeParquet(
  source: Source,
  unload: Unload,
): Promise<{ rows: number; files: WrittenFile[] }> {
  const { connection } = source;
  const names = source.columns.map((_, index) => columnName(index)).join(", ");
  const list = selectList(source.columns);
  const directory = await mkdtemp(path.join(source.directory, "parquet-"));
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE redshift_parquet AS SELECT * FROM (${source.sql}) AS q(${names})`,
  );
  const rows = await countRows(connection);
  const slices = unload.parallel ? Math.max(1, Math.min(sliceCount, rows)) : 1;
  const files: WrittenFile[] = [];
  for (let slice = 0; slice < slices; slice += 1) {
    const from = Math.floor((rows * slice) / slices);
    const to = Math.floor((rows * (slice + 1)) / slices);
    files.push(
      ...(await writeSlice({ connection, list, directory, slice, from, to }, unload.maxFileSizeBytes)),
    );
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

/** Writes a slice as one file, or, when that is over the size, as the number of parts that brings them under it. */
async function writeSlice(slice: Slice, maxFileSizeBytes: number): Promise<WrittenFile[]> {
  const rows = slice.to - slice.from;
  for (let parts = 1; ;) {
    const files: WrittenFile[] = [];
    for (let part = 0; part < parts; part += 1) {
      const from = slice.from + Math.floor((rows * part) / parts);
      const to = slice.from + Math.floor((rows * (part + 1)) / parts);
      files.push(await writePart({ ...slice, from, to }, part));
    }
    const largest = Math.max(...files.map((file) => file.bytes));
    if (largest <= maxFileSizeBytes || parts >= rows) return files;
    parts = Math.min(rows, Math.max(parts + 1, Math.ceil((parts * largest) / maxFileSizeBytes)));
  }
}

async function writePart(
  { connection, list, directory, slice, from, to }: Slice,
  part: number,
): Promise<WrittenFile> {
  const file = path.join(directory, `${slice}-${part}.parquet`);
  await connection.run(
    `COPY (SELECT ${list} FROM redshift_parquet WHERE rowid >= ${from} AND rowid < ${to} ORDER BY rowid) ` +
      `TO ${quoteLiteral(file)} (FORMAT parquet, COMPRESSION snappy)`,
  );
  const { size } = await stat(file);
  return { slice, part, path: file, bytes: size, records: to - from };
}

function selectList(columns: readonly OutputColumn[]): string {
  const names = columns.map((column) => column.name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new SqlError("duplicate_object", `column "${repeated}" duplicated: Parquet needs distinct names`);
  return columns
    .map(({ name, type }, index) => {
      // Parquet has no whole number of 128 bits.
      const isHuge = type.typeId === DuckDBTypeId.HUGEINT;
      const value = isHuge ? `CAST(${columnName(index)} AS DECIMAL(38,0))` : columnName(index);
      return `${value} AS ${quoteIdentifier(name)}`;
    })
    .join(", ");
}

async function countRows(connection: DuckDBConnection): Promise<number> {
  const reader = await connection.runAndReadAll("SELECT count(*) FROM redshift_parquet");
  return Number(reader.getRows()[0]?.[0]);
}
