import { GetStatementResultCommand } from "@aws-sdk/client-redshift-data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "./stage.ts";

// https://docs.aws.amazon.com/redshift/latest/dg/c_SQL_functions.html

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await stage.finish(
    "CREATE EXTERNAL TABLE lake.t (g varchar(5), n int, d double precision, at timestamp) " +
      "ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/t/'",
  );
  await stage.put(
    "t/a.csv",
    "a,1,0.5,2026-11-21 10:00:00.000000\na,2,1.5,2026-11-22 11:30:00.250000\nb,4,,2026-12-01 00:00:00.000000\n",
  );
});

afterAll(async () => {
  await stage.close();
});

const ts = "'2026-11-21 15:04:05.678901'::timestamp";

describe("functions", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/Date_functions_header.html
    ["GETDATE()", "2026-11-22 00:15:00"],
    ["SYSDATE", "2026-11-22 00:15:00.25"],
    ["CURRENT_DATE", "2026-11-22"],
    ["DATEADD(day, 10, '2026-11-21'::date)", "2026-12-01 00:00:00"],
    ["DATEADD('month', 1, '2026-01-31'::timestamp)", "2026-02-28 00:00:00"],
    ["DATEADD(qtr, -1, '2026-11-21')", "2026-08-21 00:00:00"],
    [`DATEADD(ms, 5, ${ts})`, "2026-11-21 15:04:05.683901"],
    ["DATEDIFF(day, '2026-11-21 23:59:59', '2026-11-22 00:00:00')", 1],
    ["DATEDIFF(hours, '2026-11-21 10:00:00', '2026-11-21 09:00:00')", -1],
    [`DATE_TRUNC('hour', ${ts})`, "2026-11-21 15:00:00"],
    ["DATE_TRUNC('week', '2026-11-21'::date)", "2026-11-16 00:00:00"],
    [`EXTRACT(dow FROM ${ts})`, 6],
    [`DATE_PART(year, ${ts})`, 2026],
    ["LAST_DAY('2026-02-03'::date)", "2026-02-28"],
    ["ADD_MONTHS('2026-02-28'::date, 1)", "2026-03-31 00:00:00"],
    ["ADD_MONTHS('2026-02-27'::date, 1)", "2026-03-27 00:00:00"],
    ["CONVERT_TIMEZONE('Asia/Tokyo', '2026-11-21 20:00:00'::timestamp)", "2026-11-22 05:00:00"],
    ["CONVERT_TIMEZONE('Asia/Tokyo', 'UTC', '2026-11-21 05:00:00')", "2026-11-20 20:00:00"],
    [`TRUNC(${ts})`, "2026-11-21"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_TO_CHAR.html
    [`TO_CHAR(${ts}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`, "2026-11-21T15:04:05.678901Z"],
    [`TO_CHAR(${ts}, 'DD Mon YY, HH12:MI:SS.MS AM')`, "21 Nov 26, 03:04:05.678 PM"],
    [`TO_CHAR(${ts}, 'DY DDD IYYY-IW')`, "SAT 325 2026-47"],
    [`'[' || TO_CHAR(${ts}, 'MONTH Day') || ']'`, "[NOVEMBER  Saturday ]"],
    ["TO_CHAR(12.345::decimal(5,3), 'FM990.00')", "12.35"],
    ["TO_CHAR(7, '000')", " 007"],
    ["TO_CHAR(-7, '999')", "  -7"],
    ["TO_CHAR(12345, 'FM999')", "###"],
    ["TO_DATE('21.11.2026', 'DD.MM.YYYY')", "2026-11-21"],
    ["TO_TIMESTAMP('2026-11-21 15:04', 'YYYY-MM-DD HH24:MI')", "2026-11-21 15:04:00+00"],
    // https://docs.aws.amazon.com/redshift/latest/dg/c_conditional_expressions.html
    ["NVL(NULL, 'x')", "x"],
    ["NVL2(NULL, 'present', 'absent')", "absent"],
    ["DECODE(2, 1, 'one', 2, 'two', 'many')", "two"],
    ["DECODE(NULL, NULL, 'nothing')", "nothing"],
    ["DECODE(3, 1, 'one')", null],
    ["COALESCE(NULL, 2)", 2],
    ["NULLIF('a', 'a')", null],
    ["GREATEST(1, NULL, 3)", 3],
    // https://docs.aws.amazon.com/redshift/latest/dg/String_functions_header.html
    ["LEN('éa')", 2],
    ["OCTET_LENGTH('éa')", 3],
    ["CHARINDEX('b', 'abc')", 2],
    ["CONCAT('a', NULL)", null],
    ["CONCAT('a', 'b')", "ab"],
    ["'a' || 'b'", "ab"],
    ["SUBSTRING('abcdef', 2, 3)", "bcd"],
    ["LPAD('7', 3, '0')", "007"],
    ["SPLIT_PART('a-b-c', '-', 2)", "b"],
    ["REGEXP_REPLACE('a1b2', '[0-9]', '#')", "a#b#"],
    ["REGEXP_SUBSTR('device-42', '[0-9]+')", "42"],
    ["REGEXP_COUNT('a1b2', '[0-9]')", 2],
    ["'device-42' ~ '[0-9]'", true],
    ["'it\\'s \\\\ here'", "it's \\ here"],
    ["$$it's$$", "it's"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_CAST_function.html
    ["'éa'::varchar(2)", "é"],
    ["CAST('abcdef' AS character varying(3))", "abc"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html: without their blanks in another
    // string
    ["'[' || 'ab'::char(4) || ']'", "[ab]"],
    ["LEN('ab  '::char(4))", 2],
    ["'abc'::char", "a"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_Numeric_types201.html
    ["0.1234567::float", 0.1234567],
    ["1.5::decimal", "2"],
    ["9223372036854775807", "9223372036854775807"],
    ["(5::double precision)::varchar || '/' || (0.1::double precision + 0.2)::varchar(9)", "5/0.3"],
    ["0.1::real::varchar", "0.1"],
    ["9007199254740993::varchar", "9007199254740993"],
    ["1.50::decimal(4,2)::varchar", "1.50"],
    ["'2026-11-21 10:00:00'::timestamp::varchar", "2026-11-21 10:00:00"],
    ["true::varchar", "true"],
    ["'Infinity'::float8", "Infinity"],
    ["'NaN'::float8", "NaN"],
    ["7 / 2", 3],
    ["MOD(7, 4)", 3],
    ["POWER(2, 10)", 1024],
    ["TRUNC(1.79)", "1"],
    ["ROUND(2.5::decimal(3,1))", "3"],
    ["9007199254740993", "9007199254740993"],
    ["12345678901234567890.5", "12345678901234567890.5"],
  ])("%s is %j", async (expression, value) => {
    const found = await stage.value(`${expression} AS value`);
    expect(typeof value === "string" ? String(found) : found).toEqual(value);
  });
});

describe("queries", () => {
  it.each([
    ["SELECT TOP 2 n FROM lake.t ORDER BY n DESC", [[4], [2]]],
    ["SELECT DISTINCT TOP 1 g FROM lake.t ORDER BY g", [["a"]]],
    ["SELECT n FROM (SELECT TOP 1 n FROM lake.t ORDER BY n) UNION ALL SELECT 9", [[1], [9]]],
    ["SELECT APPROXIMATE COUNT(DISTINCT g) FROM lake.t", [[2]]],
    ["SELECT LISTAGG(n, '/') WITHIN GROUP (ORDER BY n DESC) FROM lake.t", [["4/2/1"]]],
    [
      "SELECT g, LISTAGG(n) WITHIN GROUP (ORDER BY n) FROM lake.t GROUP BY g ORDER BY g",
      [
        ["a", "12"],
        ["b", "4"],
      ],
    ],
    ["SELECT AVG(n), SUM(n), AVG(d), SUM(n::decimal(5,1)) FROM lake.t", [[2, 7, 1, "7.0"]]],
    ["SELECT MEDIAN(n), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY n) FROM lake.t", [[2, 2]]],
    ["SELECT d FROM lake.t ORDER BY d", [[0.5], [1.5], [null]]],
    ["SELECT d FROM lake.t ORDER BY d DESC", [[null], [1.5], [0.5]]],
    ["SELECT g FROM lake.t MINUS SELECT 'b'", [["a"]]],
    ["SELECT lake.t.n FROM lake.t WHERE lake.t.n = 4", [[4]]],
    ["WITH x AS (SELECT n FROM lake.t), y AS (SELECT n FROM x WHERE n > 1) SELECT SUM(n) FROM y", [[6]]],
    ["SELECT a.n FROM lake.t a JOIN lake.t b ON a.n = b.n * 2 ORDER BY 1", [[2], [4]]],
    ["SELECT n FROM lake.t WHERE EXISTS (SELECT 1 FROM lake.t x WHERE x.n > 3) AND n IN (SELECT 1)", [[1]]],
    [
      "SELECT n, LAG(n) OVER (ORDER BY n) FROM lake.t ORDER BY n",
      [
        [1, null],
        [2, 1],
        [4, 2],
      ],
    ],
    [
      "SELECT n FROM lake.t QUALIFY ROW_NUMBER() OVER (PARTITION BY g ORDER BY n DESC) = 1 ORDER BY n",
      [[2], [4]],
    ],
    [
      "SELECT TO_CHAR(at, 'YYYY-MM') AS month, COUNT(*) FROM lake.t GROUP BY 1 HAVING COUNT(*) > 1",
      [["2026-11", 2]],
    ],
    [
      "SELECT DATE_TRUNC('month', at) AS m, MAX(n) FROM lake.t GROUP BY DATE_TRUNC('month', at) ORDER BY m",
      [
        ["2026-11-01 00:00:00", 2],
        ["2026-12-01 00:00:00", 4],
      ],
    ],
    ['SELECT n AS "Grand Total" FROM lake.t ORDER BY "GRAND TOTAL" LIMIT 1 OFFSET 1', [[2]]],
    ["SELECT /* a comment /* nested */ */ n -- and another\nFROM LAKE.T WHERE N = 1;", [[1]]],
  ])("%s", async (sql, rows) => {
    expect((await stage.rows(sql)).map((row) => row.map((value) => value))).toEqual(rows);
  });

  it("has every function that the documentation lists", async () => {
    const calls: [string, unknown[]][] = [
      [
        "ABS(-1), CEIL(1.2::float8), CEILING(1.2::float8), FLOOR(1.8::float8), SIGN(-2), SQRT(9)",
        [1, 2, 2, 1, -1, 3],
      ],
      [
        "ROUND(CBRT(27), 6), EXP(0), LN(1), LOG(100), DLOG10(1000), SIN(0), COS(0), TAN(0)",
        [3, 1, 0, 2, 3, 0, 1, 0],
      ],
      [
        "COT(1) > 0, ASIN(0), ACOS(1), ATAN(0), ATAN2(0, 1), RADIANS(0), DEGREES(0)",
        [true, 0, 0, 0, 0, 0, 0],
      ],
      ["PI() > 3, RANDOM() < 1, LEAST(2, 1), POW(2, 3)", [true, true, 1, 8]],
      [
        "LOWER('A'), UPPER('a'), TRIM(' a '), BTRIM('xax', 'x'), LTRIM(' a'), RTRIM('a ')",
        ["a", "A", "a", "a", "a", "a"],
      ],
      ["RPAD('a', 2, 'b'), LEFT('ab', 1), RIGHT('ab', 1), SUBSTR('abc', 2)", ["ab", "a", "b", "bc"]],
      [
        "REPLACE('aa', 'a', 'b'), REPEAT('a', 2), REVERSE('ab'), TRANSLATE('abc', 'a', 'x')",
        ["bb", "aa", "ba", "xbc"],
      ],
      ["CHR(65), ASCII('A'), MD5('a'), TO_HEX(255)", ["A", 65, "0cc175b9c0f1b6a831c399e269772661", "ff"]],
      ["STRPOS('abc', 'b'), POSITION('b' IN 'abc'), LENGTH('abc')", [2, 2, 3]],
      ["CHAR_LENGTH('a'), CHARACTER_LENGTH('a')", [1, 1]],
      [
        "'abc' LIKE 'a%', 'abc' ILIKE 'A_C', 'a_c' LIKE 'a!_c' ESCAPE '!', 'a' NOT LIKE 'b'",
        [true, true, true, true],
      ],
      [
        "TIMEZONE('Asia/Tokyo', '2026-11-21 00:00:00'::timestamp) AT TIME ZONE 'UTC'",
        ["2026-11-20 15:00:00"],
      ],
    ];
    const list = calls.map(([call]) => call).join(", ");
    expect(await stage.rows(`SELECT ${list}`)).toEqual([calls.flatMap(([, values]) => values)]);
  });

  it("has every aggregate and window function that the documentation lists", async () => {
    expect(
      await stage.rows(
        "SELECT MIN(n), MAX(n), STDDEV(n) > 1, STDDEV_SAMP(n) > 1, STDDEV_POP(n) > 1, VARIANCE(n) > 1, VAR_SAMP(n) > 1, " +
          "VAR_POP(n) > 1, BOOL_AND(n > 0), BOOL_OR(n > 3), BIT_AND(n), BIT_OR(n), ANY_VALUE(1), " +
          "PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY n) FROM lake.t",
      ),
    ).toEqual([[1, 4, true, true, true, true, true, true, true, true, 0, 7, 1, 2]]);
    expect(
      await stage.rows("SELECT g, GROUPING(g), COUNT(*) FROM lake.t GROUP BY ROLLUP (g) ORDER BY g"),
    ).toEqual([
      ["a", 0, 2],
      ["b", 0, 1],
      [null, 1, 3],
    ]);
    expect(
      await stage.rows(
        "SELECT ROW_NUMBER() OVER (ORDER BY n), RANK() OVER (ORDER BY n), DENSE_RANK() OVER (ORDER BY n), PERCENT_RANK() OVER (ORDER BY n), " +
          "CUME_DIST() OVER (ORDER BY n) > 0, NTILE(3) OVER (ORDER BY n), LEAD(n) OVER (ORDER BY n), FIRST_VALUE(n) OVER (ORDER BY n " +
          "ROWS UNBOUNDED PRECEDING), LAST_VALUE(n) OVER (ORDER BY n ROWS UNBOUNDED PRECEDING), NTH_VALUE(n, 1) OVER (ORDER BY n " +
          "ROWS UNBOUNDED PRECEDING), SUM(n) OVER (ORDER BY n ROWS UNBOUNDED PRECEDING), AVG(d) OVER (PARTITION BY n), COUNT(*) OVER " +
          "(PARTITION BY n), LISTAGG(n, '/') WITHIN GROUP (ORDER BY n) OVER (PARTITION BY n) FROM lake.t ORDER BY 1 LIMIT 1",
      ),
    ).toEqual([[1, 1, 1, 0, true, 1, 2, 1, 1, 1, 1, 0.5, 1, "1"]]);
  });

  it("names columns without alias as Redshift does", async () => {
    const { Id } = await stage.finish(
      "SELECT COUNT(*), MAX(n), 1, n + 1, g::varchar(2), NVL(n, 0), CASE WHEN n = 1 THEN 1 END, GETDATE() FROM lake.t GROUP BY n, g",
    );
    const { ColumnMetadata } = await stage.client.send(new GetStatementResultCommand({ Id }));
    expect(ColumnMetadata?.map(({ name }) => name)).toEqual([
      "count",
      "max",
      "?column?",
      "?column?",
      "g",
      "coalesce",
      "case",
      "getdate",
    ]);
  });
});

describe("what is refused by name", () => {
  it.each([
    ["SELECT QUANTILE_CONT(n, 0.5) FROM lake.t", "function quantile_cont() does not exist"],
    ["SELECT TOP 1e999 n FROM lake.t", 'syntax error at or near "1e999"'],
    ["SELECT TOP 3 -- n", "syntax error at end of input"],
    ["SELECT TOP 1.5 n FROM lake.t", 'syntax error at or near "1.5"'],
    ["SELECT 1e999", '"1e999" is out of range for type double precision'],
    ["SELECT REDSHIFT_TOP(1)", "function redshift_top() does not exist"],
    ["SELECT MD5_DIGEST('x')", "function md5_digest() does not exist"],
    ["SELECT TO_CHAR(GETDATE(), 'BC')", '"BC" in the format "BC"'],
    ["SELECT TO_CHAR(12, '99th')", 'the number format "99th"'],
    ["SELECT TO_CHAR(12, 'YYYY')", "function to_char(integer, unknown) does not exist"],
    ["SELECT DATEADD(fortnight, 1, GETDATE())", 'the date part "fortnight"'],
    ["SELECT 'a' SIMILAR TO 'b'", "SIMILAR TO is not supported"],
    ["SELECT CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"],
    ["SELECT LISTAGG(n) OVER () FROM other.t", 'schema "other" does not exist'],
    ["SELECT * FROM t", 'relation "t" does not exist'],
    ["SELECT nothing FROM lake.t", 'column "nothing" does not exist'],
    [
      "SELECT APPROXIMATE PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY n) FROM lake.t",
      "APPROXIMATE PERCENTILE_DISC",
    ],
    ["INSERT INTO lake.t VALUES (1)", "INSERT … VALUES into an external table is not supported"],
    ["COPY lake.t FROM 's3://lake/x'", "COPY is not supported"],
    ["BEGIN", "BEGIN is not supported"],
    ["CREATE TABLE x (a int IDENTITY(1, 1))", "IDENTITY is not supported"],
    ["CREATE MATERIALIZED VIEW m AS SELECT 1", "CREATE MATERIALIZED VIEW"],
    ["ALTER TABLE lake.t ADD COLUMN x int", "ADD COLUMN"],
    ["ALTER TABLE lake.t RENAME TO u", "ALTER TABLE … RENAME TO"],
    [
      "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r",
      "WITH RECURSIVE",
    ],
    ["SELECT DISTINCT ON (g) g FROM lake.t", "DISTINCT ON"],
    ["SELECT * FROM lake.t TABLESAMPLE 10%", "not supported"],
    ["SELECT g, COUNT(*) FROM lake.t GROUP BY ALL", "GROUP BY ALL"],
    ["SELECT n FROM lake.t ORDER BY ALL", "ORDER BY ALL"],
    ["SELECT n, FROM lake.t", 'syntax error at or near "from"'],
    ["SELECT n FROM (FROM lake.t)", 'syntax error at or near "from"'],
    ["SELECT 'a'.upper()", 'syntax error at or near "."'],
    ["SELECT x.n FROM lake.t, LATERAL (SELECT 1 AS n) x", "LATERAL is not supported"],
    ["SELECT n FROM lake.t LIMIT 50%", "not supported"],
    ["", "the statement is empty"],
  ])("%s", async (sql, message) => {
    expect(await stage.fail(sql === "" ? ";" : sql)).toContain(message);
  });
});
