import { expect, it } from "vitest";
import { tokenize } from "../sql/tokenize.ts";
import { toParsableSql } from "./redshift-syntax.ts";

it.each([
  ["SELECT TOP 5 a", "select redshift_top(5), a"],
  ["SELECT top FROM t", "select top from t"],
  ["SELECT APPROXIMATE COUNT(DISTINCT a)", "select approx_count_distinct( a )"],
  [
    "SELECT LISTAGG(DISTINCT a, ',') WITHIN GROUP (ORDER BY b)",
    "select listagg(distinct a , ',' order by b)",
  ],
  [
    "SELECT a::varchar(3), b::character varying(4), c::char(5)",
    "select a :: redshift_varchar_3 , b :: redshift_varchar_4 , c :: redshift_char_5",
  ],
  ["SELECT a AS varchar FROM t", "select a as varchar from t"],
  ["SELECT TOP 3 DISTINCT a", "select distinct redshift_top(3), a"],
  ["SELECT a name, MAX(b) value FROM t", `select a "name" , max ( b ) "value" from t`],
  ["SELECT a time, b rows FROM t", `select a "time" , b "rows" from t`],
  ["SELECT CAST(a AS time), year(b) FROM t", "select cast ( a as time ) , year ( b ) from t"],
  ["SELECT CONVERT(varchar(3), f(a, b))", "select cast ( f ( a , b ) as redshift_varchar_3 )"],
  ["SELECT LEN(a), CONVERT(int, b)", "select len ( a ) , cast ( b as int )"],
  ["SELECT a::varchar(max)", "select a :: redshift_varchar_65535"],
  ["SELECT INTERVAL '1-2' YEAR TO MONTH", "select CAST('14 months 0 days 0 microseconds' AS INTERVAL)"],
  ["SELECT 1 MINUS SELECT 2", "select 1 EXCEPT select 2"],
  ["SELECT at, at AT TIME ZONE 'UTC'", `select "at" , "at" at time zone 'UTC'`],
  ["SELECT 'it''s', \"A\"\"b\"", `select 'it''s' , "a""b"`],
  ["SELECT 12345678901234567", "select redshift_number(CAST('12345678901234567' AS BIGINT))"],
  ["SELECT 1e20", "select redshift_number(CAST('1e20' AS DOUBLE))"],
])("writes %s as %s", (sql, written) => {
  expect(toParsableSql(tokenize(sql))).toBe(written);
});
