import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPartition, declared, row } from "./locations.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ catalog: declared });
  await stage.put("store/dt=2026-11-21/a.csv.gz", row("device-1", "r-1", 1));
  await stage.finish(addPartition("2026-11-21"));
});

afterAll(async () => {
  await stage.close();
});

describe("an error names what is wrong, in Redshift's words", () => {
  it.each([
    // Names.
    ["SELECT AVG(speed) FROM lake.locations", 'column "speed" does not exist'],
    ["SELECT NVL(UPPER(speed), 'x') FROM lake.locations", 'column "speed" does not exist'],
    [
      "SELECT device_id FROM lake.locations QUALIFY RANK() OVER (ORDER BY speed) = 1",
      'column "speed" does not exist',
    ],
    [
      "SELECT 1 FROM lake.locations l WHERE EXISTS (SELECT 1 FROM svv_external_columns c WHERE c.speed = l.device_id)",
      "column c.speed does not exist",
    ],
    ["SELECT a.dt FROM lake.locations a JOIN svv_external_columns b USING (speed)", "speed"],
    ["SELECT x.* FROM lake.locations", 'relation "x" does not exist'],
    ["SELECT IFNULL(device_id, 'x') FROM lake.locations", "function ifnull() does not exist"],
    ["SELECT x FROM (VALUES (1)) AS v(x)", "VALUES in FROM is not supported by this warehouse"],
    ["SELECT device_id FROM lake.locations LIMIT 1, 2", "LIMIT #,# syntax is not supported"],
    ["WITH a AS (SELECT 1) INSERT INTO b SELECT 1", 'syntax error at or near "insert"'],
    ["SELECT 1 FROM speeds", 'relation "speeds" does not exist'],
    // Values.
    ["SELECT 40000::smallint", "smallint out of range"],
    ["SELECT 3000000000::int", "integer out of range"],
    ["SELECT 1e40::real", "real out of range"],
    ["SELECT 12345.6::decimal(4,1)", "Numeric data overflow (result precision)"],
    [
      "SELECT device_id::decimal(4,1) FROM lake.locations",
      'invalid input syntax for type numeric: "device-1"',
    ],
    ["SELECT REPEAT('xyz', 2000000000)", "requested length too large"],
    ["SELECT CHR(-1)", "requested character not valid"],
    ["SELECT 'x' ~ '['", "invalid regular expression: missing ]: ["],
    // Types.
    ["SELECT latitude::timestamp FROM lake.locations", "cannot cast type numeric to timestamp"],
    ["SELECT charging::date FROM lake.locations", "cannot cast type boolean to date"],
    ["SELECT CASE WHEN charging THEN dt ELSE latitude END FROM lake.locations", "cannot be matched"],
    ["SELECT GREATEST(dt, latitude) FROM lake.locations", "cannot be matched"],
    // Clauses.
    ["SELECT dt FROM lake.locations GROUP BY 2", "GROUP BY position is not in select list"],
    [
      "SELECT dt FROM lake.locations WHERE RANK() OVER (ORDER BY dt) = 1",
      "window functions not allowed in WHERE clause",
    ],
    ["SELECT (SELECT device_id, dt FROM lake.locations)", "subquery must return only one column"],
    ["SELECT FROM lake.locations", "SELECT needs a select list"],
    ["SELECT dt FROM lake.locations LIMIT -1", "must not be negative"],
    ["SELECT NTILE(0) OVER (ORDER BY dt) FROM lake.locations", "argument of ntile must be greater than zero"],
    [
      "SELECT COUNT(dt 99999999999999999999) FROM lake.locations",
      'syntax error at or near "99999999999999999999"',
    ],
    ["SELECT dt TOP 3 FROM lake.locations", "syntax error at or near"],
    // Refusals.
    ["CREATE MATERIALIZED VIEW v AS SELECT 1", "CREATE MATERIALIZED VIEW is not supported by this warehouse"],
    ["COPY t FROM 's3://lake/x'", "COPY is not supported by this warehouse"],
    ["VACUUM t", "VACUUM is not supported by this warehouse"],
    [
      "ALTER TABLE lake.locations ADD COLUMN x int",
      "ALTER TABLE … ADD COLUMN is not supported by this warehouse",
    ],
  ])("%s", async (sql, message) => {
    const error = await stage.fail(sql);
    expect(error).toContain(message);
    expect(error).toMatch(/^ERROR: /u);
  });
});

it("truncates a name to 127 bytes, as Redshift does", async () => {
  const [long, truncated] = ["n".repeat(500), "n".repeat(127)];
  await stage.finish(`CREATE TABLE ${long} AS SELECT 1 AS "${long}"`);
  expect(await stage.rows(`SELECT "${truncated}" FROM public.${truncated}`)).toEqual([[1]]);
});
