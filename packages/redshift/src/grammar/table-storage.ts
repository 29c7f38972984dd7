import * as glue from "../catalog/glue-table.ts";
import { notSupported, SqlError } from "../errors.ts";
import type { TokenReader } from "../sql/token-reader.ts";

/** How an external table's files are written and read. */
export type TableStorage = Pick<glue.GlueTable, "serde" | "inputFormat" | "outputFormat">;

/** The serde of a ROW FORMAT clause; `isNamed` by ROW FORMAT SERDE. */
type RowFormat = { serde: glue.GlueTable["serde"]; isNamed: boolean };

const plainSerde = { library: glue.lazySimpleSerde, parameters: {} };

/**
 * Reads `[ROW FORMAT …] [STORED AS …]`. STORED AS may be left out after ROW FORMAT SERDE.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html, …_examples.html
 */
export function readTableStorage(reader: TokenReader): TableStorage {
  const row = readRowFormat(reader);
  const serde = row?.serde;
  if (row?.isNamed === true && reader.peek()?.text === "location") {
    return { serde: row.serde, ...filesOf(row.serde.library) };
  }
  reader.expectWords("stored", "as");
  if (reader.takeWords("inputformat")) {
    const inputFormat = reader.expectString();
    reader.expectWords("outputformat");
    return { serde: serde ?? plainSerde, inputFormat, outputFormat: reader.expectString() };
  }
  const format = reader.identifier();
  if (format === "parquet") {
    return {
      serde: serde ?? { library: glue.parquetSerde, parameters: {} },
      ...filesOf(glue.parquetSerde),
    };
  }
  if (format !== "textfile") {
    throw notSupported(`STORED AS ${format.toUpperCase()}`);
  }
  return { serde: serde ?? plainSerde, ...filesOf(glue.lazySimpleSerde) };
}

/** Parses `('key' = 'value' [, …])` */
export function readProperties(reader: TokenReader): Record<string, string> {
  const properties = reader.list(() => {
    const key = reader.expectString();
    reader.expectSymbol("=");
    return [key, reader.expectString()] as const;
  });
  return Object.fromEntries(properties);
}

function filesOf(library: string): Pick<glue.GlueTable, "inputFormat" | "outputFormat"> {
  return library === glue.parquetSerde
    ? { inputFormat: glue.parquetInputFormat, outputFormat: glue.parquetOutputFormat }
    : { inputFormat: glue.textInputFormat, outputFormat: glue.textOutputFormat };
}

function readRowFormat(reader: TokenReader): RowFormat | undefined {
  if (!reader.takeWords("row", "format")) {
    return undefined;
  }
  if (reader.takeWords("serde")) {
    const library = reader.expectString();
    const parameters = reader.takeWords("with", "serdeproperties") ? readProperties(reader) : {};
    return { serde: { library, parameters }, isNamed: true };
  }
  reader.expectWords("delimited");
  const delimiter = readDelimiters(reader);
  const parameters = { "field.delim": delimiter, "serialization.format": delimiter };
  return { serde: { library: glue.lazySimpleSerde, parameters }, isNamed: false };
}

/**
 * A line ends with `\n`. AWS's own examples write `\n\l`, of which Redshift's reading of the backslash leaves
 * an `l`.
 */
const lineEnds = new Set(["\n", "\nl", "\\n"]);

/**
 * Parses `FIELDS TERMINATED BY` and `LINES TERMINATED BY`, in either order. Returns the delimiter of fields,
 * Hive's `\001` by default.
 */
function readDelimiters(reader: TokenReader): string {
  let delimiter = "\u0001";
  for (;;) {
    if (reader.takeWords("fields", "terminated", "by")) {
      delimiter = reader.expectString();
    } else if (reader.takeWords("lines", "terminated", "by")) {
      const terminator = reader.expectString();
      if (!lineEnds.has(terminator)) {
        throw notSupported(`LINES TERMINATED BY ${JSON.stringify(terminator)}`);
      }
    } else {
      break;
    }
  }
  if (delimiter.length === 1 && delimiter <= "\u007f") {
    return delimiter;
  }
  throw new SqlError(
    "invalid_value",
    `the field delimiter ${JSON.stringify(delimiter)} must be one ASCII character`,
  );
}
