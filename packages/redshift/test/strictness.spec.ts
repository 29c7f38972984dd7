import { BatchExecuteStatementCommand, ExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { database, openStage, workgroup, type Stage } from "./stage.ts";

// What DuckDB accepts and Redshift does not, and words of DuckDB that must not reach a client.

let stage: Stage;
const to = { WorkgroupName: workgroup.name, Database: database };

beforeAll(async () => {
  stage = await openStage();
  await stage.put("t/a.csv", "a,1\nb,2\n");
  await stage.finish(
    "CREATE EXTERNAL TABLE lake.t (g varchar(5), n int) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/t/'",
  );
});

afterAll(async () => {
  await stage.close();
});

describe("queries", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/r_WHERE_clause.html, r_HAVING_clause.html
    ["SELECT n + 1 AS m FROM lake.t WHERE m > 2", 'column "m" does not exist'],
    ["SELECT g, SUM(n) AS total FROM lake.t GROUP BY g HAVING total > 1", 'column "total" does not exist'],
    ["WITH x AS (SELECT n AS k FROM lake.t WHERE k > 1) SELECT k FROM x", 'column "k" does not exist'],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_synopsis.html
    ["SELECT 1 AS 'x'", 'syntax error at or near "x"'],
    ["SELECT n FROM lake.t FETCH FIRST 1 ROWS ONLY", 'syntax error at or near "fetch"'],
    ["SELECT columnname FROM 'svv_external_columns'", "syntax error at or near \"'svv_external_columns'\""],
    ["SELECT 1 FROM lake.t, 'a.csv'", "syntax error at or near \"'a.csv'\""],
    ["SELECT * LIKE 'n%' FROM lake.t", 'syntax error at or near "*"'],
    ["WITH x AS MATERIALIZED (SELECT 1) SELECT * FROM x", 'syntax error at or near "materialized"'],
    [
      "WITH redshift_scan_1 AS (SELECT 9 AS z) SELECT * FROM lake.t, redshift_scan_1",
      'the name "redshift_scan_1" in WITH',
    ],
    [
      "CREATE EXTERNAL TABLE lake.x (a int) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' WITH SERDEPROPERTIES ('separatorChar'=',,') STORED AS TEXTFILE LOCATION 's3://lake/x/'",
      'separatorChar ",," of the table "x" must be one ASCII character',
    ],
    ["SELECT CURRENT_USER", "CURRENT_USER is not supported"],
    ["SELECT user", "USER is not supported"],
    // Words of PostgreSQL 8, which Redshift comes from
    ["SELECT nope FROM lake.t", 'column "nope" does not exist'],
    ["SELECT x.n FROM lake.t", 'relation "x" does not exist'],
    ["SELECT n FROM lake.t a, lake.t b", 'column reference "n" is ambiguous'],
    [
      "SELECT g, n FROM lake.t GROUP BY g",
      'column "n" must appear in the GROUP BY clause or be used in an aggregate function',
    ],
    ["SELECT n FROM lake.t WHERE SUM(n) > 1", "aggregates not allowed in WHERE clause"],
    ["SELECT (SELECT n FROM lake.t)", "single-row subquery returns more than one row"],
    [
      "SELECT n FROM lake.t UNION SELECT n, g FROM lake.t",
      "each UNION query must have the same number of columns",
    ],
    ["SELECT n FROM lake.t ORDER BY 5", "ORDER BY position is not in select list"],
    ["SELECT 'abc'::int", 'invalid input syntax for integer: "abc"'],
    ["SELECT n FROM lake.t WHERE n = 'x'", 'invalid input syntax for integer: "x"'],
    ["SELECT 'x'::date", 'invalid input syntax for type date: "x"'],
    ["SELECT '2026-02-30'::date", 'date/time field value out of range: "2026-02-30"'],
    ["SELECT 2147483647 + 1", "integer out of range"],
    ["SELECT UPPER(n) FROM lake.t", "function upper(integer) does not exist"],
    ["SELECT g + 1 FROM lake.t", "operator does not exist: character varying + integer"],
  ])("%s", async (sql, message) => {
    expect(await stage.fail(sql)).toContain(`ERROR: ${message}`);
  });

  it("know a name that is an alias and a column by the column", async () => {
    expect(
      await stage.rows(
        'SELECT n + 1 AS n, n * 2 AS double, "user" FROM (SELECT n, g AS user FROM lake.t) x WHERE n = 1',
      ),
    ).toEqual([[2, 2, "a"]]);
  });
});

describe("files that cannot be read", () => {
  it.each([
    ["zipped", "a.csv.gz", Buffer.from("no gzip"), "s3://lake/zipped/a.csv.gz"],
    ["latin", "a.csv", Buffer.from([0x61, 0xff, 0x0a]), "line 1 of a file"],
  ])("fail without a path of this machine: %s", async (table, name, body, message) => {
    await stage.put(`${table}/${name}`, body);
    await stage.finish(
      `CREATE EXTERNAL TABLE lake.${table} (a varchar(9)) STORED AS TEXTFILE LOCATION 's3://lake/${table}/'`,
    );
    const error = await stage.fail(`SELECT * FROM lake.${table}`);
    expect(error).toContain(message);
    expect(error).not.toContain("/tmp");
  });

  it("are reported in S3's words when the bucket does not exist", async () => {
    await stage.finish(
      "CREATE EXTERNAL TABLE lake.gone (a int) STORED AS TEXTFILE LOCATION 's3://no-such-bucket/x/'",
    );
    expect(await stage.fail("SELECT * FROM lake.gone")).toMatch(
      /^ERROR: Spectrum Scan Error: S3ServiceException:[^\n]*,Status 404,Error NoSuchBucket$/u,
    );
  });
});

// https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-calling.html (Running SQL statements with
// parameters)
describe("parameters", () => {
  it("stand for no table", async () => {
    const described = await stage.run("SELECT columnname FROM :t", { t: "svv_external_columns" });
    expect(described).toMatchObject({ Status: "FAILED", Error: expect.stringContaining("syntax error") });
  });

  it("fail the statement when they are empty", async () => {
    expect(await stage.run("SELECT :a", { a: "" })).toMatchObject({
      Status: "FAILED",
      Error: expect.stringContaining("zero length"),
    });
  });

  it("are named by letters, digits and underscores", async () => {
    expect(await stage.rows("SELECT :1 || :b_2 AS v", { "1": "x", b_2: "y" })).toEqual([["xy"]]);
    await expect(stage.run("SELECT :a-b", { "a-b": "x" })).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("parameters.1.member.name"),
    });
  });
});

// https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html (idempotency)
it("takes a ClientToken for one request, not for a batch of the same text", async () => {
  const ClientToken = "one-and-the-same";
  await stage.client.send(new ExecuteStatementCommand({ ...to, ClientToken, Sql: "SELECT 1" }));
  await expect(
    stage.client.send(new BatchExecuteStatementCommand({ ...to, ClientToken, Sqls: ["SELECT 1"] })),
  ).rejects.toMatchObject({ name: "ValidationException" });
});

it.each([
  [
    { WaitTimeSeconds: 31 },
    "Value at 'waitTimeSeconds' failed to satisfy constraint: Member must have value less than or equal to 30",
  ],
  [
    { Sql: "" },
    "Value at 'sql' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [
    { ClientToken: "x".repeat(65) },
    "Value at 'clientToken' failed to satisfy constraint: Member must have length less than or equal to 64",
  ],
])("names the member that does not hold as AWS does: %j", async (members, message) => {
  await expect(
    stage.client.send(new ExecuteStatementCommand({ ...to, Sql: "SELECT 1", ...members })),
  ).rejects.toMatchObject({
    name: "ValidationException",
    message: `1 validation error detected: ${message}`,
  });
});
