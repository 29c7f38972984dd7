import { DuckDBDecimalType } from "@duckdb/node-api";
import { redshiftType } from "../query/column-metadata.ts";
import type { QueryColumn } from "../query/describe-query.ts";

export type UnloadedFile = { url: string; bytes: number; records: number };

/**
 * Returns the text of an UNLOAD's manifest. VERBOSE adds each file's bytes and records, the sums and the
 * columns; the records of a CSV file with HEADER count the header line.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (MANIFEST),
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD_command_examples.html
 */
export function manifestText(
  files: readonly UnloadedFile[],
  { verbose, columns }: { verbose: boolean; columns: readonly QueryColumn[] },
): string {
  if (!verbose) {
    return JSON.stringify({ entries: files.map(({ url }) => ({ url })) });
  }
  const sum = (count: (file: UnloadedFile) => number): number =>
    files.reduce((total, file) => total + count(file), 0);
  return JSON.stringify({
    entries: files.map(({ url, bytes, records }) => ({
      url,
      meta: { content_length: bytes, record_count: records },
    })),
    schema: { elements: columns.map((column) => ({ name: column.name, type: elementType(column) })) },
    meta: { content_length: sum((file) => file.bytes), record_count: sum((file) => file.records) },
    author: { name: "Amazon Redshift", version: "1.0.0" },
  });
}

function elementType({ name, type, declared }: QueryColumn): object {
  const { base, precision } = redshiftType(type, name, declared);
  if (type instanceof DuckDBDecimalType) {
    return { base, precision, scale: type.scale };
  }
  const isText = base === "character varying" || base === "character";
  return isText ? { base, max_length: precision } : { base };
}
