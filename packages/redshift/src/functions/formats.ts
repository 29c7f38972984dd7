import { castTo, constantText, isNode, type AstNode } from "../ast/query-ast.ts";
import { notSupported } from "../errors.ts";
import { printPattern } from "./datetime/datetime-format.ts";
import { parsePattern } from "./datetime/parse-datetime.ts";
import { formatNumberSql, isNumberFormat } from "./number-format.ts";
import { numberMacros, parseNumber } from "./parse-number.ts";
import { always, date, exactly, text, wrongCount, type SqlFunctions } from "./sql-function.ts";

/** https://docs.aws.amazon.com/redshift/latest/dg/r_Data_type_formatting.html */
export const formatFunctions: SqlFunctions = {
  to_char: {
    page: "r_TO_CHAR.html",
    type: text,
    rule: ({ args }) => {
      const [value, format] = exactly(args, 2, "to_char");
      const pattern = constantText(format);
      if (pattern === undefined) {
        throw notSupported("TO_CHAR with a format that is no constant");
      }
      if (isNumberFormat(pattern)) {
        return formatNumberSql(value, pattern);
      }
      return printPattern(value, pattern);
    },
    macros: [
      `CREATE MACRO redshift_fixed(x, decimals) AS
         CASE WHEN decimals = 0 THEN CAST(CAST(round(x) AS DECIMAL(38,0)) AS VARCHAR)
           ELSE printf('%.' || decimals || 'f', CAST(round(CAST(x AS DECIMAL(38,10)), decimals) AS DOUBLE)) END`,
      // Digits in their places: blanks before the first one, zeros from the format's first 0 on; a lone 0
      // before a fraction is a blank.
      `CREATE MACRO redshift_whole(digits, places, zeros, alone) AS
         lpad(lpad(CASE WHEN digits = '0' AND alone = 0 THEN '' ELSE digits END,
           CAST(greatest(zeros, length(CASE WHEN digits = '0' AND alone = 0 THEN '' ELSE digits END)) AS INTEGER), '0'),
           CAST(greatest(places, length(digits)) AS INTEGER), ' ')`,
      `CREATE MACRO redshift_group_mark(digits, place) AS CASE WHEN trim(left(digits, place)) = '' THEN ' ' ELSE ',' END`,
      `CREATE MACRO redshift_numeral(n) AS ['','M','MM','MMM'][n // 1000 + 1]
         || ['','C','CC','CCC','CD','D','DC','DCC','DCCC','CM'][n // 100 % 10 + 1]
         || ['','X','XX','XXX','XL','L','LX','LXX','LXXX','XC'][n // 10 % 10 + 1]
         || ['','I','II','III','IV','V','VI','VII','VIII','IX'][n % 10 + 1]`,
      // The Romans had numbers from 1 to 3999.
      `CREATE MACRO redshift_roman(x) AS CASE WHEN x IS NULL THEN NULL WHEN round(x) NOT BETWEEN 1 AND 3999 THEN repeat('#', 15)
         ELSE redshift_numeral(CAST(round(x) AS INTEGER)) END`,
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
    ],
  },
  to_date: {
    page: "r_TO_DATE_function.html",
    type: date,
    rule: ({ args }) => castTo(parseWith(args, "TO_DATE"), "DATE"),
    macros: [
      `CREATE MACRO redshift_matching(x, regex, format) AS
         CASE WHEN x IS NULL OR regexp_matches(x, regex) THEN x
           ELSE error('redshift: invalid value "' || x || '" for the format "' || format || '"') END`,
      `CREATE MACRO redshift_is_date(y, m, d) AS
         m BETWEEN 1 AND 12 AND d BETWEEN 1 AND day(last_day(make_date(y, least(greatest(m, 1), 12), 1)))`,
      `CREATE MACRO redshift_month(name) AS
         list_position(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'], lower(left(name, 3)))`,
      `CREATE MACRO redshift_date_parts(y, m, d, doy, h, mi, s, us, strict) AS
         CASE WHEN strict AND NOT redshift_is_date(y, coalesce(m, 1), coalesce(d, 1))
             THEN error('redshift: date/time field date value out of range: ' || y || '-' || coalesce(m, 1) || '-' || coalesce(d, 1))
           WHEN strict AND NOT (coalesce(h, 0) BETWEEN 0 AND 23 AND coalesce(mi, 0) BETWEEN 0 AND 59 AND coalesce(s, 0) BETWEEN 0 AND 59)
             THEN error('redshift: date/time field time value out of range: ' || coalesce(h, 0) || ':' || coalesce(mi, 0) || ':' || coalesce(s, 0) || '.0')
           ELSE CAST(make_date(y, 1, 1) AS TIMESTAMP) + to_months(CAST(coalesce(m, 1) AS INTEGER) - 1) +
             to_days(CAST(coalesce(doy, d, 1) AS INTEGER) - 1) + to_hours(coalesce(h, 0)) + to_minutes(coalesce(mi, 0)) +
             to_seconds(coalesce(s, 0)) + to_microseconds(CAST(us AS BIGINT)) END`,
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
    ],
  },
  to_number: {
    page: "r_TO_NUMBER.html",
    // The rule knows it, by the format.
    type: () => undefined,
    rule: ({ args }) => {
      const [value, format] = exactly(args, 2, "to_number");
      const pattern = constantText(format);
      if (pattern === undefined) {
        throw notSupported("TO_NUMBER with a format that is no constant");
      }
      return parseNumber(value, pattern);
    },
    macros: numberMacros,
  },
  to_timestamp: {
    page: "r_TO_TIMESTAMP.html",
    type: always({ kind: "timestamptz" }),
    rule: ({ args }) => castTo(parseWith(args, "TO_TIMESTAMP"), "TIMESTAMP WITH TIME ZONE"),
  },
};

function parseWith(args: AstNode[], name: string): AstNode {
  const [text, format, strict] = args;
  if (!text || !format || args.length > 3) {
    throw wrongCount(name.toLowerCase(), "2 or 3", args);
  }
  const pattern = constantText(format);
  if (pattern === undefined) {
    throw notSupported(`${name} with a format that is no constant`);
  }
  return parsePattern(text, pattern, strict !== undefined && isTrue(strict, name));
}

function isTrue(strict: AstNode, name: string): boolean {
  const child = isNode(strict["child"]) ? strict["child"] : strict;
  const value = isNode(child["value"]) ? child["value"]["value"] : undefined;
  if (value === true || value === "t" || value === "true") {
    return true;
  }
  if (value === false || value === "f" || value === "false") {
    return false;
  }
  throw notSupported(`${name} with an is_strict that is no constant`);
}
