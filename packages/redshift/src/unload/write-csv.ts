import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat, truncate } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip, createZstdCompress } from "node:zlib";
import type { DuckDBConnection } from "@duckdb/node-api";
import { runBzip2 } from "../bzip2/bzip2.ts";
import { quoteLiteral } from "../sql/quote.ts";
import type { Unload, UnloadFormat } from "../grammar/statement.ts";
import type { QueryColumn } from "../query/describe-query.ts";
import { columnName, csvSelectList, headerField } from "./csv-columns.ts";
import { sliceCount, type FilePlace } from "./file-names.ts";
import { splitCsv, type CsvPart } from "./split-csv.ts";

/** A file that is ready to be put. `records` counts the header line too. */
export type WrittenFile = FilePlace & { path: string; bytes: number; records: number };

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
  const slices = unload.parallel ? sliceCount : 1;
  const whole: CsvPart = { slice: 0, part: 0, path: file, bytes, records: rows + (format.header ? 1 : 0) };
  const isWhole = slices === 1 && bytes <= unload.maxFileSizeBytes;
  if (isWhole) {
    return { rows, files: [await compress(whole, unload, source.signal)] };
  }
  const { header } = format;
  const plan = {
    bytes,
    header,
    slices,
    maxFileSizeBytes: unload.maxFileSizeBytes,
    directory,
    signal: source.signal,
  };
  const parts = await splitCsv(file, plan);
  await rm(file);
  return { rows, files: await compressAll(parts, unload, source.signal) };
}

/** Compresses files two at a time: zlib works in threads beside this one. */
async function compressAll(
  parts: readonly CsvPart[],
  unload: Unload,
  signal: AbortSignal,
): Promise<WrittenFile[]> {
  const files: WrittenFile[] = [];
  const waiting = parts.entries();
  const work = async (): Promise<void> => {
    for (const [index, part] of waiting) {
      files[index] = await compress(part, unload, signal);
    }
  };
  for (const ended of await Promise.allSettled([work(), work()])) {
    if (ended.status === "rejected") {
      throw ended.reason;
    }
  }
  return files;
}

/** Three times as fast as zlib's default, for files of rows that are 7 % larger. */
const gzipLevel = 1;

async function compress(part: CsvPart, { compression }: Unload, signal: AbortSignal): Promise<WrittenFile> {
  if (compression === "none") {
    return part;
  }
  const packed = `${part.path}.packed`;
  if (compression === "bzip2") {
    await runBzip2({ action: "compress", from: part.path, to: packed }, signal);
  } else {
    const packer = compression === "gzip" ? createGzip({ level: gzipLevel }) : createZstdCompress();
    await pipeline(createReadStream(part.path), packer, createWriteStream(packed), { signal });
  }
  await rm(part.path);
  const { size } = await stat(packed);
  return { ...part, path: packed, bytes: size };
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
