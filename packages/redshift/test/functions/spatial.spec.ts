import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, roleArn, type Stage } from "../stage.ts";

// https://docs.aws.amazon.com/redshift/latest/dg/geospatial-functions.html

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
});

const polygon = (coordinates: string): string => `ST_GeomFromText('POLYGON(${coordinates})')`;
const square = polygon("(0 0,4 0,4 4,0 4,0 0)");
const frame = polygon("(0 0,4 0,4 4,0 4,0 0),(1 1,2 1,2 2,1 2,1 1)");
/** A square with a notch in its upper side, down to (2, 1). */
const notched = polygon("(0 0,4 0,4 4,2 1,0 4,0 0)");

describe("geometries", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/ST_Point-function.html
    ["ST_AsText(ST_Point(5.0, 7.0))", "POINT(5 7)"],
    ["ST_Point(5, 7)", "010100000000000000000014400000000000001C40"],
    ["ST_Point(NULL, 1)", null],
    ["ST_AsText(ST_MakePoint(1, 2))", "POINT(1 2)"],
    ["ST_X(ST_Point(13.287778, 1e-7))", 13.287778],
    ["ST_Y(ST_Point(13.287778, 1e-7))", 1e-7],
    ["ST_AsText(ST_GeomFromText('POLYGON((0 2,1 1,0 -1,0 2))'))", "POLYGON((0 2,1 1,0 -1,0 2))"],
    // https://docs.aws.amazon.com/redshift/latest/dg/ST_Contains-function.html, ST_Within-function.html
    [`ST_Contains(${polygon("(0 2,1 1,0 -1,0 2)")}, ${polygon("(-1 3,2 1,0 -3,-1 3)")})`, false],
    [`ST_Within(${polygon("(0 2,1 1,0 -1,0 2)")}, ${polygon("(-1 3,2 1,0 -3,-1 3)")})`, true],
    [`ST_Contains(${square}, ST_Point(1, 3))`, true],
    [`ST_Contains(${square}, ST_Point(5, 3))`, false],
    // No point of a border is within: the interiors must meet.
    [`ST_Contains(${square}, ST_Point(4, 2))`, false],
    [`ST_Contains(${square}, ST_Point(0, 0))`, false],
    [`ST_Contains(${frame}, ST_Point(1.5, 1.5))`, false],
    [`ST_Contains(${frame}, ST_Point(3, 3))`, true],
    [`ST_Contains(${notched}, ST_Point(2, 2))`, false],
    [`ST_Within(ST_Point(2, 0.5), ${notched})`, true],
    [`ST_Contains(${square}, ${square})`, true],
    [`ST_Contains(${square}, ${frame})`, true],
    [`ST_Contains(${square}, ${polygon("(0 0,2 0,2 2,0 0)")})`, true],
    [`ST_Contains(${square}, ${polygon("(3 3,5 3,5 5,3 3)")})`, false],
    // All corners are inside, an edge leads through the notch.
    [`ST_Contains(${notched}, ${polygon("(0.5 2,3.5 2,2 0.5,0.5 2)")})`, false],
    [`ST_Contains(${notched}, ${polygon("(1 0,3 0,2 1,1 0)")})`, true],
    [`ST_Contains(ST_Point(1, 2), ST_Point(1, 2))`, true],
    [`ST_Contains(ST_Point(1, 2), ${square})`, false],
  ])("%s is %j", async (expression, value) => {
    expect(await stage.value(`${expression} AS value`)).toEqual(value);
  });

  it("lie as far from one another as the airports of the documentation", async () => {
    // https://docs.aws.amazon.com/redshift/latest/dg/ST_DistanceSphere-function.html
    const sql =
      "WITH raw(code, lon, lat) AS ((SELECT 'MUC', 11.786111, 48.353889) UNION (SELECT 'FRA', 8.570556, 50.033333) UNION " +
      "(SELECT 'TXL', 13.287778, 52.559722)), a(code, location) AS (SELECT code, ST_Point(lon, lat) FROM raw), b(code, location) AS (SELECT * FROM a) " +
      "SELECT a.code || '-' || b.code, ROUND(ST_DistanceSphere(a.location, b.location) / 1000, 0) FROM a, b WHERE a.code < b.code ORDER BY 1";
    expect(await stage.rows(sql)).toEqual([
      ["FRA-MUC", 299],
      ["FRA-TXL", 432],
      ["MUC-TXL", 480],
    ]);
    expect(await stage.value("ST_DistanceSphere(ST_Point(0, 0), ST_Point(0, 90), 2)")).toBeCloseTo(
      Math.PI,
      12,
    );
  });

  it.each([
    ["ST_X('POINT(1 2)')", "function st_x(unknown) does not exist"],
    [`ST_X(${square})`, "the geometry must be a point"],
    ["ST_GeomFromText('nowhere')", "the text is not the well-known text of a geometry"],
    [
      "ST_GeomFromText('POINT(1 2)', 4326)",
      "ST_GEOMFROMTEXT with an SRID is not supported by this warehouse",
    ],
    ["ST_DistanceSphere(ST_Point(0, 0), ST_Point(0, 9), -1)", "the radius must not be negative"],
    ["ST_Point(1, 2, 3)", "ST_POINT of 3 coordinates is not supported by this warehouse"],
    [
      "ST_Point(1, 2) = ST_Point(1, 2)",
      "a comparison of the type GEOMETRY is not supported by this warehouse",
    ],
    [
      `ST_Contains(${frame}, ${square})`,
      "ST_Contains of other geometries than points and polygons, or of a polygon within one with holes, is not supported by this warehouse",
    ],
  ])("%s fails", async (expression, message) => {
    expect(await stage.fail(`SELECT ${expression}`)).toBe(`ERROR: ${message}`);
  });

  it("are not unloaded", async () => {
    expect(
      await stage.fail(
        `UNLOAD ('SELECT ST_Point(1, 2) AS place') TO 's3://lake/places/' IAM_ROLE '${roleArn}' CSV`,
      ),
    ).toBe('ERROR: UNLOAD of the column "place" of type GEOMETRY is not supported by this warehouse');
  });
});
