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
    ["CBRT(12)", Math.cbrt(12), "float8"],
    ["CBRT(-27)", -3, "float8"],
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
    // https://docs.aws.amazon.com/redshift/latest/dg/r_STRTOL.html
    ["STRTOL('abcd1234', 16)", 2_882_343_476, "int8"],
    ["STRTOL('1234567', 8)", 342_391, "int8"],
    ["STRTOL('  -110101', 2)", -53, "int8"],
    ["STRTOL('', 10)", 0, "int8"],
    ["STRTOL('-8000000000000000', 16)", "-9223372036854775808", "int8"],
    ["STRTOL(NULL, 10)", null, "int8"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_TO_NUMBER.html
    ["TO_NUMBER('$ 12,454.88', 'L 99G999D99')", "12454.88", "numeric"],
    ["TO_NUMBER('$ 2,012,454.88', 'L 9,999,999.99')", "2012454.88", "numeric"],
    ["TO_NUMBER('<45>', '99PR')", "-45", "numeric"],
    ["TO_NUMBER('-7', '999')", "-7", "numeric"],
  ])("%s is %j of type %s", async (expression, value, type) => {
    expect(await valueAndType(expression)).toEqual([value, type]);
  });

  it.each([
    ["SQRT(-1)", "cannot take square root of a negative number"],
    ["LN(0)", "cannot take logarithm of zero or a negative number"],
    ["32767::smallint + 1::smallint", "smallint out of range"],
    ["STRTOL('12x', 10)", "the input 12x is not valid to be converted to base 10"],
    ["STRTOL('8000000000000000', 16)", "the value of 8000000000000000 is out of range for bigint"],
    ["STRTOL('1', 37)", "the base of STRTOL must be between 2 and 36"],
    ["TO_NUMBER('123', '99')", 'invalid value "123" for the format "99"'],
    ["TO_NUMBER('', '99')", 'invalid value "" for the format "99"'],
    ["TO_NUMBER('1', 'RN')", 'the number format "RN" is not supported by this warehouse'],
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
    // https://docs.aws.amazon.com/redshift/latest/dg/r_INITCAP.html
    ["INITCAP('o''NEIL & sons_2nd (LTD)')", "O'Neil & Sons_2nd (Ltd)"],
    ["INITCAP('')", ""],
    ["INITCAP(NULL)", null],
    // https://docs.aws.amazon.com/redshift/latest/dg/REGEXP_INSTR.html
    ["REGEXP_INSTR('sed@lacusUtnec.ca', '@[^.]*')", 4],
    ["REGEXP_INSTR('Air Canada Centre', '[cC]ent(er|re)$')", 12],
    ["REGEXP_INSTR('the fox', 'FOX', 1, 1, 0, 'i')", 5],
    ["REGEXP_INSTR('the fox', 'FOX')", 0],
    ["REGEXP_INSTR('a1b22c333', '[0-9]+', 1, 2)", 4],
    ["REGEXP_INSTR('a1b22c333', '[0-9]+', 3, 2, 1)", 10],
    ["REGEXP_INSTR('a1b22c333', '[0-9]+', 1, 4)", 0],
    ["REGEXP_INSTR('abc', 'c', 9)", 0],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html: lengths are bytes
    ["'héllo'::varchar(2) || '.'", "h."],
    ["'héllo'::varchar(3) || '.'", "hé."],
    ["'a😀b'::varchar(4) || '.'", "a."],
    ["'漢字'::varchar(2) || '.'", "."],
    ["'漢字'::char(5)::varchar(9) || '.'", "漢."],
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
    // https://docs.aws.amazon.com/redshift/latest/dg/r_MONTHS_BETWEEN_function.html
    ["MONTHS_BETWEEN('2014-09-30 08:00', '2014-08-31 23:00')", 1],
    ["MONTHS_BETWEEN('2014-02-15 08:00', '2014-01-15 23:00')", 1],
    ["ROUND(MONTHS_BETWEEN('2026-03-02', '2026-01-01'), 6)", 2.032258],
    ["ROUND(MONTHS_BETWEEN('2026-01-01', '2026-01-16 12:00'), 6)", -0.5],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_NEXT_DAY.html
    ["NEXT_DAY('2014-08-20', 'Tu')", "2014-08-26"],
    ["NEXT_DAY('2014-08-20', 'wednesday')", "2014-08-27"],
    ["NEXT_DAY('2014-08-20 10:00:00', 'Th')", "2014-08-21"],
  ])("%s is %j", async (expression, value) => {
    expect(await stage.value(`${expression} AS value`)).toEqual(value);
  });
});
