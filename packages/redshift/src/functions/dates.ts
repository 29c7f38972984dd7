import {
  castTo,
  constantText,
  functionCall,
  integerConstant,
  operatorCall,
  textConstant,
  textsOf,
  type AstNode,
} from "../ast/query-ast.ts";
import type { SqlType } from "../ast/sql-type.ts";
import { notSupported } from "../errors.ts";
import { asTimestamp } from "./datetime/as-timestamp.ts";
import { datePart, extractField } from "./datetime/date-fields.ts";
import { coerce } from "./coerce.ts";
import { canonicalField, canonicalPart, type DateField, type DatePart } from "./datetime/date-part.ts";
import { resolveTimeZone, type TimeZone } from "./datetime/time-zone.ts";
import { bigint, date, double, exactly, integer, timestamp, type SqlFunctions } from "./sql-function.ts";

/**
 * How DuckDB adds one date part: a function that makes an interval, and how many of its units the part has.
 */
const intervals: Record<DatePart, { make: string; units: number }> = {
  millennium: { make: "to_months", units: 12_000 },
  century: { make: "to_months", units: 1200 },
  decade: { make: "to_months", units: 120 },
  year: { make: "to_months", units: 12 },
  quarter: { make: "to_months", units: 3 },
  month: { make: "to_months", units: 1 },
  week: { make: "to_days", units: 7 },
  day: { make: "to_days", units: 1 },
  hour: { make: "to_hours", units: 1 },
  minute: { make: "to_minutes", units: 1 },
  second: { make: "to_seconds", units: 1 },
  millisecond: { make: "to_milliseconds", units: 1 },
  microsecond: { make: "to_microseconds", units: 1 },
};

/** https://docs.aws.amazon.com/redshift/latest/dg/Date_functions_header.html */
export const dateFunctions: SqlFunctions = {
  getdate: {
    page: "r_GETDATE.html",
    type: timestamp,
    rule: ({ now }) => timestampConstant(now - (now % 1000)),
  },
  sysdate: {
    page: "r_SYSDATE.html",
    type: timestamp,
    column: "timestamp",
    rule: ({ now }) => timestampConstant(now),
  },
  current_date: {
    page: "r_CURRENT_DATE_function.html",
    type: date,
    rule: ({ now }) => currentDate(now),
  },
  dateadd: {
    takesDatePart: true,
    page: "r_DATEADD_function.html",
    type: ([, , value]) => ({ kind: value?.kind === "time" ? "time" : "timestamp" }),
    column: "date_add",
    rule: ({ args, now }) => {
      const [part, count, date] = exactly(args, 3, "dateadd");
      const unit = partOf(part, "dateadd");
      const { make, units } = intervals[unit];
      const whole = castTo(count, make === "to_months" || make === "to_days" ? "INTEGER" : "BIGINT");
      const amount = units === 1 ? whole : operatorCall("*", whole, integerConstant(units));
      if (unit === "year") {
        return functionCall("redshift_add_years", [asTimestamp(date, now), amount]);
      }
      return operatorCall("+", asTimestamp(date, now), functionCall(make, [amount]));
    },
    macros: [
      // A year from the 29th of February is the 1st of March.
      `CREATE MACRO redshift_add_years(d, months) AS
         CASE WHEN day(d + to_months(months)) <> day(d) THEN d + to_months(months) + to_days(1) ELSE d + to_months(months) END`,
    ],
  },
  datediff: {
    takesDatePart: true,
    page: "r_DATEDIFF_function.html",
    type: bigint,
    column: "date_diff",
    rule: ({ args, now }) => {
      const [part, from, to] = exactly(args, 3, "datediff");
      const unit = partOf(part, "datediff");
      if (unit !== "week") {
        return functionCall("date_diff", [textConstant(unit), asTimestamp(from, now), asTimestamp(to, now)]);
      }
      // The Mondays between them, where DATE_TRUNC has its weeks begin.
      const mondays = [from, to].map((date) =>
        functionCall("date_trunc", [textConstant("week"), asTimestamp(date, now)]),
      );
      return operatorCall(
        "/",
        functionCall("date_diff", [textConstant("day"), ...mondays]),
        integerConstant(7),
      );
    },
  },
  date_trunc: {
    takesDatePart: true,
    page: "r_DATE_TRUNC.html",
    type: timestamp,
    rule: ({ args, now }) => {
      const [part, date] = exactly(args, 2, "date_trunc");
      const unit = partOf(part, "date_trunc");
      const truncate = (value: AstNode): AstNode => functionCall("date_trunc", [textConstant(unit), value]);
      if (unit !== "century" && unit !== "millennium") {
        return truncate(asTimestamp(date, now));
      }
      // Centuries begin with the year 1.
      const year = functionCall("to_months", [integerConstant(12)]);
      return operatorCall("+", truncate(operatorCall("-", asTimestamp(date, now), year)), year);
    },
  },
  date_part: {
    takesDatePart: true,
    page: "r_DATE_PART_function.html",
    type: double,
    column: "pgdate_part",
    rule: ({ args, now }) => {
      const [part, date] = exactly(args, 2, "date_part");
      return datePart(fieldOf(part, "date_part"), asTimestamp(date, now));
    },
  },
  date_part_year: {
    page: "r_DATE_PART_YEAR.html",
    type: integer,
    rule: ({ args, now }) => {
      const [date] = exactly(args, 1, "date_part_year");
      return extractField("year", asTimestamp(date, now));
    },
  },
  redshift_extract: {
    takesDatePart: true,
    page: "r_EXTRACT_function.html",
    type: integer,
    column: "date_part",
    rule: ({ args, now }) => {
      const [part, date] = exactly(args, 2, "extract");
      return extractField(fieldOf(part, "extract"), asTimestamp(date, now));
    },
  },
  convert_timezone: {
    page: "CONVERT_TIMEZONE.html",
    type: timestamp,
    rule: ({ args, now }) => {
      const [source, target, date] =
        args.length === 2
          ? [textConstant("UTC"), ...exactly(args, 2, "convert_timezone")]
          : exactly(args, 3, "convert_timezone");
      const [from, to] = [zoneOf(source), zoneOf(target)];
      const local = plusMinutes(asTimestamp(date, now), -from.minutesEast);
      const instant = functionCall("timezone", [textConstant(from.name), local]);
      return plusMinutes(functionCall("timezone", [textConstant(to.name), instant]), to.minutesEast);
    },
  },
  timezone: {
    page: "r_TIMEZONE.html",
    type: zoned,
    rule: ({ args, now }) => {
      const [zone, date] = exactly(args, 2, "timezone");
      const { name, minutesEast } = zoneOf(zone);
      if (minutesEast !== 0) {
        throw notSupported("TIMEZONE of an offset that is not of whole hours");
      }
      return functionCall("timezone", [textConstant(name), coerce(date, { kind: "timestamp" }, now)]);
    },
  },
};

/** SYSDATE and CURRENT_DATE are written without parentheses, so the parser takes them for columns. */
export function translateBareName(name: string, now: number): AstNode | undefined {
  if (name === "sysdate") {
    return timestampConstant(now);
  }
  if (name === "current_date") {
    return currentDate(now);
  }
  if (name === "current_timestamp" || name === "current_time" || name === "localtimestamp") {
    throw notSupported(`${name.toUpperCase()}: use GETDATE() or SYSDATE; it`);
  }
  return undefined;
}

function zoneOf(zone: AstNode): TimeZone {
  const name = constantText(zone);
  if (name === undefined) {
    throw notSupported("a time zone that is no constant");
  }
  return resolveTimeZone(name);
}

function plusMinutes(value: AstNode, minutes: number): AstNode {
  if (minutes === 0) {
    return value;
  }
  return operatorCall("+", value, functionCall("to_minutes", [integerConstant(minutes)]));
}

function timestampConstant(now: number): AstNode {
  return castTo(textConstant(new Date(now).toISOString().replace("T", " ").replace("Z", "")), "TIMESTAMP");
}

function currentDate(now: number): AstNode {
  return castTo(textConstant(new Date(now).toISOString().slice(0, 10)), "DATE");
}

function fieldOf(node: AstNode, name: string): DateField {
  const word = wordOf(node);
  const field = word === undefined ? undefined : canonicalField(word);
  if (field === undefined) {
    throw notSupported(`the date part "${word ?? "(an expression)"}" of ${name.toUpperCase()}`);
  }
  return field;
}

function partOf(node: AstNode, name: string): DatePart {
  const word = wordOf(node);
  const part = word === undefined ? undefined : canonicalPart(word);
  if (part === undefined) {
    throw notSupported(`the date part "${word ?? "(an expression)"}" of ${name.toUpperCase()}`);
  }
  return part;
}

/** A date part is written bare, which the parser takes for a column, or quoted. */
function wordOf(node: AstNode): string | undefined {
  if (node["class"] !== "COLUMN_REF") {
    return constantText(node)?.toLowerCase();
  }
  const names = textsOf(node, "column_names");
  return names.length === 1 ? names[0] : undefined;
}

/** A timestamp becomes one with a time zone, and the other way round. */
function zoned([, type]: readonly (SqlType | undefined)[]): SqlType {
  return { kind: type?.kind === "timestamptz" ? "timestamp" : "timestamptz" };
}
