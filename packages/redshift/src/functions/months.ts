import { castTo, constantText, functionCall, integerConstant, type AstNode } from "../ast/query-ast.ts";
import { notSupported, SqlError } from "../errors.ts";
import { asTimestamp } from "./datetime/as-timestamp.ts";
import { date, double, exactly, timestamp, type SqlFunctions } from "./sql-function.ts";

/** From Sunday on, as DuckDB counts days of the week. */
const days = [
  ["su", "sun", "sunday"],
  ["m", "mo", "mon", "monday"],
  ["tu", "tue", "tues", "tuesday"],
  ["w", "we", "wed", "wednesday"],
  ["th", "thu", "thurs", "thursday"],
  ["f", "fr", "fri", "friday"],
  ["sa", "sat", "saturday"],
];

/**
 * Functions that count months and days of the week.
 * https://docs.aws.amazon.com/redshift/latest/dg/Date_functions_header.html
 */
export const monthFunctions: SqlFunctions = {
  add_months: {
    page: "r_ADD_MONTHS.html",
    type: timestamp,
    rule: ({ args, now }) => {
      const [value, count] = exactly(args, 2, "add_months");
      return functionCall("redshift_add_months", [asTimestamp(value, now), castTo(count, "INTEGER")]);
    },
    macros: [
      `CREATE MACRO redshift_add_months(d, n) AS
         CASE WHEN CAST(d AS DATE) = last_day(d)
           THEN CAST(last_day(d + to_months(n)) AS TIMESTAMP) + (d - CAST(CAST(d AS DATE) AS TIMESTAMP))
           ELSE d + to_months(n) END`,
    ],
  },
  last_day: {
    page: "r_LAST_DAY.html",
    type: date,
    rule: ({ args, now }) =>
      functionCall(
        "last_day",
        args.map((value) => asTimestamp(value, now)),
      ),
  },
  months_between: {
    page: "r_MONTHS_BETWEEN_function.html",
    type: double,
    rule: ({ args, now }) => {
      const [to, from] = exactly(args, 2, "months_between");
      return functionCall("redshift_months_between", [asTimestamp(to, now), asTimestamp(from, now)]);
    },
    macros: [
      // Whole between equal days and between ends of months; else what is left counts in months of 31 days.
      `CREATE MACRO redshift_months_between(a, b) AS CAST((year(a) - year(b)) * 12 + month(a) - month(b) AS DOUBLE) +
         CASE WHEN day(a) = day(b) OR (CAST(a AS DATE) = last_day(a) AND CAST(b AS DATE) = last_day(b)) THEN 0
           ELSE (epoch_us(a - date_trunc('month', a)) - epoch_us(b - date_trunc('month', b))) / (31 * 86400e6) END`,
    ],
  },
  next_day: {
    page: "r_NEXT_DAY.html",
    type: date,
    rule: ({ args, now }) => {
      const [value, day] = exactly(args, 2, "next_day");
      return functionCall("redshift_next_day", [asTimestamp(value, now), integerConstant(dayOf(day))]);
    },
    macros: [
      `CREATE MACRO redshift_next_day(d, wanted) AS
         CAST(CAST(d AS DATE) + CAST((wanted - dayofweek(d) + 6) % 7 + 1 AS INTEGER) AS DATE)`,
    ],
  },
};

function dayOf(node: AstNode): number {
  const name = constantText(node);
  if (name === undefined) {
    throw notSupported("NEXT_DAY with a day that is no constant");
  }
  const day = days.findIndex((names) => names.includes(name.toLowerCase()));
  if (day < 0) {
    throw new SqlError("invalid_value", `"${name}" is not a day of the week`);
  }
  return day;
}
