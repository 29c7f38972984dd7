import { describe, expect, it } from "vitest";
import { parseStatement } from "./parse-statement.ts";
import { tokenize } from "../sql/tokenize.ts";

function parse(sql: string) {
  return parseStatement(tokenize(sql), sql);
}

describe("parseStatement", () => {
  it("reads the partitions of ADD, in the words of the statement", () => {
    expect(
      parse(
        "ALTER TABLE Lake.T ADD PARTITION (dt='2026-11-21', hour=9) LOCATION 's3://b/9/' PARTITION (dt='x') LOCATION 's3://b/x/'",
      ),
    ).toEqual({
      kind: "addPartitions",
      table: { schema: "lake", name: "t" },
      ifNotExists: false,
      partitions: [
        {
          values: [
            { column: "dt", value: "2026-11-21" },
            { column: "hour", value: "9" },
          ],
          location: "s3://b/9/",
        },
        { values: [{ column: "dt", value: "x" }], location: "s3://b/x/" },
      ],
    });
  });

  it("reads a delimited table as Glue keeps it", () => {
    expect(
      parse(
        "CREATE EXTERNAL TABLE lake.t (a character varying(3), b numeric(5,2), c double precision) " +
          "ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\001' STORED AS TEXTFILE LOCATION 's3://b/t/'",
      ),
    ).toMatchObject({
      schema: "lake",
      table: {
        name: "t",
        columns: [
          { name: "a", type: "varchar(3)" },
          { name: "b", type: "decimal(5,2)" },
          { name: "c", type: "double" },
        ],
        partitionKeys: [],
        serde: { parameters: { "field.delim": "\u0001" } },
        inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
      },
    });
  });

  it("reads UNLOAD's options in any order, with their defaults", () => {
    expect(parse("UNLOAD ('select 1') TO 's3://b/x' CSV IAM_ROLE 'arn:a,arn:b'")).toEqual({
      kind: "unload",
      query: "select 1",
      to: "s3://b/x",
      iamRole: { kind: "arns", arns: ["arn:a", "arn:b"] },
      format: { kind: "csv", header: false, delimiter: ",", nullText: "", escape: false },
      partitionBy: undefined,
      manifest: "none",
      compression: "none",
      encryption: { kind: "s3" },
      target: "must-be-empty",
      parallel: true,
      maxFileSizeBytes: Math.floor(6.2 * 1024 ** 3),
      region: undefined,
      extension: undefined,
    });
    expect(
      parse(
        "UNLOAD ($$select 'x'$$) TO 's3://b/x' EXTENSION 'csv.gz' MAXFILESIZE AS 5.5 MB PARALLEL ALLOWOVERWRITE NULL '-' GZIP ESCAPE " +
          "ENCRYPTED DELIMITER '|' HEADER MANIFEST VERBOSE PARTITION BY (a, b) INCLUDE REGION AS 'us-east-1' FORMAT CSV IAM_ROLE DEFAULT KMS_KEY_ID 'k'",
      ),
    ).toMatchObject({
      query: "select 'x'",
      iamRole: { kind: "default" },
      format: { kind: "csv", header: true, delimiter: "|", nullText: "-", escape: true },
      partitionBy: { columns: ["a", "b"], include: true },
      manifest: "verbose",
      compression: "gzip",
      encryption: { kind: "kms", keyId: "k" },
      target: "allow-overwrite",
      parallel: true,
      maxFileSizeBytes: 5.5 * 1024 ** 2,
      region: "us-east-1",
      extension: "csv.gz",
    });
  });

  it("reads UNLOAD's options of Parquet", () => {
    expect(
      parse("UNLOAD ('select 1') TO 's3://b/x' IAM_ROLE 'a' PARQUET ENCRYPTED AUTO ROWGROUPSIZE AS 64"),
    ).toMatchObject({
      format: { kind: "parquet", rowGroupBytes: 64 * 1024 ** 2 },
      encryption: { kind: "bucket-default" },
    });
    expect(parse("UNLOAD ('select 1') TO 's3://b/x' IAM_ROLE 'a' PARQUET")).toMatchObject({
      format: { kind: "parquet", rowGroupBytes: 32 * 1024 ** 2 },
    });
  });

  it("keeps a view's query as it was written", () => {
    expect(parse("create view v (a) as  SELECT 'X'  AS a -- end\n with no schema binding")).toEqual({
      kind: "createView",
      view: { schema: undefined, name: "v" },
      orReplace: false,
      columns: ["a"],
      query: "SELECT 'X'  AS a",
    });
  });

  it.each([
    ["ALTER TABLE t ADD PARTITION (dt='x')", "syntax error at end of input"],
    ["ALTER TABLE t DROP PARTITION (dt='x') x", 'syntax error at or near "x"'],
    ["UNLOAD ('select 1') TO 's3://b/x' IAM_ROLE 'a' CSV SHINY", 'syntax error at or near "shiny"'],
    ["DROP SCHEMA a, b", "DROP SCHEMA of several schemas is not supported"],
    ["FLY AWAY", 'syntax error at or near "fly"'],
    ["VACUUM", "VACUUM is not supported by this warehouse"],
  ])("refuses %s", (sql, message) => {
    expect(() => parse(sql)).toThrow(message);
  });
});
