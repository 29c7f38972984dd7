import { GetStatementResultCommand } from "@aws-sdk/client-redshift-data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await stage.put("people/a.csv", "ann ,1,x\nbob,2,yy\n");
  await stage.finish(
    "CREATE EXTERNAL TABLE lake.people (name varchar(20), n int, code char(4)) PARTITIONED BY (dt varchar(10)) " +
      "ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/people/'",
  );
  await stage.finish("ALTER TABLE lake.people ADD PARTITION (dt='today') LOCATION 's3://lake/people/'");
});

afterAll(async () => {
  await stage.close();
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html#r_Character_types-significance-of-trailing-blanks
describe("trailing blanks", () => {
  it.each([
    ["name = 'ann'", ["ann "]],
    ["name IN ('ann', 'carl')", ["ann "]],
    ["name BETWEEN 'ann' AND 'ann'", ["ann "]],
    ["name > 'ann '", ["bob"]],
    ["UPPER(name) = 'ANN'", ["ann "]],
    ["code = 'x'", ["ann "]],
    ["dt = 'today  ' AND n = '2'", ["bob"]],
    ["DECODE(name, 'ann', 1, 0) = 1", ["ann "]],
    ["CASE name WHEN 'ann' THEN true ELSE false END", ["ann "]],
    ["LEN(name) = 4", ["ann "]],
    ["name LIKE 'ann'", []],
  ])("%s", async (condition, names) => {
    const rows = await stage.rows(`SELECT name FROM lake.people WHERE ${condition} ORDER BY 1`);
    expect(rows.flat()).toEqual(names);
  });

  it("mean nothing in a join either", async () => {
    expect(
      await stage.rows("SELECT p.n FROM lake.people p JOIN (SELECT 'ann' AS who) w ON p.name = w.who"),
    ).toEqual([[1]]);
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/String_functions_header.html
describe("functions", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/r_SUBSTRING.html
    ["SUBSTRING('caterpillar', 6, 4)", "pill"],
    ["SUBSTRING('caterpillar', 6)", "pillar"],
    ["SUBSTRING('caterpillar', 0, 3)", "ca"],
    ["SUBSTRING('caterpillar', -2, 6)", "cat"],
    ["SUBSTRING(20261121, 1, 4)", "2026"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_LPAD.html
    ["LPAD('cat', 5) || RPAD('cat', 5) || '.'", "  catcat  ."],
    // https://docs.aws.amazon.com/redshift/latest/dg/SPLIT_PART.html
    ["SPLIT_PART('abc$def$ghi', '$', 2)", "def"],
    ["SPLIT_PART('abc$def$ghi', '$', 4)", ""],
  ])("%s is %j", async (expression, value) => {
    expect(await stage.value(`${expression} AS value`)).toBe(value);
  });

  it.each([
    ["SPLIT_PART('abc', '$', 0)", "field position must be greater than zero"],
    ["SUBSTRING('abc', 1, -1)", "negative substring length not allowed"],
  ])("%s fails", async (expression, message) => {
    expect(await stage.fail(`SELECT ${expression}`)).toBe(`ERROR: ${message}`);
  });
});

// https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ColumnMetadata.html
describe("a result's metadata", () => {
  const metadata = async (sql: string): Promise<unknown[]> => {
    const { Id } = await stage.finish(sql);
    const { ColumnMetadata } = await stage.client.send(new GetStatementResultCommand({ Id }));
    return (ColumnMetadata ?? []).map(({ name, typeName, precision, schemaName, tableName }) => [
      name,
      typeName,
      precision,
      schemaName,
      tableName,
    ]);
  };

  it("returns a column's declared length and its table", async () => {
    expect(await metadata("SELECT * FROM lake.people")).toEqual([
      ["name", "varchar", 20, "lake", "people"],
      ["n", "int4", 10, "lake", "people"],
      ["code", "bpchar", 4, "lake", "people"],
      ["dt", "varchar", 10, "lake", "people"],
    ]);
  });

  it("follows a column through WITH, subqueries, joins and set operations", async () => {
    expect(
      await metadata(
        "WITH a (who, c) AS (SELECT name, code FROM lake.people) SELECT x.who AS w, y.* FROM a x JOIN (SELECT dt AS day, n FROM lake.people) y ON x.c <> y.day",
      ),
    ).toEqual([
      ["w", "varchar", 20, "lake", "people"],
      ["day", "varchar", 10, "lake", "people"],
      ["n", "int4", 10, "lake", "people"],
    ]);
    expect(await metadata("SELECT name FROM lake.people UNION ALL SELECT name FROM lake.people")).toEqual([
      ["name", "varchar", 20, "", ""],
    ]);
    expect(await metadata("SELECT * FROM lake.people a JOIN lake.people b USING (n)")).toHaveLength(7);
  });

  it("reports the length of a cast, and none for computed text", async () => {
    expect(
      await metadata(
        "SELECT name::varchar(3), name::char(2) AS c, name || 'x', LEN(name), STRPOS(name, 'a') FROM lake.people",
      ),
    ).toEqual([
      ["name", "varchar", 3, "", ""],
      ["c", "bpchar", 2, "", ""],
      ["?column?", "varchar", 65535, "", ""],
      ["len", "int4", 10, "", ""],
      ["strpos", "int4", 10, "", ""],
    ]);
  });

  it("goes with a CHAR that is filled to its length", async () => {
    expect(await stage.rows("SELECT code, code || '.', 'a'::char(2) FROM lake.people ORDER BY n")).toEqual([
      ["x   ", "x.", "a "],
      ["yy  ", "yy.", "a "],
    ]);
  });
});
