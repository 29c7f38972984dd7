import { notSupported, SqlError } from "../errors.ts";
import type { PartitionSpec, Statement } from "./statement.ts";
import type { TokenReader } from "../sql/token-reader.ts";

/** With the Glue Data Catalog: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html */
const maxPartitionsPerStatement = 100;

/**
 * Parses `ALTER TABLE` of an external table.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE_external-table.html
 */
export function parseAlterTable(reader: TokenReader): Statement {
  reader.expectWords("alter");
  if (!reader.takeWords("table")) {
    throw notSupported(`ALTER ${reader.next().text.toUpperCase()}`);
  }
  const table = reader.qualifiedName();
  if (reader.takeWords("add")) {
    return parseAddPartitions(reader, table);
  }
  if (reader.takeWords("drop", "partition")) {
    const values = readSpec(reader);
    reader.expectEnd();
    return { kind: "dropPartition", table, values };
  }
  if (reader.takeWords("partition")) {
    const values = readSpec(reader);
    const location = readSetLocation(reader);
    return { kind: "setPartitionLocation", table, values, location };
  }
  if (reader.takeWords("rename", "to")) {
    const newName = reader.identifier();
    reader.expectEnd();
    return { kind: "renameTable", table, newName };
  }
  const next = reader.peek();
  if (next?.text === "set" && reader.peek(1)?.text === "location") {
    return { kind: "setTableLocation", table, location: readSetLocation(reader) };
  }
  const words = reader.rest().slice(0, 2);
  throw notSupported(`ALTER TABLE … ${words.map((token) => token.text.toUpperCase()).join(" ")}`);
}

function parseAddPartitions(
  reader: TokenReader,
  table: { schema: string | undefined; name: string },
): Statement {
  const ifNotExists = reader.takeWords("if", "not", "exists");
  if (reader.peek()?.text === "column") {
    throw notSupported("ALTER TABLE … ADD COLUMN");
  }
  const partitions: { values: PartitionSpec; location: string }[] = [];
  do {
    reader.expectWords("partition");
    const values = readSpec(reader);
    reader.expectWords("location");
    partitions.push({ values, location: reader.expectString() });
  } while (reader.peek());
  if (partitions.length > maxPartitionsPerStatement) {
    throw new SqlError(
      "invalid_value",
      `ALTER TABLE … ADD PARTITION takes at most ${maxPartitionsPerStatement} partitions in one statement, not ${partitions.length}`,
    );
  }
  return { kind: "addPartitions", table, ifNotExists, partitions };
}

function readSpec(reader: TokenReader): PartitionSpec {
  return reader.list(() => {
    const column = reader.identifier();
    reader.expectSymbol("=");
    const value = reader.takeString() ?? String(reader.expectNumber());
    return { column, value };
  });
}

function readSetLocation(reader: TokenReader): string {
  reader.expectWords("set", "location");
  const location = reader.expectString();
  reader.expectEnd();
  return location;
}
