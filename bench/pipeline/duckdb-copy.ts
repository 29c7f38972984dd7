import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { columns, partitionColumn } from "@ashiato/core/columns";
import { DuckDBInstance } from "@duckdb/node-api";
import type { WorkObject } from "./distribute.ts";

/**
 * Measures the seconds of DuckDB's own COPY, with one thread, that sorts the same gzip files by date: plain
 * files out, or gzip as `distribute` writes them. All columns are text, so that nothing is parsed that is not
 * needed.
 */
export async function measureCopy(
  batch: WorkObject[],
  { directory, compression }: { directory: string; compression: "none" | "gzip" },
): Promise<number> {
  const input = join(directory, "in");
  const output = join(directory, "out");
  await mkdir(input, { recursive: true });
  for (const [index, { zipped }] of batch.entries()) {
    await writeFile(join(input, `${index}.csv.gz`), zipped);
  }
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const names = [partitionColumn, ...columns].map(({ name }) => `'${name}': 'VARCHAR'`);
    const read = `read_csv('${join(input, "*.csv.gz")}', header = false, auto_detect = false, delim = ',', quote = '', escape = '', columns = {${names.join(", ")}})`;
    const started = performance.now();
    await connection.run(
      `COPY (SELECT * FROM ${read}) TO '${output}' (FORMAT csv, HEADER false, PARTITION_BY (${partitionColumn.name}), COMPRESSION ${compression})`,
    );
    return (performance.now() - started) / 1_000;
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(directory, { recursive: true, force: true });
  }
}
