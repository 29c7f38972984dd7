import { GetStatementResultCommand } from "@aws-sdk/client-redshift-data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "../stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
});

async function valueAndType(expression: string): Promise<[unknown, string | undefined]> {
  const { Id } = await stage.finish(`SELECT ${expression} AS value`);
  const { ColumnMetadata, Records } = await stage.client.send(new GetStatementResultCommand({ Id }));
  const field = Records?.[0]?.[0];
  return [
    field?.stringValue ?? field?.longValue ?? field?.doubleValue ?? field?.booleanValue ?? null,
    ColumnMetadata?.[0]?.typeName,
  ];
}

// Each page's own examples, and what its rules say beside them, with the type that the page names
describe("numbers", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/r_ABS.html
    ["ABS(-38)", 38, "int4"],
    ["ABS((18 - 71) * 1.5)", "79.5", "numeric"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_CEILING_FLOOR.html, r_FLOOR.html
    ["CEILING(28.05)", "29", "numeric"],
    ["FLOOR(28.05)", "28", "numeric"],
    ["CEIL(-1.5::float8)", -1, "float8"],
    ["FLOOR(7)", 7, "int4"],
    ["CEIL(7::smallint)", 7, "int2"],
    ["FLOOR(9007199254740993)", "9007199254740993", "int8"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_SIGN.html
    ["SIGN(-4.25::numeric(12,2))", "-1", "numeric"],
    ["SIGN(4.25::float8)", 1, "float8"],
    ["SIGN(-3)", -1, "int4"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_ROUND.html
    ["ROUND(28.05)", "28", "numeric"],
    ["ROUND(28.05, 1)", "28.1", "numeric"],
    ["ROUND(9007199254740993)", "9007199254740993", "int8"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNC.html
    ["TRUNC(111.86)", "111", "numeric"],
    ["TRUNC(111.86, 1)", "111.8", "numeric"],
    ["TRUNC(9007199254740993)", "9007199254740993", "int8"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_MOD.html
    ["MOD(10, 4)", 2, "int4"],
    ["MOD(10.5, 4)", "2.5", "numeric"],
    ["-7 % 3", -1, "int4"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html
    ["-7 / 2", -3, "int4"],
    ["7 / 2::float8", 3.5, "float8"],
    ["5::smallint / 2::smallint", 2, "int2"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_CBRT.html, r_EXP.html, r_LOG.html, r_DLOG1.html
    ["CBRT(12)", 2.2894284851066633, "float8"],
    ["EXP(1)", Math.E, "float8"],
    ["DEXP(1)", Math.E, "float8"],
    ["LN(2.718281828)", 0.9999999998311266, "float8"],
    ["DLOG1(2.718281828)", 0.9999999998311266, "float8"],
    ["LOG(1000)", 3, "float8"],
    ["DLOG10(100)", 2, "float8"],
    ["SQRT(12)", 3.4641016151377544, "float8"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_ACOS.html, r_ASIN.html, r_ATAN2.html, r_COT.html,
    // r_DEGREES.html
    ["ACOS(-1)", Math.PI, "float8"],
    ["ASIN(.5)", Math.asin(0.5), "float8"],
    ["ATAN2(2, 2)", Math.PI / 4, "float8"],
    ["COT(.5)", 1.830487721712452, "float8"],
    ["DEGREES(.5)", 28.64788975654116, "float8"],
    ["RADIANS(180)", Math.PI, "float8"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_TO_HEX.html
    ["TO_HEX(2147447899)", "7fff745b", "varchar"],
  ])("%s is %j of type %s", async (expression, value, type) => {
    expect(await valueAndType(expression)).toEqual([value, type]);
  });

  it.each([
    ["SQRT(-1)", "cannot take square root of a negative number"],
    ["LN(0)", "cannot take logarithm of zero or a negative number"],
    ["32767::smallint + 1::smallint", "smallint out of range"],
  ])("%s fails", async (expression, message) => {
    expect(await stage.fail(`SELECT ${expression}`)).toBe(`ERROR: ${message}`);
  });
});

describe("text", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/r_ASCII.html
    ["ASCII('amazon')", 97],
    ["ASCII('')", 0],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_BTRIM.html, r_LTRIM.html, r_RTRIM.html, r_TRIM.html
    ["BTRIM('     abc     ')", "abc"],
    ["BTRIM('xyzaxyzbxyzcxyz', 'xyz')", "axyzbxyzc"],
    ["LTRIM('2008-01-24', '0123456789-')", ""],
    ["TRIM(LEADING '\"' FROM '\"dog\"')", 'dog"'],
    ["TRIM(BOTH '\"' FROM '\"dog\"')", "dog"],
    ["TRIM('CDG' FROM 'CDGxCDG')", "x"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_LEN.html, r_OCTET_LENGTH.html
    ["LEN('français')", 8],
    ["OCTET_LENGTH('français')", 9],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_CHARINDEX.html, r_POSITION.html, r_STRPOS.html
    ["CHARINDEX('fish', 'dogfish')", 4],
    ["POSITION('fish' IN 'dogfish')", 4],
    ["STRPOS('dogfish', 'cat')", 0],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_CONCAT.html
    ["CONCAT('December 25, ', '2008')", "December 25, 2008"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_LEFT.html, r_REPEAT.html, r_REVERSE.html
    ["LEFT('Chicago', 3) || RIGHT('Chicago', 3)", "Chiago"],
    ["REPEAT('ab', 3) || REPLICATE('c', 2)", "abababcc"],
    ["REVERSE('pieces')", "seceip"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_LPAD.html
    ["LPAD('cat', 7) || '.'", "    cat."],
    ["RPAD('cat', 7, 'dog')", "catdogd"],
    ["LPAD('abcdef', 3) || RPAD('uvw', 9, '')", "abcuvw"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_TRANSLATE.html
    ["TRANSLATE('mint tea', 'inea', 'osin')", "most tin"],
    // https://docs.aws.amazon.com/redshift/latest/dg/SPLIT_PART.html, r_SUBSTRING.html
    ["SPLIT_PART('2008-03-05', '-', 3)", "05"],
    ["SUBSTRING('caterpillar' FROM 6 FOR 4)", "pill"],
    ["SUBSTRING('abc', 5)", ""],
    // https://docs.aws.amazon.com/redshift/latest/dg/REGEXP_COUNT.html, REGEXP_SUBSTR.html
    ["REGEXP_COUNT('abcdefghijklmnopqrstuvwxyz', '[a-z]{3}')", 8],
    ["REGEXP_SUBSTR('the fox', '[fFtT]ox')", "fox"],
    ["REGEXP_SUBSTR('abc', 'x')", ""],
    // https://docs.aws.amazon.com/redshift/latest/dg/pattern-matching-conditions-posix.html
    ["'dog' ~ '^o' OR 'dog' !~ 'd'", false],
  ])("%s is %j", async (expression, value) => {
    expect(await stage.value(`${expression} AS value`)).toEqual(value);
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_DATEADD_function.html, r_DATEDIFF_function.html,
// r_EXTRACT_function.html (TIME)
describe("functions of dates", () => {
  it.each([
    ["DATEADD(minute, 5, TIME '13:24:55')", "13:29:55"],
    ["DATEDIFF(hour, TIME '10:30', TIME '12:00')", 2],
    ["EXTRACT(hour FROM TIME '14:05:06')", 14],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_DATE_PART_YEAR.html
    ["DATE_PART_YEAR(DATE '20220502')", 2022],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_DATE_PART_function.html
    ["DATE_PART(century, TIMESTAMP '20220502 04:05:06.789')", 21],
    ["DATE_PART(millennium, TIMESTAMP '20220502 04:05:06.789')", 3],
    ["DATE_PART(microsecond, TIMESTAMP '20220502 04:05:06.789')", 789000],
    ["DATE_PART(ms, TIMESTAMP '20220502 04:05:06.789')", 789],
    ["DATE_PART(s, TIMESTAMP '20220502 04:05:06.789')", 6.789],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html
    ["DATEADD(day, 1, 'today')", "2026-11-23 00:00:00"],
    ["DATEADD(day, 1, 'now')", "2026-11-23 00:15:00.25"],
    ["DATE_TRUNC('month', 'Nov-21-2026')", "2026-11-01 00:00:00"],
    ["LAST_DAY('20080215')", "2008-02-29"],
  ])("%s is %j", async (expression, value) => {
    expect(await stage.value(`${expression} AS value`)).toEqual(value);
  });
});
