import { glueType, readColumnType } from "../catalog/column-type.ts";
import type { GlueColumn } from "../catalog/glue-table.ts";
import { SqlError } from "../errors.ts";
import type { TokenReader } from "../sql/token-reader.ts";
import { notSupported } from "../errors.ts";
import { readQuery } from "./read-query.ts";
import type { Statement } from "./statement.ts";
import { readProperties, readTableStorage } from "./table-storage.ts";

/**
 * Parses `CREATE EXTERNAL TABLE …`, after these words.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html
 */
export function parseCreateExternalTable(reader: TokenReader): Statement {
  const { schema, name } = reader.qualifiedName();
  if (schema === undefined) {
    throw new SqlError(
      "undefined_object",
      `the external table "${name}" must be qualified with its external schema`,
    );
  }
  const next = reader.peek();
  if (next?.kind !== "symbol" || next.text !== "(") {
    return parseAsQuery(reader, { schema, name });
  }
  const columns = reader.list(() => readColumn(reader));
  const partitionKeys = reader.takeWords("partitioned", "by") ? reader.list(() => readColumn(reader)) : [];
  const storage = readTableStorage(reader);
  const { location, parameters } = readPlace(reader);
  if (reader.peek()?.text === "as") {
    throw new SqlError("syntax_error", "CREATE EXTERNAL TABLE … AS takes its columns from the query");
  }
  reader.expectEnd();
  checkNames([...columns, ...partitionKeys].map((column) => column.name));
  return {
    kind: "createExternalTable",
    schema,
    table: { name, location, columns, partitionKeys, ...storage, parameters },
  };
}

/**
 * Parses `CREATE EXTERNAL TABLE … AS`:
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE_usage.html
 */
function parseAsQuery(reader: TokenReader, table: { schema: string; name: string }): Statement {
  const partitionBy = reader.takeWords("partitioned", "by") ? reader.list(() => reader.identifier()) : [];
  if (reader.peek()?.text === "row" && reader.peek(2)?.text === "serde") {
    throw notSupported("CREATE EXTERNAL TABLE … AS with ROW FORMAT SERDE");
  }
  const storage = readTableStorage(reader);
  const { location, parameters } = readPlace(reader);
  reader.expectWords("as");
  return {
    kind: "createExternalTableAs",
    ...table,
    partitionBy,
    storage,
    location,
    parameters,
    query: readQuery(reader),
  };
}

/** Parses `LOCATION 's3://…' [TABLE PROPERTIES (…)]` */
function readPlace(reader: TokenReader): { location: string; parameters: Record<string, string> } {
  reader.expectWords("location");
  const location = reader.expectString();
  const parameters = reader.takeWords("table", "properties") ? readProperties(reader) : {};
  return { location, parameters };
}

function readColumn(reader: TokenReader): GlueColumn {
  const name = reader.identifier();
  const type = readColumnType(reader);
  if (type.kind === "time" || type.kind === "timestamptz") {
    throw notSupported(`the column type ${type.kind} of an external table`);
  }
  return { name, type: glueType(type) };
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
