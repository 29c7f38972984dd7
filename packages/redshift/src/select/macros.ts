/**
 * Redshift's functions that depend on their arguments' types, as DuckDB macros with an overload for a type that differs and one
 * for all others. User SQL reaches them by Redshift's names alone.
 *
 * - TRUNC cuts a timestamp to its date and a number to its whole part:
 *   https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNC.html, https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNC_date.html
 * - AVG of whole numbers is a whole number, SUM of SMALLINT and INTEGER a BIGINT:
 *   https://docs.aws.amazon.com/redshift/latest/dg/r_AVG.html, https://docs.aws.amazon.com/redshift/latest/dg/r_SUM.html
 * - ADD_MONTHS keeps the last day of a month on the last day: https://docs.aws.amazon.com/redshift/latest/dg/r_ADD_MONTHS.html
 */
export const macros: readonly string[] = [
  `CREATE MACRO redshift_trunc
     (x TIMESTAMP) AS CAST(x AS DATE),
     (x) AS trunc(x),
     (x, digits) AS trunc(x, digits)`,
  `CREATE MACRO redshift_avg
     (x SMALLINT) AS CAST(trunc(avg(x)) AS BIGINT),
     (x INTEGER) AS CAST(trunc(avg(x)) AS BIGINT),
     (x BIGINT) AS CAST(trunc(avg(x)) AS DECIMAL(38,0)),
     (x) AS avg(x)`,
  `CREATE MACRO redshift_sum
     (x SMALLINT) AS CAST(sum(x) AS BIGINT),
     (x INTEGER) AS CAST(sum(x) AS BIGINT),
     (x BIGINT) AS CAST(sum(x) AS DECIMAL(38,0)),
     (x) AS sum(x)`,
  `CREATE MACRO redshift_add_months(d, n) AS
     CASE WHEN CAST(d AS DATE) = last_day(d)
       THEN CAST(last_day(d + to_months(n)) AS TIMESTAMP) + (d - CAST(CAST(d AS DATE) AS TIMESTAMP))
       ELSE d + to_months(n) END`,
  // Numbers of 15 and 6 digits. Every branch must bind for every type, so the way to a number leads over text.
  `CREATE MACRO redshift_text(x) AS
     CASE typeof(x)
       WHEN 'DOUBLE' THEN format('{:.15g}', TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
       WHEN 'FLOAT' THEN format('{:.6g}', TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
       ELSE CAST(x AS VARCHAR) END`,
  // Bytes, not characters; a character that would be cut in its middle is left out.
  `CREATE MACRO redshift_left_bytes(x, n) AS
     CASE WHEN strlen(x) <= n THEN x
       ELSE list_reduce(
         list_prepend('', string_split(x, '')),
         lambda kept, letter: CASE WHEN strlen(kept) + strlen(letter) <= n THEN kept || letter ELSE kept END) END`,
  `CREATE MACRO redshift_fixed(x, decimals) AS
     CASE WHEN decimals = 0 THEN CAST(CAST(round(x) AS DECIMAL(38,0)) AS VARCHAR)
       ELSE printf('%.' || decimals || 'f', CAST(round(CAST(x AS DECIMAL(38,10)), decimals) AS DOUBLE)) END`,
  `CREATE MACRO redshift_number_text(x, decimals, zeros) AS
     CASE WHEN x < 0 THEN '-' ELSE '' END ||
     lpad(
       redshift_fixed(abs(x), decimals),
       CAST(greatest(zeros, length(redshift_fixed(abs(x), decimals))) AS INTEGER),
       '0')`,
];
