import path from "node:path";
import { z } from "zod";
import type { CatalogTable } from "../catalog/catalog.ts";
import { hiveNullPartition, parseColumnType, type ColumnType } from "../catalog/column-type.ts";
import type { GlueColumn } from "../catalog/glue-table.ts";
import { parseS3Location, s3Url } from "../catalog/s3-location.ts";
import { tableFormat, type TableFormat } from "../catalog/table-format.ts";
import type { OpenQuery } from "../query/open-query.ts";
import type { Storage } from "../storage.ts";
import type { PreparedQuery } from "../query/prepare-query.ts";
import { notSupported } from "../errors.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";
import { partitionPrefix } from "../unload/file-names.ts";
import type { WriteContext } from "./write-context.ts";
import { assigned } from "./own-rows.ts";

/** The rows of the query, cast to the table's columns and keys, in its order. */
const rowsTable = "redshift_insert";

/** A partition that a statement made. */
export type NewPartition = { values: { column: string; value: string }[]; location: string };

/** A query, the order in which the table takes its columns, the table, and where its files go. */
type Rows = { query: PreparedQuery; order: readonly number[]; table: CatalogTable; storage: Storage };

/**
 * Writes a query's rows below the location of an external table, one file for each partition. Returns the
 * partitions that are new. Throws `feature_not_supported` for a table that Redshift or this warehouse does
 * not write.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_INSERT_external_table.html
 */
export async function writeFiles(
  open: OpenQuery,
  { query, order, table, storage }: Rows,
  context: WriteContext,
): Promise<{ rows: number; partitions: NewPartition[] }> {
  const { columns, partitionKeys, location } = table.definition;
  const format = writableFormat(table);
  const names = Array.from({ length: order.length }, (_, index) => `c${index}`);
  const casts = [...columns, ...partitionKeys].map((column, index) => {
    const value = assigned({ ...column, notNull: false }, `c${order[index]}`);
    return `${value} AS ${quoteIdentifier(column.name)}`;
  });
  const { connection } = open;
  await connection.run(
    `CREATE TEMP TABLE ${rowsTable} AS SELECT ${casts.join(", ")} FROM (${query.sql}) AS q(${names.join(", ")})`,
  );
  const { bucket, key: prefix } = parseS3Location(location);
  const partitions: NewPartition[] = [];
  let rows = 0;
  for (const { values, condition } of await groups(open, partitionKeys)) {
    const registered = table.partitions.find(({ values: known }) =>
      known.every((value, index) => value === values[index]?.value),
    );
    const folder = registered
      ? parseS3Location(registered.location)
      : { bucket, key: partitionPrefix(folderOf(prefix), values.map(asKey)) };
    const file = path.join(open.directory, `external-${rows}`);
    const written = await writeFile(connection, { columns, condition, format, file });
    if (written === 0) {
      continue;
    }
    context.signal.throwIfAborted();
    const key = `${folderOf(folder.key)}${fileName(format, context)}`;
    await storage.put(folder.bucket, key, {
      filePath: file,
      encryption: { kind: "s3" },
    });
    rows += written;
    if (partitionKeys.length > 0 && !registered) {
      partitions.push({ values, location: s3Url(folder) });
    }
  }
  return { rows, partitions };
}

function asKey({ column, value }: { column: string; value: string }): {
  column: string;
  value: string | null;
} {
  return { column, value: value === hiveNullPartition ? null : value };
}

const keyTexts = z.array(z.string().nullable());

/**
 * Returns the combinations of the keys' values among the rows; a table without keys has one, of no values.
 */
async function groups(
  { connection }: OpenQuery,
  keys: readonly GlueColumn[],
): Promise<{ values: { column: string; value: string }[]; condition: string }[]> {
  if (keys.length === 0) {
    return [{ values: [], condition: "true" }];
  }
  const texts = keys.map(({ name }) => `CAST(${quoteIdentifier(name)} AS VARCHAR)`);
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT ${texts.join(", ")} FROM ${rowsTable} ORDER BY ALL`,
  );
  return reader.getRowsJson().map((row) => {
    const found = keyTexts.parse(row);
    const conditions = texts.map((text, index) => {
      const value = found[index] ?? null;
      return `${text} IS NOT DISTINCT FROM ${value === null ? "NULL" : quoteLiteral(value)}`;
    });
    const values = keys.map(({ name }, index) => ({
      column: name,
      value: found[index] ?? hiveNullPartition,
    }));
    return { values, condition: conditions.join(" AND ") };
  });
}

type WritableFormat = Extract<TableFormat, { kind: "delimited" | "parquet" }>;

function writableFormat({ definition }: CatalogTable): WritableFormat {
  const what = `writing to the external table "${definition.name}"`;
  const format = tableFormat(definition);
  if (format.kind === "opencsv") {
    throw notSupported(`${what}, which is neither PARQUET nor TEXTFILE,`);
  }
  if (definition.parameters["write.maxfilesize.mb"] !== undefined) {
    throw notSupported(`${what} with the property write.maxfilesize.mb`);
  }
  if (format.kind === "parquet") {
    return format;
  }
  if (format.skipHeaderLines > 0) {
    throw notSupported(`${what} with the property skip.header.line.count`);
  }
  if (format.compression !== undefined && format.compression !== "none" && format.compression !== "gzip") {
    throw notSupported(`${what} with the compression ${format.compression}`);
  }
  return format;
}

type File = { columns: readonly GlueColumn[]; condition: string; format: WritableFormat; file: string };

/** Writes the rows that meet a condition. Returns their number. */
async function writeFile(
  connection: OpenQuery["connection"],
  { columns, condition, format, file }: File,
): Promise<number> {
  const list = columns.map(({ name, type }) => {
    const column = quoteIdentifier(name);
    return format.kind === "parquet" ? column : fieldOf(column, parseColumnType(type), format.delimiter);
  });
  const options =
    format.kind === "parquet"
      ? ["FORMAT parquet", "COMPRESSION snappy"]
      : [
          "FORMAT csv",
          "HEADER false",
          `DELIMITER ${quoteLiteral(format.delimiter)}`,
          "QUOTE ''",
          "ESCAPE ''",
          `NULLSTR ${quoteLiteral(format.nullText)}`,
          `COMPRESSION ${format.compression ?? "none"}`,
        ];
  const result = await connection.run(
    `COPY (SELECT ${list.join(", ")} FROM ${rowsTable} WHERE ${condition}) TO ${quoteLiteral(file)} (${options.join(", ")})`,
  );
  return result.rowsChanged;
}

/**
 * Returns a value as LazySimpleSerDe reads it again. It has no quotes: a text with a delimiter or a line end
 * could not be read.
 */
function fieldOf(column: string, type: ColumnType, delimiter: string): string {
  if (type.kind === "timestamp") {
    return `strftime(${column}, '%Y-%m-%d %H:%M:%S.%f')`;
  }
  if (type.kind !== "varchar" && type.kind !== "char") {
    return column;
  }
  const special = [delimiter, "\n", "\r"].map((text) => `contains(${column}, ${quoteLiteral(text)})`);
  const message = quoteLiteral(
    "redshift: a text that holds the field delimiter or a line end cannot be written to a text table",
  );
  return `CASE WHEN ${special.join(" OR ")} THEN error(${message}) ELSE ${column} END`;
}

/**
 * Returns a name of the form
 * `<date>_<time>_<microseconds>_<query_id>_<slice-number>_part_<part-number>.<format>`
 */
function fileName(format: WritableFormat, { now, queryId }: WriteContext): string {
  const [date = "", time = ""] = new Date(now).toISOString().split(/[TZ]/u);
  const [clock = "", milliseconds = ""] = time.split(".");
  const moment = `${date.replaceAll("-", "")}_${clock.replaceAll(":", "")}_${milliseconds.padEnd(6, "0")}`;
  const gzip = format.kind === "delimited" && format.compression === "gzip" ? ".gz" : "";
  const extension = format.kind === "parquet" ? "parquet" : `txt${gzip}`;
  return `${moment}_${queryId}_0000_part_00.${extension}`;
}

/** Returns the prefix of the objects in a folder. */
export function folderOf(key: string): string {
  return key === "" || key.endsWith("/") ? key : `${key}/`;
}
