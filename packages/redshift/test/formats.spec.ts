import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
});

it.each([
  // https://docs.aws.amazon.com/redshift/latest/dg/r_TO_CHAR.html
  ["TO_CHAR(timestamp '2009-12-31 23:15:59', 'MONTH-DY-DD-YYYY HH12:MIPM')", "DECEMBER -THU-31-2009 11:15PM"],
  ["TO_CHAR(timestamp '2009-12-31 23:15:59', 'DDD')", "365"],
  ["TO_CHAR(timestamp '2022-05-16 23:15:59', 'ID')", "1"],
  ["TO_CHAR(timestamp '2008-02-18 02:36:48', 'cc')", "21"],
  ["TO_CHAR(-125.8, '999D99S')", "125.80-"],
  ["TO_CHAR(618.80, 'l99999D99')", "$   618.80"],
  // https://docs.aws.amazon.com/redshift/latest/dg/r_FORMAT_strings.html
  ["TO_CHAR(date '2026-11-21', 'YYYY\"Q\"Q D J')", "2026Q4 7 2461366"],
  ["TO_CHAR(date '2026-01-07', 'WW W')", "01 1"],
  ["TO_CHAR(date '2026-01-08', 'WW W')", "02 2"],
  // https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_formating.html
  ["TO_CHAR(125.8, '999.99')", " 125.80"],
  ["TO_CHAR(-7, '999')", "  -7"],
  ["TO_CHAR(-7, '000')", "-007"],
  ["TO_CHAR(0, '999')", "   0"],
  ["TO_CHAR(0.5, '999.99')", "    .50"],
  ["TO_CHAR(1234567, '9,999,999')", " 1,234,567"],
  ["TO_CHAR(1234, '9G999G999')", "     1,234"],
  ["TO_CHAR(-1234, 'FM9,999,990.00')", "-1,234.00"],
  ["TO_CHAR(0.5, 'FM990.99')", "0.5"],
  ["TO_CHAR(-553, '999PR')", "<553>"],
  ["TO_CHAR(553, '999PR')", " 553 "],
  ["TO_CHAR(-553, '999MI')", "553-"],
  ["TO_CHAR(553, 'S999')", "+553"],
  ["TO_CHAR(12345, '999')", " ###"],
  ["TO_CHAR(NULL::int, '999')", null],
])("%s is %j", async (expression, text) => {
  expect(await stage.value(`${expression} AS value`)).toBe(text);
});
