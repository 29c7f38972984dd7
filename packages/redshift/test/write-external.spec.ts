import { BatchExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { database, openStage, workgroup, type Stage } from "./stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(async () => {
  await stage.close();
});

const partitions = async () =>
  stage.rows('SELECT "values", location FROM svv_external_partitions ORDER BY 1');

// https://docs.aws.amazon.com/redshift/latest/dg/r_INSERT_external_table.html
describe("INSERT INTO an external table", () => {
  it("writes a text file below the location, in the form that the table reads", async () => {
    await stage.finish(
      "CREATE EXTERNAL TABLE lake.t (n int, name varchar(20), at timestamp, ok boolean, d date) " +
        "ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' STORED AS TEXTFILE LOCATION 's3://lake/t'",
    );
    const { ResultRows } = await stage.finish(
      "INSERT INTO lake.t SELECT 1, 'a, \"b\"', '2026-11-21 09:00:00.5'::timestamp, true, '2026-11-21'::date UNION ALL SELECT 2, NULL, NULL, NULL, NULL",
    );
    expect(ResultRows).toBe(2);
    const [key = "", another] = await stage.keys("t/");
    expect(another).toBeUndefined();
    expect(key).toMatch(/^t\/20261122_001500_250000_\d+_0000_part_00\.txt$/u);
    expect((await stage.text(key)).split("\n").toSorted()).toEqual([
      "",
      '1|a, "b"|2026-11-21 09:00:00.500000|true|2026-11-21',
      "2|\\N|\\N|\\N|\\N",
    ]);
    expect(await stage.rows("SELECT n, name, at, ok, d FROM lake.t ORDER BY n")).toEqual([
      [1, 'a, "b"', "2026-11-21 09:00:00.5", true, "2026-11-21"],
      [2, null, null, null, null],
    ]);
  });

  it("writes Parquet to partitions, those that are there and new ones", async () => {
    await stage.finish(
      "CREATE EXTERNAL TABLE lake.p (n bigint, d decimal(4,1)) PARTITIONED BY (day date, kind varchar(5)) STORED AS PARQUET LOCATION 's3://lake/p/'",
    );
    await stage.finish(
      "ALTER TABLE lake.p ADD PARTITION (day='2026-11-20', kind='a') LOCATION 's3://lake/elsewhere/'",
    );
    await stage.finish(
      "INSERT INTO lake.p SELECT 1, 1.5, '2026-11-20'::date, 'a' UNION ALL SELECT 2, 2.5, '2026-11-21'::date, 'b/c' UNION ALL SELECT 3, NULL, NULL, 'a'",
    );
    await stage.finish("INSERT INTO lake.p SELECT 4, 4.5, '2026-11-21'::date, 'b/c'");
    expect(await partitions()).toEqual([
      ['["2026-11-20","a"]', "s3://lake/elsewhere/"],
      ['["2026-11-21","b/c"]', "s3://lake/p/day=2026-11-21/kind=b%2Fc/"],
      ['["__HIVE_DEFAULT_PARTITION__","a"]', "s3://lake/p/day=__HIVE_DEFAULT_PARTITION__/kind=a/"],
    ]);
    expect(await stage.keys("elsewhere/")).toHaveLength(1);
    expect(await stage.rows("SELECT n, d, day, kind FROM lake.p ORDER BY n")).toEqual([
      [1, "1.5", "2026-11-20", "a"],
      [2, "2.5", "2026-11-21", "b/c"],
      [3, null, null, "a"],
      [4, "4.5", "2026-11-21", "b/c"],
    ]);
    expect(await stage.rows("SELECT COUNT(*) FROM lake.p WHERE day IS NULL")).toEqual([[1]]);
  });

  it("writes gzip, and nothing for no rows", async () => {
    await stage.finish(
      "CREATE EXTERNAL TABLE lake.z (n int) STORED AS TEXTFILE LOCATION 's3://lake/z/' TABLE PROPERTIES ('compression_type'='gzip')",
    );
    expect(await stage.finish("INSERT INTO lake.z SELECT 1 WHERE 1 = 0")).toMatchObject({ ResultRows: 0 });
    expect(await stage.keys("z/")).toEqual([]);
    await stage.finish("INSERT INTO lake.z SELECT 7");
    const [key = ""] = await stage.keys("z/");
    expect(await stage.text(key)).toBe("7\n");
  });

  it.each([
    ["INSERT INTO lake.t VALUES (1, 'a')", "INSERT … VALUES into an external table"],
    ["INSERT INTO lake.t (n) SELECT 1", "INSERT into named columns of an external table"],
    ["INSERT INTO lake.t SELECT 1", "INSERT has more target columns than expressions"],
    ["INSERT INTO lake.t SELECT 1, 'a' LIMIT 1", "Limit clause is not supported"],
    ["INSERT INTO lake.t SELECT 1, 'a,b'", "field delimiter"],
    ["INSERT INTO lake.t SELECT 1, 'abcdef'", "value too long for type character varying(5)"],
    ["INSERT INTO lake.t SELECT nope, 'a'", 'column "nope" does not exist'],
    ["INSERT INTO lake.nothing SELECT 1", 'relation "lake.nothing" does not exist'],
    ["INSERT INTO lake.h SELECT 1", "skip.header.line.count"],
    ["INSERT INTO lake.c SELECT 'a'", "neither PARQUET nor TEXTFILE"],
  ])("refuses %s", async (sql, message) => {
    await stage.finish(
      "CREATE EXTERNAL TABLE lake.t (n int, a varchar(5)) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/t/'",
    );
    await stage.finish(
      "CREATE EXTERNAL TABLE lake.h (n int) STORED AS TEXTFILE LOCATION 's3://lake/h/' TABLE PROPERTIES ('skip.header.line.count'='1')",
    );
    await stage.finish(
      "CREATE EXTERNAL TABLE lake.c (a varchar(5)) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' LOCATION 's3://lake/c/'",
    );
    expect(await stage.fail(sql)).toContain(message);
    expect(await stage.keys("")).toEqual([]);
  });

  it("is refused in a transaction", async () => {
    await stage.finish("CREATE EXTERNAL TABLE lake.t (n int) STORED AS PARQUET LOCATION 's3://lake/t/'");
    const { Id } = await stage.client.send(
      new BatchExecuteStatementCommand({
        WorkgroupName: workgroup.name,
        Database: database,
        Sqls: ["INSERT INTO lake.t SELECT 1"],
      }),
    );
    expect(await stage.end(Id)).toMatchObject({
      Status: "FAILED",
      Error: "ERROR: INSERT into an external table cannot run inside a transaction block",
    });
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE_usage.html
describe("CREATE EXTERNAL TABLE AS", () => {
  it("makes the table of the query's columns, with its partitions at the end", async () => {
    await stage.finish("CREATE TABLE visits (day date, n bigint, name varchar(10))");
    await stage.finish("INSERT INTO visits VALUES ('2026-11-20', 1, 'a'), ('2026-11-21', 2, 'b')");
    const { ResultRows } = await stage.finish(
      "CREATE EXTERNAL TABLE lake.visits PARTITIONED BY (day) STORED AS PARQUET LOCATION 's3://lake/visits/' AS SELECT * FROM visits",
    );
    expect(ResultRows).toBe(2);
    expect(await stage.rows("SELECT * FROM lake.visits ORDER BY n")).toEqual([
      [1, "a", "2026-11-20"],
      [2, "b", "2026-11-21"],
    ]);
    expect(
      await stage.rows(
        "SELECT columnname, external_type, part_key FROM svv_external_columns WHERE tablename = 'visits' ORDER BY columnnum",
      ),
    ).toEqual([
      ["n", "bigint", 0],
      ["name", "varchar(10)", 0],
      ["day", "date", 1],
    ]);
    expect(await stage.rows("SELECT parameters FROM svv_external_tables")).toEqual([['{"numRows":"2"}']]);
  });

  it("writes delimited text", async () => {
    await stage.finish(
      "CREATE EXTERNAL TABLE lake.t ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/t/' AS SELECT 1 AS a, 'x'::varchar(3) AS b",
    );
    const [key = ""] = await stage.keys("t/");
    expect(await stage.text(key)).toBe("1,x\n");
  });

  it.each([
    [
      "PARTITIONED BY (nope) STORED AS PARQUET LOCATION 's3://lake/t/' AS SELECT 1 AS a",
      '"nope" is not in the SELECT',
    ],
    ["STORED AS PARQUET LOCATION 's3://lake/full/' AS SELECT 1 AS a", "is not empty"],
    ["STORED AS ORC LOCATION 's3://lake/t/' AS SELECT 1 AS a", "STORED AS ORC"],
    ["STORED AS PARQUET LOCATION 's3://lake/t/' AS SELECT GETDATE()::timestamptz AS a", "timestamptz"],
    ["STORED AS PARQUET LOCATION 's3://lake/t/' AS SELECT 1 AS a LIMIT 1", "Limit clause is not supported"],
    ["STORED AS PARQUET LOCATION 's3://lake/t/' AS", "syntax error at end of input"],
    ["STORED AS PARQUET LOCATION 's3://lake/t/'", "syntax error at end of input"],
    ["(a int) STORED AS PARQUET LOCATION 's3://lake/t/' AS SELECT 1", "takes its columns from the query"],
  ])("refuses %s", async (rest, message) => {
    await stage.put("full/a", "x");
    expect(await stage.fail(`CREATE EXTERNAL TABLE lake.t ${rest}`)).toContain(message);
    expect(await stage.keys("t/")).toEqual([]);
    expect(await stage.rows("SELECT tablename FROM svv_external_tables")).toEqual([]);
  });
});
