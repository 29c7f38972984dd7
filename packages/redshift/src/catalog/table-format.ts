import { notSupported, SqlError } from "../errors.ts";
import { parseColumnType } from "./column-type.ts";
import { lazySimpleSerde, openCsvSerde, parquetSerde, type GlueTable } from "./glue-table.ts";
import { parseS3Location } from "./s3-location.ts";

/**
 * What a value over its column's length becomes:
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html (surplus_char_handling)
 */
export type SurplusHandling = "null" | "truncate";

/** How a table's files are to be read. */
export type TableFormat =
  | {
      kind: "delimited";
      delimiter: string;
      /** The text that means NULL in a character column. */
      nullText: string;
      skipHeaderLines: number;
      compression: Compression | undefined;
      surplus: SurplusHandling;
    }
  | {
      kind: "opencsv";
      separator: string;
      quote: string;
      escape: string;
      skipHeaderLines: number;
      compression: Compression | undefined;
      surplus: SurplusHandling;
    }
  | { kind: "parquet" };

export type Compression = "none" | "gzip" | "zstd" | "bzip2";

/**
 * Hive's text for NULL. https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html
 * (serialization.null.format)
 */
const hiveNull = "\\N";

/**
 * Reads a Glue table's serde and properties. Throws `feature_not_supported` for a format that this warehouse
 * cannot read.
 */
export function tableFormat(table: GlueTable): TableFormat {
  const { library, parameters: serde } = table.serde;
  const isParquet = table.inputFormat.toLowerCase().includes("parquet");
  if (library === parquetSerde || isParquet) {
    return { kind: "parquet" };
  }
  const shared = {
    skipHeaderLines: headerLines(table),
    compression: declaredCompression(table),
    surplus: surplusHandling(table),
  };
  if (library === openCsvSerde) {
    return {
      kind: "opencsv",
      separator: oneCharacter(table, "separatorChar", ","),
      quote: oneCharacter(table, "quoteChar", '"'),
      escape: oneCharacter(table, "escapeChar", "\\"),
      ...shared,
    };
  }
  if (library !== lazySimpleSerde) {
    throw notSupported(`the serde ${library} of the table "${table.name}"`);
  }
  const escape = serde["escape.delim"];
  if (escape !== undefined) {
    throw notSupported(`escape.delim of the table "${table.name}"`);
  }
  return {
    kind: "delimited",
    delimiter: serde["field.delim"] ?? serde["serialization.format"] ?? "\u0001",
    nullText: table.parameters["serialization.null.format"] ?? serde["serialization.null.format"] ?? hiveNull,
    ...shared,
  };
}

/** Throws when this warehouse cannot read a table's types, format or location. */
export function checkDefinition(definition: GlueTable): void {
  for (const column of [...definition.columns, ...definition.partitionKeys]) {
    parseColumnType(column.type);
  }
  tableFormat(definition);
  parseS3Location(definition.location);
}

/**
 * Returns the compression that a key's extension denotes.
 * https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-data-files.html
 */
export function compressionOf(key: string): Compression {
  const extension = key.slice(key.lastIndexOf(".") + 1).toLowerCase();
  switch (extension) {
    case "gz":
      return "gzip";
    case "zst":
      return "zstd";
    case "bz2":
      return "bzip2";
    case "snappy":
    case "lz4":
    case "deflate":
      throw notSupported(`the compression .${extension} of the object "${key}"`);
    default:
      return "none";
  }
}

function oneCharacter(table: GlueTable, property: string, usual: string): string {
  const value = table.serde.parameters[property] ?? usual;
  if (value.length === 1 && value <= "\u007f") {
    return value;
  }
  throw new SqlError(
    "invalid_value",
    `${property} "${value}" of the table "${table.name}" must be one ASCII character`,
  );
}

function headerLines(table: GlueTable): number {
  const text = table.parameters["skip.header.line.count"] ?? "0";
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 0) {
    return count;
  }
  throw new SqlError(
    "invalid_value",
    `skip.header.line.count "${text}" of "${table.name}" is not a number of lines`,
  );
}

/** `compression_type` overrides the extension. */
function declaredCompression(table: GlueTable): Compression | undefined {
  const type = table.parameters["compression_type"];
  if (type === undefined) {
    return undefined;
  }
  if (type === "none" || type === "gzip" || type === "bzip2") {
    return type;
  }
  throw notSupported(`compression_type "${type}" of the table "${table.name}"`);
}

function surplusHandling(table: GlueTable): SurplusHandling {
  if (table.parameters["data_cleansing_enabled"] === "false") {
    return "truncate";
  }
  const handling = table.parameters["surplus_char_handling"] ?? "SET_TO_NULL";
  if (handling === "SET_TO_NULL") {
    return "null";
  }
  if (handling === "TRUNCATE") {
    return "truncate";
  }
  throw notSupported(`surplus_char_handling "${handling}" of the table "${table.name}"`);
}
