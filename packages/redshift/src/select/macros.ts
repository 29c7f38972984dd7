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
  // A year from the 29th of February is the 1st of March.
  `CREATE MACRO redshift_add_years(d, months) AS
     CASE WHEN day(d + to_months(months)) <> day(d) THEN d + to_months(months) + to_days(1) ELSE d + to_months(months) END`,
  `CREATE MACRO redshift_matching(x, regex, format) AS
     CASE WHEN x IS NULL OR regexp_matches(x, regex) THEN x
       ELSE error('invalid value "' || x || '" for the format "' || format || '"') END`,
  `CREATE MACRO redshift_in_range(part, least, most, strict) AS
     CASE WHEN strict AND (part < least OR part > most) THEN error('date/time field value out of range: ' || part) ELSE part END`,
  `CREATE MACRO redshift_month(name) AS
     list_position(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'], lower(left(name, 3)))`,
  `CREATE MACRO redshift_date_parts(y, m, d, doy, h, mi, s, us, strict) AS
     CAST(make_date(y, 1, 1) AS TIMESTAMP) + to_months(CAST(redshift_in_range(coalesce(m, 1), 1, 12, strict) AS INTEGER) - 1) +
       to_days(CAST(coalesce(doy, redshift_in_range(coalesce(d, 1), 1, day(last_day(make_date(y, least(greatest(coalesce(m, 1), 1), 12), 1))), strict)) AS INTEGER) - 1) +
       to_hours(redshift_in_range(coalesce(h, 0), 0, 23, strict)) + to_minutes(redshift_in_range(coalesce(mi, 0), 0, 59, strict)) +
       to_seconds(redshift_in_range(coalesce(s, 0), 0, 59, strict)) + to_microseconds(CAST(us AS BIGINT))`,
  // In the order of the parameters in parse-datetime.ts.
  `CREATE MACRO redshift_timestamp(yyyy, yy, mm, mon, month, dd, ddd, hh24, hh12, ampm, mi, ss, ms, us, strict) AS
     redshift_date_parts(
       coalesce(CAST(yyyy AS BIGINT), CAST(yy AS BIGINT) + CASE WHEN CAST(yy AS BIGINT) < 70 THEN 2000 ELSE 1900 END),
       coalesce(CAST(mm AS BIGINT), redshift_month(CAST(coalesce(mon, month) AS VARCHAR))),
       CAST(dd AS BIGINT), CAST(ddd AS BIGINT),
       coalesce(CAST(hh24 AS BIGINT), CAST(hh12 AS BIGINT) % CASE WHEN ampm IS NULL THEN 24 ELSE 12 END +
         CASE WHEN lower(CAST(ampm AS VARCHAR)) = 'pm' THEN 12 ELSE 0 END),
       CAST(mi AS BIGINT), CAST(ss AS BIGINT),
       coalesce(CAST(rpad(CAST(ms AS VARCHAR), 3, '0') AS BIGINT) * 1000, 0) + coalesce(CAST(rpad(CAST(us AS VARCHAR), 6, '0') AS BIGINT), 0),
       strict)`,
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
  `CREATE MACRO redshift_substring
     (x, start) AS substring(x, greatest(start, 1)),
     (x, start, n) AS CASE WHEN n < 0 THEN error('negative substring length not allowed')
       ELSE substring(x, greatest(start, 1), greatest(n + least(start, 1) - 1, 0)) END`,
  `CREATE MACRO redshift_split_part(x, delimiter, part) AS
     CASE WHEN part < 1 THEN error('field position must be greater than zero') ELSE split_part(x, delimiter, part) END`,
  // What text is compared by, and everything else as it is.
  `CREATE MACRO redshift_compared
     (x VARCHAR) AS rtrim(x, ' '),
     (x) AS x`,
  // The blanks that fill a CHAR are no part of its value.
  `CREATE MACRO redshift_char(x, n) AS rtrim(redshift_left_bytes(x, n), ' ')`,
  `CREATE MACRO redshift_listagg_text(texts, separator) AS
     CASE WHEN strlen(array_to_string(texts, separator)) > 65535 THEN error('Result size exceeds LISTAGG limit')
       ELSE nullif(array_to_string(texts, separator), '') END`,
  `CREATE MACRO redshift_listagg(items, separator) AS redshift_listagg_text(
     list_filter(list_transform(items, lambda item: redshift_text(item)), lambda item: item <> ''), separator)`,
  `CREATE MACRO redshift_fixed(x, decimals) AS
     CASE WHEN decimals = 0 THEN CAST(CAST(round(x) AS DECIMAL(38,0)) AS VARCHAR)
       ELSE printf('%.' || decimals || 'f', CAST(round(CAST(x AS DECIMAL(38,10)), decimals) AS DOUBLE)) END`,
  // Digits in their places: blanks before the first one, zeros from the format's first 0 on; a lone 0 before a fraction is a blank.
  `CREATE MACRO redshift_whole(digits, places, zeros, alone) AS
     lpad(lpad(CASE WHEN digits = '0' AND alone = 0 THEN '' ELSE digits END,
       CAST(greatest(zeros, length(CASE WHEN digits = '0' AND alone = 0 THEN '' ELSE digits END)) AS INTEGER), '0'),
       CAST(greatest(places, length(digits)) AS INTEGER), ' ')`,
  `CREATE MACRO redshift_group_mark(digits, place) AS CASE WHEN trim(left(digits, place)) = '' THEN ' ' ELSE ',' END`,
  // A width of 0 is FM's: no blanks.
  `CREATE MACRO redshift_signed(x, body, width, sign) AS
     CASE sign
       WHEN 'S<' THEN lpad(CASE WHEN x < 0 THEN '-' ELSE '+' END || ltrim(body),
         CAST(greatest(CASE WHEN width = 0 THEN 0 ELSE width + 1 END, length(ltrim(body)) + 1) AS INTEGER), ' ')
       WHEN 'S' THEN CASE WHEN width = 0 THEN ltrim(body) ELSE body END || CASE WHEN x < 0 THEN '-' ELSE '+' END
       WHEN 'MI' THEN CASE WHEN width = 0 THEN ltrim(body) ELSE body END || CASE WHEN x < 0 THEN '-' WHEN width = 0 THEN '' ELSE ' ' END
       WHEN 'PR' THEN lpad(CASE WHEN x < 0 THEN '<' || ltrim(body) || '>' WHEN width = 0 THEN ltrim(body) ELSE ltrim(body) || ' ' END,
         CAST(CASE WHEN width = 0 THEN length(ltrim(body)) + CASE WHEN x < 0 THEN 2 ELSE 0 END ELSE width + 2 END AS INTEGER), ' ')
       ELSE lpad(CASE WHEN x < 0 THEN '-' ELSE '' END || ltrim(body),
         CAST(CASE WHEN width = 0 THEN length(ltrim(body)) + CASE WHEN x < 0 THEN 1 ELSE 0 END ELSE width + 1 END AS INTEGER), ' ')
     END`,
];
