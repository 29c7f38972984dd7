import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { quoteLiteral } from "../sql/quote.ts";

/** The average bytes of a row in Parquet, packed as in the file and unpacked. */
export type RowSize = { packedBytes: number; unpackedBytes: number };

/** As many as DuckDB puts into a row group by itself. */
const sampleRows = 122_880;

/** DuckDB gathers a row group in memory before it packs it: one of rows that pack very well ends here. */
const maxUnpackedGroupBytes = 512 * 1024 * 1024;

/** Measures rows by a Parquet file of the first ones of a query. */
export async function measureRows(
  connection: DuckDBConnection,
  query: string,
  directory: string,
): Promise<RowSize> {
  const file = quoteLiteral(path.join(directory, "sample.parquet"));
  await connection.run(
    `COPY (${query} ORDER BY rowid LIMIT ${sampleRows}) TO ${file} (FORMAT parquet, COMPRESSION snappy)`,
  );
  const reader = await connection.runAndReadAll(
    `SELECT sum(total_compressed_size)::DOUBLE, sum(total_uncompressed_size)::DOUBLE, ` +
      `(SELECT sum(num_rows)::DOUBLE FROM parquet_file_metadata(${file})) FROM parquet_metadata(${file})`,
  );
  const [packed, unpacked, rows] = (reader.getRows()[0] ?? []).map(Number);
  const count = Math.max(1, rows ?? 0);
  return {
    packedBytes: Math.max(1, packed ?? 0) / count,
    unpackedBytes: Math.max(1, unpacked ?? 0) / count,
  };
}

/** Returns the number of rows that make a row group of about this size in the file. */
export function rowsPerGroup({ packedBytes, unpackedBytes }: RowSize, groupBytes: number): number {
  const rows = Math.min(groupBytes / packedBytes, maxUnpackedGroupBytes / unpackedBytes);
  return Math.max(1, Math.floor(rows));
}
