import { parseColumnType } from "../catalog/column-type.ts";
import type { GlueTable } from "../catalog/glue-table.ts";
import { compressionOf, type Compression, type TableFormat } from "../catalog/table-format.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";
import type { DataFile } from "./list-files.ts";
import { readText } from "./text-columns.ts";

export type TextFormat = Exclude<TableFormat, { kind: "parquet" }>;

/** A longer line means that the file is of another kind. */
const maxLineBytes = 4 * 1024 * 1024;

/** DuckDB's own default, which would grow to 16 times the longest line, for each thread. */
const bufferBytes = 32 * 1024 * 1024;

/** OpenCSVSerde knows no NULL, and DuckDB wants some text for it: one that no file has as a field. */
const noNull = "\u0001no NULL\u0001";

/** The source that a scan selects from, and the expression of each column. */
export type ScanSource = { from: string; columns: string[] };

/**
 * Returns one source for each compression among the files: DuckDB reads files of one compression at a time.
 */
export function textSources(
  table: GlueTable,
  format: TextFormat,
  { files, fileColumn }: { files: readonly DataFile[]; fileColumn: string | undefined },
): ScanSource[] {
  const groups = Map.groupBy(files, (file) => {
    const compression = format.compression ?? compressionOf(file.key);
    // Unpacked before: DuckDB reads no bzip2.
    return compression === "bzip2" ? "none" : compression;
  });
  const columns = table.columns.map((column, index) => {
    const value = readText(fieldText(`c${index}`, format), parseColumnType(column.type), format.surplus);
    return `${value} AS ${quoteIdentifier(column.name)}`;
  });
  return [...groups].map(([compression, group]) => ({
    from: readCsv(table, format, { files: group, compression, fileColumn }),
    columns,
  }));
}

/**
 * OpenCSVSerde reads a doubled quote as a quote even when it has another escape; DuckDB knows only the one
 * escape.
 */
function fieldText(field: string, format: TextFormat): string {
  if (format.kind === "delimited" || format.escape === format.quote) {
    return field;
  }
  return `replace(${field}, ${quoteLiteral(format.quote.repeat(2))}, ${quoteLiteral(format.quote)})`;
}

function readCsv(
  table: GlueTable,
  format: TextFormat,
  {
    files,
    compression,
    fileColumn,
  }: { files: readonly DataFile[]; compression: Compression; fileColumn: string | undefined },
): string {
  const names = table.columns.map((_, index) => `'c${index}': 'VARCHAR'`);
  const options = [
    "auto_detect = false",
    "header = false",
    // The partition keys come from the catalog and not from the folders' names.
    "hive_partitioning = false",
    `columns = {${names.join(", ")}}`,
    `compression = ${quoteLiteral(compression)}`,
    `skip = ${format.skipHeaderLines}`,
    `max_line_size = ${maxLineBytes}`,
    `buffer_size = ${bufferBytes}`,
    // A row of too few fields ends in NULLs, and fields beyond the last column are not read, as Hive's serdes
    // have it.
    "null_padding = true",
    "strict_mode = false",
    ...(format.kind === "delimited"
      ? [
          `delim = ${quoteLiteral(format.delimiter)}`,
          "quote = ''",
          "escape = ''",
          `nullstr = ${quoteLiteral(format.nullText)}`,
        ]
      : [
          `delim = ${quoteLiteral(format.separator)}`,
          `quote = ${quoteLiteral(format.quote)}`,
          `escape = ${quoteLiteral(format.escape)}`,
          // A line end in quotes is part of its field, and several readers at once could begin within one.
          "parallel = false",
          `nullstr = ${quoteLiteral(noNull)}`,
          // Line ends within quotes cannot be distinguished from others in the middle of a file.
          "parallel = false",
        ]),
    ...(fileColumn === undefined ? [] : [`filename = ${quoteLiteral(fileColumn)}`]),
  ];
  return `read_csv([${files.map((file) => quoteLiteral(file.path)).join(", ")}], ${options.join(", ")})`;
}
