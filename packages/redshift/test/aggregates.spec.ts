import { GetStatementResultCommand } from "@aws-sdk/client-redshift-data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

// https://docs.aws.amazon.com/redshift/latest/dg/c_Aggregate_Functions.html
// https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html

let stage: Stage;

/**
 * The sample table of the window functions' pages:
 * https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html#r_Window_function_example
 */
const winsales = [
  "30001,2003-08-02,3,b,10,10",
  "10001,2003-12-24,1,c,10,10",
  "10005,2003-12-24,1,a,30,",
  "40001,2004-01-09,4,a,40,",
  "10006,2004-01-18,1,c,10,",
  "20001,2004-02-12,2,b,20,20",
  "40005,2004-02-12,4,a,10,10",
  "20002,2004-02-16,2,c,20,20",
  "30003,2004-04-18,3,b,15,",
  "30004,2004-04-18,3,b,20,",
  "30007,2004-09-07,3,c,30,",
];

beforeAll(async () => {
  stage = await openStage();
  await stage.put("winsales/a.csv", `${winsales.join("\n")}\n`);
  await stage.finish(
    "CREATE EXTERNAL TABLE lake.winsales (salesid int, dateid date, sellerid int, buyerid char(10), qty int, qty_shipped int) " +
      "ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/winsales/'",
  );
});

afterAll(async () => {
  await stage.close();
});

async function columnTypes(
  sql: string,
): Promise<[string | undefined, number | undefined, number | undefined][]> {
  const { Id } = await stage.finish(sql);
  const { ColumnMetadata } = await stage.client.send(new GetStatementResultCommand({ Id }));
  return (ColumnMetadata ?? []).map(({ typeName, precision, scale }) => [typeName, precision, scale]);
}

// https://docs.aws.amazon.com/redshift/latest/dg/r_SUM.html and r_AVG.html (Data types)
describe("SUM and AVG", () => {
  const calls = (name: string, over = ""): string =>
    ["qty", "qty::bigint", "qty::decimal(5,2)", "qty::real"]
      .map((value) => `${name}(${value})${over}`)
      .join(", ");

  it("are BIGINT of whole numbers, DECIMAL(38, scale) of DECIMAL, and DOUBLE PRECISION of floating-point numbers", async () => {
    const types = [
      ["int8", 19, 0],
      ["int8", 19, 0],
      ["numeric", 38, 2],
      ["float8", 17, 17],
    ];
    expect(await columnTypes(`SELECT ${calls("SUM")} FROM lake.winsales`)).toEqual(types);
    expect(await columnTypes(`SELECT ${calls("AVG")} FROM lake.winsales`)).toEqual(types);
    expect(await columnTypes(`SELECT ${calls("SUM", " OVER ()")} FROM lake.winsales`)).toEqual(types);
    expect(await columnTypes(`SELECT ${calls("AVG", " OVER ()")} FROM lake.winsales`)).toEqual(types);
    expect(
      await columnTypes("SELECT SUM(COUNT(*)) OVER (), AVG(SUM(qty)) OVER () FROM lake.winsales"),
    ).toEqual(types.slice(0, 2));
  });

  it("cut the fraction of whole numbers, and take DISTINCT", async () => {
    expect(
      await stage.rows(
        "SELECT AVG(qty), SUM(DISTINCT qty), AVG(DISTINCT qty), AVG(qty::decimal(5,2)) FROM lake.winsales",
      ),
    ).toEqual([[19, 115, 23, "19.55"]]);
    expect(await stage.rows("SELECT TRUNC(AVG(qty::float8)), TRUNC(MAX(dateid)) FROM lake.winsales")).toEqual(
      [[19, "2004-09-07"]],
    );
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_LISTAGG.html
describe("LISTAGG", () => {
  it.each([
    ["LISTAGG(DISTINCT sellerid, ', ') WITHIN GROUP (ORDER BY sellerid)", "1, 2, 3, 4"],
    ["LISTAGG(sellerid) WITHIN GROUP (ORDER BY dateid, salesid)", "31141242333"],
    ["LISTAGG(NULLIF(qty, 10), ',') WITHIN GROUP (ORDER BY salesid)", "30,20,20,15,20,30,40"],
    ["LISTAGG(CASE WHEN qty > 20 THEN '' ELSE 'x' END, ',')", "x,x,x,x,x,x,x,x"],
    ["LISTAGG(NULLIF(buyerid, buyerid), ',')", null],
  ])("%s is %j", async (call, value) => {
    expect(await stage.rows(`SELECT ${call} FROM lake.winsales`)).toEqual([[value]]);
  });

  it("fails over 65,535 bytes", async () => {
    expect(await stage.fail("SELECT LISTAGG(REPEAT('x', 6000)) FROM lake.winsales")).toBe(
      "ERROR: Result size exceeds LISTAGG limit",
    );
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_Window_function_synopsis.html
describe("with OVER", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/r_WF_AVG.html, r_WF_SUM.html
    [
      "AVG(qty) OVER (ORDER BY dateid, salesid ROWS UNBOUNDED PRECEDING)",
      [10, 10, 16, 22, 20, 20, 18, 18, 18, 18, 19],
    ],
    [
      "SUM(qty) OVER (ORDER BY dateid, salesid ROWS UNBOUNDED PRECEDING)",
      [10, 20, 50, 90, 100, 120, 130, 150, 165, 185, 215],
    ],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_WF_LAG.html
    [
      "LAG(qty_shipped) IGNORE NULLS OVER (ORDER BY dateid, salesid)",
      [null, 10, 10, 10, 10, 10, 20, 10, 20, 20, 20],
    ],
    [
      "LAST_VALUE(qty_shipped IGNORE NULLS) OVER (ORDER BY dateid, salesid ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)",
      Array.from({ length: 11 }, () => 20),
    ],
  ])("%s", async (call, values) => {
    const rows = await stage.rows(`SELECT ${call} FROM lake.winsales ORDER BY dateid, salesid`);
    expect(rows.flat()).toEqual(values);
  });

  it.each([
    [
      "SUM(qty) OVER (ORDER BY dateid)",
      "Aggregate window functions with an ORDER BY clause require a frame clause",
    ],
    ["LAST_VALUE(qty) OVER (ORDER BY dateid)", "require a frame clause"],
    ["SUM(qty) OVER (ORDER BY salesid RANGE BETWEEN 1 PRECEDING AND CURRENT ROW)", "other than ROWS"],
    ["RANK() OVER (ORDER BY dateid ROWS UNBOUNDED PRECEDING)", "rank() takes no frame"],
    ["COUNT(DISTINCT qty) OVER ()", "DISTINCT in COUNT OVER"],
    ["LAG(qty, 1, 0) OVER (ORDER BY dateid)", "Default parameter not be supported for window function lag"],
    ["SUM(qty) OVER w", 'syntax error at or near "w"'],
    ["COUNT(*) FILTER (WHERE qty > 10)", 'syntax error at or near "filter"'],
    ["MIN(qty ORDER BY qty)", 'syntax error at or near "order"'],
  ])("refuses %s", async (call, message) => {
    expect(await stage.fail(`SELECT ${call} FROM lake.winsales`)).toContain(message);
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html (Notes on division
// operations)
it.each(["1 / 0", "1.5 / 0.0", "MOD(1, 0)", "5 % (1 - 1)", "SUM(qty) / (COUNT(*) - 11)"])(
  "refuses to divide by zero: %s",
  async (expression) => {
    expect(await stage.fail(`SELECT ${expression} FROM lake.winsales`)).toBe("ERROR: Divide by zero");
  },
);
