import { randomUUID } from "node:crypto";
import path from "node:path";
import { runBzip2 } from "../bzip2/bzip2.ts";
import type { GlueTable } from "../catalog/glue-table.ts";
import { compressionOf, tableFormat } from "../catalog/table-format.ts";
import { SqlError } from "../errors.ts";
import type { DataFile } from "./list-files.ts";

/**
 * Unpacks the bzip2 files of a text table, which DuckDB cannot read, into the query's directory; the others
 * stay where they are. Throws `storage_error` for a file that is not a complete bzip2 file.
 * https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-data-files.html
 */
export async function unpackBzip2(
  files: readonly DataFile[],
  table: GlueTable,
  { directory, signal }: { directory: string; signal: AbortSignal },
): Promise<DataFile[]> {
  const format = tableFormat(table);
  if (format.kind === "parquet") {
    return [...files];
  }
  const unpacked: DataFile[] = [];
  for (const file of files) {
    const isPacked = (format.compression ?? compressionOf(file.key)) === "bzip2";
    unpacked.push(isPacked ? { ...file, path: await unpack(file, directory, signal) } : file);
  }
  return unpacked;
}

async function unpack(
  { path: from, url }: DataFile,
  directory: string,
  signal: AbortSignal,
): Promise<string> {
  const to = path.join(directory, `unpacked-${randomUUID()}`);
  try {
    await runBzip2({ action: "decompress", from, to }, signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof Error)) {
      throw error;
    }
    throw new SqlError("storage_error", `Spectrum Scan Error: ${url}: ${error.message}`, { cause: error });
  }
  return to;
}
