import { glueType, readColumnType } from "../catalog/column-type.ts";
import * as glue from "../catalog/glue-table.ts";
import { notSupported, SqlError } from "../sql-error.ts";
import type { Statement } from "./statement.ts";
import type { TokenReader } from "../sql/token-reader.ts";

type Storage = Pick<glue.GlueTable, "serde" | "inputFormat" | "outputFormat">;

/** `CREATE EXTERNAL TABLE …`, after these words. https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html */
export function parseCreateExternalTable(reader: TokenReader): Statement {
  const { schema, name } = reader.qualifiedName();
  if (schema === undefined) {
    throw new SqlError(
      "undefined_object",
      `the external table "${name}" must be qualified with its external schema`,
    );
  }
  const columns = reader.list(() => readColumn(reader));
  const partitionKeys = reader.takeWords("partitioned", "by") ? reader.list(() => readColumn(reader)) : [];
  const storage = readStorage(reader);
  reader.expectWords("location");
  const location = reader.expectString();
  const parameters = reader.takeWords("table", "properties") ? readProperties(reader) : {};
  if (reader.takeWords("as")) throw notSupported("CREATE EXTERNAL TABLE … AS");
  reader.expectEnd();
  checkNames([...columns, ...partitionKeys].map((column) => column.name));
  return {
    kind: "createExternalTable",
    schema,
    table: { name, location, columns, partitionKeys, ...storage, parameters },
  };
}

/** `DROP TABLE …`, after these words. https://docs.aws.amazon.com/redshift/latest/dg/r_DROP_TABLE.html */
export function parseDropTable(reader: TokenReader): Statement {
  const ifExists = reader.takeWords("if", "exists");
  const table = reader.qualifiedName();
  if (reader.takeSymbol(",")) throw notSupported("DROP TABLE of several tables");
  if (!reader.takeWords("cascade")) reader.takeWords("restrict");
  reader.expectEnd();
  return { kind: "dropTable", table, ifExists };
}

function readColumn(reader: TokenReader): glue.GlueColumn {
  const name = reader.identifier();
  return { name, type: glueType(readColumnType(reader)) };
}

function readStorage(reader: TokenReader): Storage {
  const serde = readRowFormat(reader);
  reader.expectWords("stored", "as");
  if (reader.takeWords("inputformat")) {
    const inputFormat = reader.expectString();
    reader.expectWords("outputformat");
    const outputFormat = reader.expectString();
    return { serde: serde ?? { library: glue.lazySimpleSerde, parameters: {} }, inputFormat, outputFormat };
  }
  const format = reader.identifier();
  if (format === "parquet") {
    return {
      serde: serde ?? { library: glue.parquetSerde, parameters: {} },
      inputFormat: glue.parquetInputFormat,
      outputFormat: glue.parquetOutputFormat,
    };
  }
  if (format !== "textfile") throw notSupported(`STORED AS ${format.toUpperCase()}`);
  return {
    serde: serde ?? { library: glue.lazySimpleSerde, parameters: {} },
    inputFormat: glue.textInputFormat,
    outputFormat: glue.textOutputFormat,
  };
}

function readRowFormat(reader: TokenReader): glue.GlueTable["serde"] | undefined {
  if (!reader.takeWords("row", "format")) return undefined;
  if (reader.takeWords("serde")) {
    const library = reader.expectString();
    const parameters = reader.takeWords("with", "serdeproperties") ? readProperties(reader) : {};
    return { library, parameters };
  }
  reader.expectWords("delimited");
  // Hive's own default, which Redshift shares: ^A.
  let delimiter = "\u0001";
  if (reader.takeWords("fields", "terminated", "by")) delimiter = reader.expectString();
  if (reader.takeWords("lines", "terminated", "by")) {
    const terminator = reader.expectString();
    if (terminator !== "\n") throw notSupported(`LINES TERMINATED BY ${JSON.stringify(terminator)}`);
  }
  if (delimiter.length !== 1 || delimiter > "\u007f") {
    throw new SqlError(
      "invalid_value",
      `the field delimiter ${JSON.stringify(delimiter)} must be one ASCII character`,
    );
  }
  return {
    library: glue.lazySimpleSerde,
    parameters: { "field.delim": delimiter, "serialization.format": delimiter },
  };
}

function readProperties(reader: TokenReader): Record<string, string> {
  const properties = reader.list(() => {
    const key = reader.expectString();
    reader.expectSymbol("=");
    return [key, reader.expectString()] as const;
  });
  return Object.fromEntries(properties);
}

function checkNames(names: string[]): void {
  const pseudo = names.find((name) => name === "$path" || name === "$size");
  if (pseudo !== undefined) {
    throw new SqlError("invalid_value", `column "${pseudo}" cannot be declared: it is a pseudocolumn`);
  }
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new SqlError("duplicate_object", `column "${repeated}" specified more than once`);
  }
}
