import { GetStatementResultCommand } from "@aws-sdk/client-redshift-data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

// https://docs.aws.amazon.com/redshift/latest/dg/Date_functions_header.html: the pages' own examples, and
// what their rules say beside them

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
});

describe("examples of the documentation", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/r_DATEADD_function.html
    ["DATEADD(month, 18, '2008-02-28')", "2009-08-28 00:00:00"],
    ["DATEADD(m, 30, '2008-02-28')", "2008-02-28 00:30:00"],
    ["DATEADD(month, 1, '2008-04-30')", "2008-05-30 00:00:00"],
    ["DATEADD(month, 12, '2016-02-29')", "2017-02-28 00:00:00"],
    ["DATEADD(year, 1, '2016-02-29')", "2017-03-01 00:00:00"],
    ["DATEADD(year, 4, '2016-02-29')", "2020-02-29 00:00:00"],
    ["DATEADD(decade, 1, '2008-02-28')", "2018-02-28 00:00:00"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_DATEDIFF_function.html
    ["DATEDIFF(week, '2009-01-01', '2009-12-31')", 52],
    ["DATEDIFF(year, '2008-12-31', '2009-01-01')", 1],
    ["DATEDIFF(hour, '2009-01-01 08:30:00', '2009-01-01 10:00:00')", 2],
    // A Sunday and its Monday: DATE_TRUNC begins weeks on Mondays.
    ["DATEDIFF(week, '2026-11-22', '2026-11-23')", 1],
    ["DATEDIFF(week, '2026-11-16', '2026-11-22')", 0],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_DATE_TRUNC.html
    ["DATE_TRUNC('week', TIMESTAMP '20220430 04:05:06.789')", "2022-04-25 00:00:00"],
    ["DATE_TRUNC('millennium', TIMESTAMP '20200430 04:05:06.789')", "2001-01-01 00:00:00"],
    ["DATE_TRUNC('century', TIMESTAMP '20001231 04:05:06.789')", "1901-01-01 00:00:00"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_EXTRACT_function.html
    ["EXTRACT(minute FROM TIMESTAMP '2009-09-09 12:08:43')", 8],
    ["EXTRACT(ms FROM TIMESTAMP '2009-09-09 12:08:43.101')", 101],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_Dateparts_for_datetime_functions.html
    ["EXTRACT(sec FROM TIMESTAMP '2009-09-21 11:10:03.189717')", 3],
    ["EXTRACT(us FROM TIMESTAMP '2009-09-21 11:10:03.189717')", 717],
    ["DATE_PART(sec, TIMESTAMP '2009-09-21 11:10:03.189717')", 3.189717],
    ["EXTRACT(century FROM TIMESTAMP '2000-12-16 12:21:13')", 20],
    ["EXTRACT(decade FROM TIMESTAMP '1999-02-16 20:38:40')", 200],
    ["EXTRACT(decade FROM TIMESTAMP '2010-02-16 20:38:40')", 202],
    ["EXTRACT(mil FROM TIMESTAMP '2001-12-16 12:21:13')", 3],
    ["EXTRACT(weekday FROM TIMESTAMP '2026-11-22 00:00:00')", 0],
    ["EXTRACT(yearday FROM TIMESTAMP '2026-02-01 00:00:00')", 32],
    ["DATE_PART(epoch, TIMESTAMP '2008-01-01 20:00:00')", 1199217600],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_DATE_PART_function.html
    ["DATE_PART(week, TIMESTAMP '20220502 04:05:06.789')", 18],
    ["DATE_PART(dayofweek, TIMESTAMP '20220502 04:05:06.789')", 1],
    ["DATE_PART(month, DATE '20220502')", 5],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_LAST_DAY.html
    ["LAST_DAY('2004-01-04')", "2004-01-31"],
    // https://docs.aws.amazon.com/redshift/latest/dg/CONVERT_TIMEZONE.html
    ["CONVERT_TIMEZONE('PST', '2008-08-24 09:36:12')", "2008-08-24 01:36:12"],
    ["CONVERT_TIMEZONE('US/Pacific', '2008-08-24 09:36:12')", "2008-08-24 02:36:12"],
    ["CONVERT_TIMEZONE('EST', 'PST', '20080305 12:25:29')", "2008-03-05 09:25:29"],
    ["CONVERT_TIMEZONE('America/New_York', '2013-06-01 08:00:00')", "2013-06-01 04:00:00"],
    ["CONVERT_TIMEZONE('GMT', 'NEWZONE +2', '2014-05-17 12:00:00')", "2014-05-17 10:00:00"],
    ["CONVERT_TIMEZONE('GMT', 'NEWZONE-2:15', '2014-05-17 12:00:00')", "2014-05-17 14:15:00"],
    ["CONVERT_TIMEZONE('GMT', 'America/Los_Angeles+2', '2014-05-17 12:00:00')", "2014-05-17 10:00:00"],
    ["CONVERT_TIMEZONE('GMT', 'GMT+2', '2014-05-17 12:00:00')", "2014-05-17 10:00:00"],
    ["CONVERT_TIMEZONE('JST', '2014-05-17 20:00:00')", "2014-05-18 05:00:00"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_AT_TIME_ZONE.html
    ["TIMESTAMP '2001-02-16 20:38:40' AT TIME ZONE 'MST'", "2001-02-17 03:38:40+00"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_TO_DATE_function.html
    ["TO_DATE('02 Oct 2001', 'DD Mon YYYY')", "2001-10-02"],
    ["TO_DATE('20010631', 'YYYYMMDD')", "2001-07-01"],
    ["TO_DATE('20010631', 'YYYYMMDD', FALSE)", "2001-07-01"],
    ["TO_DATE('2026 032', 'YYYY DDD')", "2026-02-01"],
    ["TO_DATE(NULL, 'YYYY-MM-DD')", null],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_TO_TIMESTAMP.html
    ["TO_TIMESTAMP(SYSDATE, 'YYYY-MM-DD HH24:MI:SS')", "2026-11-22 00:15:00+00"],
    ["TO_TIMESTAMP('2011-12-18 24:38:15', 'YYYY-MM-DD HH24:MI:SS')", "2011-12-19 00:38:15+00"],
    [
      "TO_TIMESTAMP('2011-12-18 03:04:05.678 PM', 'YYYY-MM-DD HH12:MI:SS.MS AM')",
      "2011-12-18 15:04:05.678+00",
    ],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html
    ["'January 8, 1999'::date", "1999-01-08"],
    ["'1/8/1999'::date", "1999-01-08"],
    ["'01/02/00'::date", "2000-01-02"],
    ["'31-Jan-2000'::date", "2000-01-31"],
    ["'20080215'::date", "2008-02-15"],
  ])("%s is %j", async (expression, value) => {
    expect(await stage.value(`${expression} AS value`)).toEqual(value);
  });

  it.each([
    ["TO_DATE('20010631', 'YYYYMMDD', TRUE)", "out of range"],
    ["TO_TIMESTAMP('2011-12-18 24:38:15', 'YYYY-MM-DD HH24:MI:SS', TRUE)", "out of range"],
    ["TO_DATE('yesterday', 'YYYYMMDD')", 'invalid value "yesterday" for the format "YYYYMMDD"'],
    ["TO_TIMESTAMP('10:00', 'HH24:MI')", "without a year"],
    ["CONVERT_TIMEZONE('Mars', GETDATE())", 'time zone "Mars" not recognized'],
  ])("%s fails", async (expression, message) => {
    expect(await stage.fail(`SELECT ${expression}`)).toContain(message);
  });
});

it("names and types the columns as the pages do", async () => {
  const { Id } = await stage.finish(
    "SELECT DATEADD(day, 1, '2026-11-21'), DATEDIFF(day, '2026-11-21', '2026-11-22'), DATE_PART(dow, GETDATE()), EXTRACT(dow FROM GETDATE())",
  );
  const { ColumnMetadata } = await stage.client.send(new GetStatementResultCommand({ Id }));
  expect(ColumnMetadata?.map(({ name, typeName }) => [name, typeName])).toEqual([
    ["date_add", "timestamp"],
    ["date_diff", "int8"],
    ["pgdate_part", "float8"],
    ["date_part", "int4"],
  ]);
});
