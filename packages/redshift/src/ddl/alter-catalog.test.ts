import { describe, expect, it } from "vitest";
import type { Statement } from "../grammar/statement.ts";
import { parseStatement } from "../grammar/parse-statement.ts";
import { tokenize } from "../sql/tokenize.ts";
import { alterCatalog, refusesTransaction, type Definition } from "./alter-catalog.ts";
import { emptyCatalog, type Catalog } from "../catalog/catalog.ts";

function definition(sql: string): Definition {
  const statement = parseStatement(tokenize(sql), sql);
  if (!isDefinition(statement)) {
    throw new Error(`${sql} defines nothing`);
  }
  return statement;
}

function isDefinition(statement: Statement): statement is Extract<Statement, Definition> {
  const writing = [
    "select",
    "unload",
    "insert",
    "update",
    "delete",
    "merge",
    "createTableAs",
    "createExternalTableAs",
  ];
  return !writing.includes(statement.kind);
}

function after(...sqls: string[]): Catalog {
  return sqls.map(definition).reduce(alterCatalog, emptyCatalog);
}

const schema =
  "CREATE EXTERNAL SCHEMA lake FROM DATA CATALOG DATABASE 'db' IAM_ROLE 'arn:x' CREATE EXTERNAL DATABASE IF NOT EXISTS";
const table =
  "CREATE EXTERNAL TABLE lake.t (a int) PARTITIONED BY (dt date) STORED AS PARQUET LOCATION 's3://lake/t/'";
const partition = "ALTER TABLE lake.t ADD PARTITION (dt='2026-11-21') LOCATION 's3://lake/t/1/'";

describe("alterCatalog", () => {
  it("makes a new catalog and leaves the old one as it was", () => {
    const before = after(schema, table);
    const then = alterCatalog(before, definition(partition));
    expect(then.databases["db"]?.["t"]?.partitions).toEqual([
      { values: ["2026-11-21"], location: "s3://lake/t/1/" },
    ]);
    expect(before.databases["db"]?.["t"]?.partitions).toEqual([]);
  });

  it("keeps the Glue tables of a schema that is dropped, for one that is made again", () => {
    const dropped = after(schema, table, partition, "DROP SCHEMA lake");
    expect(dropped.externalSchemas).toEqual({});
    const again = alterCatalog(dropped, definition(schema));
    expect(again.databases["db"]?.["t"]?.partitions).toHaveLength(1);
  });

  it.each([
    [[partition], 'schema "lake" does not exist'],
    [[schema, partition], 'relation "lake.t" does not exist'],
    [
      [schema, table.replace("lake.t", "lake.t").replace("PARTITIONED BY (dt date) ", ""), partition],
      "is not partitioned",
    ],
    [[schema, table, partition, partition], "already exists"],
    [[schema, table, partition.replace("2026-11-21", "2026-02-30")], "invalid value"],
    [[schema, "CREATE VIEW lake.v AS SELECT 1 WITH NO SCHEMA BINDING"], "external schema"],
  ])("refuses %j", (sqls, message) => {
    expect(() => after(...sqls)).toThrow(message);
  });
});

describe("refusesTransaction", () => {
  it.each([
    [schema, true],
    [schema.replace(" CREATE EXTERNAL DATABASE IF NOT EXISTS", ""), false],
    [table, true],
    [partition, true],
    ["DROP TABLE lake.t", true],
    ["CREATE VIEW v AS SELECT 1 WITH NO SCHEMA BINDING", false],
  ])("of %s is %s", (sql, refuses) => {
    expect(refusesTransaction(definition(sql), after(schema))).toBe(refuses);
  });
});
