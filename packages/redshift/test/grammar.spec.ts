import { GetStatementResultCommand } from "@aws-sdk/client-redshift-data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, roleArn, type Stage } from "./stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await stage.put(
    "trips/a",
    "1|van_3|ok|2026-11-20 08:30:00.000000|2026-11-20|1.50\n2|van33|no|2026-11-21 17:45:00.000000|2026-11-21|\n",
  );
  await stage.finish(
    "CREATE EXTERNAL TABLE lake.trips (id int, car varchar(20), state char(4), left_at timestamp, day date, km decimal(5,2)) " +
      "PARTITIONED BY (dt date) ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' STORED AS TEXTFILE LOCATION 's3://lake/trips/'",
  );
  await stage.finish("ALTER TABLE lake.trips ADD PARTITION (dt='2026-11-20') LOCATION 's3://lake/trips/'");
});

afterAll(async () => {
  await stage.close();
});

async function columns(sql: string): Promise<[string | undefined, string | undefined][]> {
  const { Id } = await stage.finish(sql);
  const { ColumnMetadata } = await stage.client.send(new GetStatementResultCommand({ Id }));
  return (ColumnMetadata ?? []).map(({ name, typeName }) => [name, typeName]);
}

// https://docs.aws.amazon.com/redshift/latest/dg/r_patternmatching_condition_like.html
describe("LIKE", () => {
  it.each([
    ["car LIKE 'van\\\\_%'", [true, false]],
    ["car NOT LIKE 'van\\\\_%'", [false, true]],
    ["car ILIKE 'VAN\\\\__'", [true, false]],
    ["car LIKE 'van^_%' ESCAPE '^'", [true, false]],
    ["car LIKE 'van_3'", [true, true]],
    ["state LIKE 'ok'", [false, false]],
    ["state LIKE 'ok  '", [true, false]],
    ["state::varchar(4) LIKE 'ok'", [true, false]],
    ["MAX(state) OVER () LIKE 'ok__'", [true, true]],
    ["left_at LIKE '2026-11-20%'", [true, false]],
    ["day LIKE '%-21'", [false, true]],
    ["id LIKE '1'", [true, false]],
  ])("%s", async (condition, values) => {
    const rows = await stage.rows(`SELECT ${condition} FROM lake.trips ORDER BY id`);
    expect(rows.flat()).toEqual(values);
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html
describe("a literal beside a date or timestamp", () => {
  it.each([
    "day = '20261120'",
    "'11/20/2026' = day",
    "day IN ('11-20-2026', '080215')",
    "day BETWEEN 'Nov-20-2026' AND '20-Nov-2026'",
    "day < '2026.325'",
    "left_at < 'November 21, 2026'",
    "left_at = '20261120 083000'",
    "left_at <= '11/20/2026 08:30 AM'",
    "dt >= '20-Nov-2026' AND left_at < 'yesterday'",
    "(id, day) IN ((1, '20261120'), (2, 'today'))",
    "day IN (SELECT '20261120')",
    "CASE day WHEN '20261120' THEN true ELSE false END",
    "DECODE(day, '11/20/2026', 1, 0) = 1",
    "NULLIF(day, '20261120') IS NULL",
    "day + 1 = '20261121'",
    "day - '20261101' = 19",
    "id = '1'",
  ])("%s", async (condition) => {
    expect(await stage.rows(`SELECT id FROM lake.trips WHERE ${condition}`)).toEqual([[1]]);
  });

  it.each([
    ["day = '2026-11-31'", 'date/time field value out of range: "2026-11-31"'],
    ["left_at > 'soon'", 'invalid input syntax for type timestamp: "soon"'],
    ["id = '1.5'", 'invalid input syntax for integer: "1.5"'],
    ["km > 'x'", 'invalid input syntax for type numeric: "x"'],
  ])("fails in %s", async (condition, message) => {
    expect(await stage.fail(`SELECT id FROM lake.trips WHERE ${condition}`)).toBe(`ERROR: ${message}`);
  });
});

describe("values", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/r_Date_and_time_literals.html
    ["'080215'::date", "2008-02-15"],
    ["'2008.366'::date", "2008-12-31"],
    ["'yesterday'::date", "2026-11-21"],
    ["'now'::timestamp", "2026-11-22 00:15:00.25"],
    ["'January 8, 1999 04:05 PM'::timestamp", "1999-01-08 16:05:00"],
    ["'20080215 040506.789'::timestamp", "2008-02-15 04:05:06.789"],
    ["'2026-11-21 12:30:00 AM'::timestamp", "2026-11-21 00:30:00"],
    ["'2026-11-21 04:05:06+02'::timestamptz", "2026-11-21 02:05:06+00"],
    ["'04:05 PM'::time", "16:05:00"],
    ["(SELECT '1/8/' || '1999')::date", "1999-01-08"],
    ["(SELECT 'Jan-08-' || '1999 04:05 PM')::timestamp", "1999-01-08 16:05:00"],
    ["TIMESTAMP 'epoch' + 86400 * INTERVAL '1 second'", "1970-01-02 00:00:00"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_interval_literals.html, r_interval_data_types.html
    ["DATE '2008-12-31' + INTERVAL '3 hours, 35 minutes'", "2008-12-31 03:35:00"],
    ["DATE '2008-12-31' + INTERVAL '1w, 1h, 1m, 1s'", "2009-01-07 01:01:01"],
    ["DATE '2008-12-31' + INTERVAL '0.5 days'", "2008-12-31 12:00:00"],
    ["DATE '2023-03-31' - INTERVAL '4 months'", "2022-11-30 00:00:00"],
    ["DATE '2026-11-21' + INTERVAL '3' DAY", "2026-11-24 00:00:00"],
    ["DATE '2026-11-21' + INTERVAL '1-2' YEAR TO MONTH", "2028-01-21 00:00:00"],
    ["DATE '2026-11-21' + INTERVAL '1 2:03:04' DAY TO SECOND", "2026-11-22 02:03:04"],
    ["DATE '2026-11-21' + INTERVAL '1 day 5 hours' DAY", "2026-11-22 00:00:00"],
    ["DATE '2026-11-21' + INTERVAL '90'", "2026-11-21 00:01:30"],
    ["DATE '2026-11-21' + '36 hours'::interval", "2026-11-22 12:00:00"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_OPERATOR_SYMBOLS.html
    ["2 ^ 3", 8],
    ["2 * 3 ^ 2", 18],
    ["'7' + 1", 8],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_NVL2.html (Example)
    ["('a'::varchar(2) + '/') + 'b'::char(4) + '!'", "a/b!"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_CAST_function.html
    ["LEN(REPEAT('x', 300)::varchar(max))", 300],
    ["CAST('abc' AS character varying(MAX))", "abc"],
    ["CONVERT(integer, '12')", 12],
    ["CONVERT(varchar(4), CONCAT('ab', 'cdef'))", "abcd"],
    ["CAST('2008-02-18 02:36:48' AS date)", "2008-02-18"],
    // https://www.postgresql.org/docs/8.0/sql-syntax.html#SQL-SYNTAX-STRINGS
    ["'for' \n 'ty'", "forty"],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_NVL_function.html, r_NVL2.html
    ["COALESCE(NULL, '12', 7)", 12],
    ["NVL('2026-11-21'::date, 'today')", "2026-11-21"],
    ["NVL2(NULL, '2345', 1234)", "1234"],
    ["CASE WHEN 1 = 2 THEN 5 ELSE '6' END", 6],
    ["GREATEST('2026-11-21'::date, 'tomorrow')", "2026-11-23"],
  ])("%s is %j", async (expression, value) => {
    expect(await stage.value(`${expression} AS value`)).toEqual(value);
  });

  it.each([
    ["COALESCE(NULL, 'Amazon Redshift', 12)", 'invalid input syntax for integer: "Amazon Redshift"'],
    ["NVL('a'::varchar(3), 12)", "COALESCE types character varying and integer cannot be matched"],
    ["CASE WHEN true THEN 1 ELSE current_date END", "CASE types integer and date cannot be matched"],
    ["INTERVAL '3 parsecs'", 'invalid input syntax for type interval: "3 parsecs"'],
    ["INTERVAL 3 DAY", 'syntax error at or near "3"\n  Position: 17'],
    ["12::timestamp", "cannot cast type integer to timestamp without time zone"],
    ["true::date", "cannot cast type boolean to date"],
    ["70000::smallint", "smallint out of range"],
    ["123.456::decimal(2,1)", "Numeric data overflow (result precision)"],
    ["(SELECT '1' || '.5')::int", 'invalid input syntax for integer: "1.5"'],
    ["(1, 2) IN ((1, 2, 3))", "unequal number of entries in row expressions"],
    ["SUM(1 = 1)", "function sum(boolean) does not exist"],
    ["MAX(true)", "function max(boolean) does not exist"],
    ["AVG(current_date)", "function avg(date) does not exist"],
  ])("%s fails", async (expression, message) => {
    expect(await stage.fail(`SELECT ${expression}`)).toBe(`ERROR: ${message}`);
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_UNION.html
describe("set operations", () => {
  it.each([
    ["SELECT '2026-11-21'::date AS d UNION ALL SELECT '20261122'", "date"],
    ["SELECT '1' AS n UNION SELECT NULL UNION SELECT 2", "int4"],
    ["SELECT 1 UNION ALL SELECT 2.5 UNION ALL SELECT 3::float8", "float8"],
    ["SELECT 'a'::char(2) AS c EXCEPT SELECT 'b'", "bpchar"],
  ])("%s", async (sql, type) => {
    expect((await columns(sql)).map(([, typeName]) => typeName)).toEqual([type]);
  });

  it.each([
    ["SELECT 1 UNION SELECT 'a'::varchar(3)", "UNION types integer and character varying cannot be matched"],
    ["SELECT current_date INTERSECT SELECT 1", "INTERSECT types date and integer cannot be matched"],
    ["SELECT 1 EXCEPT SELECT 1, 2", "each EXCEPT query must have the same number of columns"],
    ["SELECT 1 UNION ALL SELECT 'x'", 'invalid input syntax for integer: "x"'],
  ])("%s fails", async (sql, message) => {
    expect(await stage.fail(sql)).toBe(`ERROR: ${message}`);
  });
});

describe("queries", () => {
  it.each([
    // https://docs.aws.amazon.com/redshift/latest/dg/r_Join_examples.html
    [
      "SELECT a.n, b.n FROM (SELECT 1 AS n UNION SELECT 2) a FULL JOIN (SELECT 2 AS n UNION SELECT 3) b ON a.n = b.n ORDER BY 1, 2",
      [
        [1, null],
        [2, 2],
        [null, 3],
      ],
    ],
    ["SELECT n FROM (SELECT 1 AS n) a FULL OUTER JOIN (SELECT 3 AS n) b USING (n) ORDER BY n", [[1], [3]]],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_WHERE_oracle_outer.html
    [
      "SELECT a.n, b.m FROM (SELECT 1 AS n UNION SELECT 2) a, (SELECT 2 AS m UNION SELECT 3) b WHERE a.n = b.m(+) ORDER BY 1",
      [
        [1, null],
        [2, 2],
      ],
    ],
    [
      "SELECT a.n, b.m, c.k FROM (SELECT 3 AS k) c, (SELECT 1 AS n UNION SELECT 2) a, (SELECT 2 AS m) b WHERE a.n = b.m (+) AND b.m + 1 = c.k(+) AND a.n < 9 ORDER BY 1",
      [
        [1, null, null],
        [2, 2, 3],
      ],
    ],
    [
      "SELECT t.id, u.id FROM lake.trips t, lake.trips u WHERE t.id = u.id(+) AND u.id(+) = 2 ORDER BY 1",
      [
        [1, null],
        [2, 2],
      ],
    ],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_list.html
    [
      "SELECT 12 / id AS part, part + 1 AS more, more * 2 FROM lake.trips ORDER BY id",
      [
        [12, 13, 26],
        [6, 7, 14],
      ],
    ],
    [
      "SELECT id * 10 AS id, id + 1 AS next FROM lake.trips ORDER BY next",
      [
        [10, 2],
        [20, 3],
      ],
    ],
    ["SELECT UPPER(car) AS name, name || '!' FROM lake.trips WHERE id = 1", [["VAN_3", "VAN_3!"]]],
    ["SELECT SUM(id) AS s, s / 2.0 AS half FROM lake.trips", [[3, 1.5]]],
    ["SELECT TOP 1 DISTINCT car FROM lake.trips ORDER BY car", [["van33"]]],
    ["SELECT id FROM lake.trips ORDER BY id OFFSET 1 LIMIT 1", [[2]]],
    ["SELECT id FROM lake.trips ORDER BY id LIMIT ALL OFFSET 1", [[2]]],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_expression_lists.html
    ["SELECT id FROM lake.trips WHERE (id, car) IN ((1, 'van_3'), (9, 'x'))", [[1]]],
    ["SELECT id FROM lake.trips WHERE (id, car) NOT IN ((1, 'van_3'), (9, 'x'))", [[2]]],
    ["SELECT id FROM lake.trips WHERE (id, state) = (2, 'no')", [[2]]],
    ["SELECT id FROM lake.trips WHERE (id, car) IN (SELECT id, car FROM lake.trips WHERE id = 2)", [[2]]],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_pg_keywords.html
    [
      "SELECT car name, id value, day date, km rows, MAX(id) OVER () last FROM lake.trips WHERE id = 1",
      [["van_3", 1, "2026-11-20", "1.50", 1]],
    ],
    ["SELECT x.name FROM (SELECT car name FROM lake.trips) x ORDER BY name DESC LIMIT 1", [["van_3"]]],
    // https://docs.aws.amazon.com/redshift/latest/dg/cross-database-overview.html
    [
      'SELECT "ashiato"."lake"."trips"."id" FROM "ashiato"."lake"."trips" WHERE ashiato.lake.trips.id = 2',
      [[2]],
    ],
    // https://docs.aws.amazon.com/redshift/latest/dg/r_WF_PERCENTILE_CONT.html, r_WF_LISTAGG.html
    [
      "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY id) OVER (PARTITION BY dt) FROM lake.trips",
      [[1.5], [1.5]],
    ],
    [
      "SELECT PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY id DESC) OVER () FROM lake.trips LIMIT 1",
      [[1.75]],
    ],
    ["SELECT PERCENTILE_DISC(0.75) WITHIN GROUP (ORDER BY id) OVER () FROM lake.trips LIMIT 1", [[2]]],
    [
      "SELECT LISTAGG(DISTINCT dt, ',') WITHIN GROUP (ORDER BY dt) OVER () FROM lake.trips LIMIT 1",
      [["2026-11-20"]],
    ],
  ])("%s", async (sql, rows) => {
    expect(await stage.rows(sql)).toEqual(rows);
  });

  it.each([
    ["SELECT SUM(nope) FROM lake.trips", 'column "nope" does not exist'],
    ["SELECT id FROM lake.trips t WHERE t.nope = 1", "column t.nope does not exist"],
    [
      "SELECT id FROM lake.trips t WHERE EXISTS (SELECT 1 FROM lake.trips u WHERE u.nope = t.id)",
      "column u.nope does not exist",
    ],
    ["SELECT id FROM lake.trips QUALIFY RANK() OVER (ORDER BY nope) = 1", 'column "nope" does not exist'],
    ["SELECT id AS part FROM lake.trips WHERE part = 1", 'column "part" does not exist'],
    ["SELECT id FROM lake.trips ORDER BY nope", 'column "nope" does not exist'],
    ["SELECT id FROM lake.trips a JOIN lake.trips b ON a.id = b.id", 'column reference "id" is ambiguous'],
    ["SELECT x.* FROM lake.trips", 'relation "x" does not exist'],
    [
      "SELECT 1 FROM lake.trips a, lake.trips b WHERE a.id(+) = b.id(+)",
      "(+) behind columns of several tables, or without a table's name, is not supported by this warehouse",
    ],
    [
      "SELECT 1 FROM lake.trips a JOIN lake.trips b ON a.id = b.id WHERE a.id = b.id(+)",
      "(+) in a query with JOIN is not supported by this warehouse",
    ],
    [
      "SELECT 1 FROM other.lake.trips",
      'the cross-database reference "other.lake.trips" is not supported by this warehouse',
    ],
    ["SELECT (id, car) FROM lake.trips", "ROW() can stand in a comparison and before IN alone"],
    [
      "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY id) OVER (ORDER BY id) FROM lake.trips",
      "percentile_cont() takes no ORDER BY in OVER",
    ],
  ])("%s fails", async (sql, message) => {
    expect(await stage.fail(sql)).toBe(`ERROR: ${message}`);
  });
});

describe("names of columns that have none", () => {
  it("are a function's, a cast's column or type, or ?column?", async () => {
    const sql =
      "SELECT id::bigint, (id + 1)::int, 7::char(2), '7.5'::decimal(4,1), '2026-11-21'::date, DATE '2026-11-21', NVL(id, 0)::smallint, " +
      "DECODE(id, 1, 2), NVL(id, 0), CASE WHEN id = 1 THEN 1 END, 12345678901234567890, car LIKE 'a' ESCAPE '!', GETDATE()::varchar(30), SYSDATE, true " +
      "FROM lake.trips";
    // https://docs.aws.amazon.com/redshift/latest/dg/r_CAST_function.html, r_DECODE_expression.html,
    // r_NVL_function.html, r_SYSDATE.html
    expect((await columns(sql)).map(([name]) => name)).toEqual([
      "id",
      "int4",
      "bpchar",
      "numeric",
      "date",
      "date",
      "coalesce",
      "case",
      "coalesce",
      "case",
      "?column?",
      "?column?",
      "getdate",
      "timestamp",
      "bool",
    ]);
  });

  it("may be equal in a header", async () => {
    await stage.finish(
      `UNLOAD ('SELECT 1 + 1, ''a,b'' || ''c'', id::int, id::bigint FROM lake.trips ORDER BY id') TO 's3://lake/header/' IAM_ROLE '${roleArn}' CSV HEADER PARALLEL OFF`,
    );
    expect(await stage.text("header/000")).toBe('?column?,?column?,id,id\n2,"a,bc",1,1\n2,"a,bc",2,2\n');
    await stage.finish(
      `UNLOAD ('SELECT 1 AS a, 2 AS a') TO 's3://lake/header2/' IAM_ROLE '${roleArn}' CSV HEADER GZIP`,
    );
    const files = await Promise.all((await stage.keys("header2/")).map((key) => stage.text(key)));
    expect(files).toEqual(["a,a\n1,2\n"]);
    await stage.finish(
      `UNLOAD ('SELECT 1 AS a, 2 AS a WHERE 1 = 0') TO 's3://lake/header3/' IAM_ROLE '${roleArn}' CSV HEADER PARALLEL OFF`,
    );
    const headers = await Promise.all((await stage.keys("header3/")).map((key) => stage.text(key)));
    expect(headers.join("")).toMatch(/^(?:a,a\n)?$/u);
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html (OpenCSVSerde)
it.each([
  ["\\\\", String.raw`"two \"quoted\"` + '\nlines","2"\n'],
  ['\\"', '"two ""quoted""\nlines","2"\n'],
  ["!", '"two !"quoted!"\nlines","2"\n'],
])("reads a line end within quotes where the escape is %s", async (escape, row) => {
  const table = `lake.notes${escape.charCodeAt(escape.length - 1)}`;
  const folder = table.slice(5);
  await stage.put(`${folder}/a.csv`, `"a","1"\n${row}"z"\n`);
  await stage.finish(
    `CREATE EXTERNAL TABLE ${table} (t varchar(40), n int) ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' ` +
      `WITH SERDEPROPERTIES ('escapeChar'='${escape}') STORED AS TEXTFILE LOCATION 's3://lake/${folder}/'`,
  );
  expect(await stage.rows(`SELECT t, n FROM ${table} ORDER BY t`)).toEqual([
    ["a", 1],
    ['two "quoted"\nlines', 2],
    ["z", null],
  ]);
});
