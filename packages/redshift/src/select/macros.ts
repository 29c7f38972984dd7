/**
 * Redshift's functions that depend on their arguments' types, as DuckDB macros with an overload for a type that differs and one
 * for all others. User SQL reaches them by Redshift's names alone. An overload goes by the type of the first argument, a witness that is
 * not evaluated.
 *
 * - TRUNC cuts a timestamp to its date and a number to its whole part:
 *   https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNC.html, https://docs.aws.amazon.com/redshift/latest/dg/r_TRUNC_date.html
 * - AVG and SUM of whole numbers are BIGINT, AVG of a DECIMAL keeps its scale:
 *   https://docs.aws.amazon.com/redshift/latest/dg/r_AVG.html, https://docs.aws.amazon.com/redshift/latest/dg/r_SUM.html
 * - LISTAGG leaves out NULL and empty strings: https://docs.aws.amazon.com/redshift/latest/dg/r_LISTAGG.html
 * - Division by zero is an error: https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html
 * - ADD_MONTHS keeps the last day of a month on the last day: https://docs.aws.amazon.com/redshift/latest/dg/r_ADD_MONTHS.html
 */
export const macros: readonly string[] = [
  `CREATE MACRO redshift_trunc
     (w TIMESTAMP, x) AS CAST(x AS DATE),
     (w, x) AS trunc(x)`,
  `CREATE MACRO redshift_sum
     (w SMALLINT, s) AS CAST(s AS BIGINT),
     (w INTEGER, s) AS CAST(s AS BIGINT),
     (w BIGINT, s) AS CAST(s AS BIGINT),
     (w, s) AS s`,
  `CREATE MACRO redshift_avg
     (w SMALLINT, s, n, a) AS CAST(s // n AS BIGINT),
     (w INTEGER, s, n, a) AS CAST(s // n AS BIGINT),
     (w BIGINT, s, n, a) AS CAST(s // n AS BIGINT),
     (w, s, n, a) AS cast_to_type(a, s)`,
  `CREATE MACRO redshift_divide(x, y) AS CASE WHEN y = 0 THEN error('Divide by zero') ELSE x / y END`,
  `CREATE MACRO redshift_modulo(x, y) AS CASE WHEN y = 0 THEN error('Divide by zero') ELSE x % y END`,
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
  `CREATE MACRO redshift_listagg_text(texts, separator) AS
     CASE WHEN strlen(array_to_string(texts, separator)) > 65535 THEN error('Result size exceeds LISTAGG limit')
       ELSE nullif(array_to_string(texts, separator), '') END`,
  `CREATE MACRO redshift_listagg(items, separator) AS redshift_listagg_text(
     list_filter(list_transform(items, lambda item: redshift_text(item)), lambda item: item <> ''), separator)`,
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
