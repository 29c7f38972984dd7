import { notSupported, SqlError } from "../sql-error.ts";
import { datePart, extractField } from "./date-fields.ts";
import { isoDateText } from "./date-literal.ts";
import { canonicalField, canonicalPart, type DateField, type DatePart } from "./date-part.ts";
import { formatNumberSql, isNumberFormat } from "./number-format.ts";
import type { FunctionRule } from "./function-rule.ts";
import {
  castTo,
  constantText,
  functionCall,
  integerConstant,
  isNode,
  operatorCall,
  textConstant,
  textsOf,
  type AstNode,
} from "./query-ast.ts";
import { printPattern } from "./datetime-format.ts";
import { parsePattern } from "./parse-datetime.ts";
import { resolveTimeZone, type TimeZone } from "./time-zone.ts";

/** How DuckDB adds one date part: a function that makes an interval, and how many of its units the part has. */
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
export const dateFunctions: Record<string, FunctionRule> = {
  getdate: ({ now }) => timestampConstant(now - (now % 1000)),
  sysdate: ({ now }) => timestampConstant(now),
  current_date: ({ now }) => currentDate(now),
  dateadd: ({ args }) => {
    const [part, count, date] = three(args, "dateadd");
    const unit = partOf(part, "dateadd");
    const { make, units } = intervals[unit];
    const whole = castTo(count, make === "to_months" || make === "to_days" ? "INTEGER" : "BIGINT");
    const amount = units === 1 ? whole : operatorCall("*", whole, integerConstant(units));
    if (unit === "year") return functionCall("redshift_add_years", [timestamp(date), amount]);
    return operatorCall("+", timestamp(date), functionCall(make, [amount]));
  },
  datediff: ({ args }) => {
    const [part, from, to] = three(args, "datediff");
    const unit = partOf(part, "datediff");
    if (unit !== "week")
      return functionCall("date_diff", [textConstant(unit), timestamp(from), timestamp(to)]);
    // The Mondays between them, where DATE_TRUNC has its weeks begin.
    const mondays = [from, to].map((date) =>
      functionCall("date_trunc", [textConstant("week"), timestamp(date)]),
    );
    return operatorCall(
      "/",
      functionCall("date_diff", [textConstant("day"), ...mondays]),
      integerConstant(7),
    );
  },
  date_trunc: ({ args }) => {
    const [part, date] = two(args, "date_trunc");
    const unit = partOf(part, "date_trunc");
    const truncate = (value: AstNode): AstNode => functionCall("date_trunc", [textConstant(unit), value]);
    if (unit !== "century" && unit !== "millennium") return truncate(timestamp(date));
    // Centuries begin with the year 1.
    const year = functionCall("to_months", [integerConstant(12)]);
    return operatorCall("+", truncate(operatorCall("-", timestamp(date), year)), year);
  },
  date_part: ({ args }) => {
    const [part, date] = two(args, "date_part");
    return datePart(fieldOf(part, "date_part"), timestamp(date));
  },
  redshift_extract: ({ args }) => {
    const [part, date] = two(args, "extract");
    return extractField(fieldOf(part, "extract"), timestamp(date));
  },
  last_day: ({ args }) => functionCall("last_day", args.map(timestamp)),
  add_months: ({ args }) => {
    const [date, count] = two(args, "add_months");
    return functionCall("redshift_add_months", [timestamp(date), castTo(count, "INTEGER")]);
  },
  convert_timezone: ({ args }) => {
    const [source, target, date] =
      args.length === 2
        ? [textConstant("UTC"), ...two(args, "convert_timezone")]
        : three(args, "convert_timezone");
    const [from, to] = [zoneOf(source), zoneOf(target)];
    const local = plusMinutes(timestamp(date), -from.minutesEast);
    const instant = functionCall("timezone", [textConstant(from.name), local]);
    return plusMinutes(functionCall("timezone", [textConstant(to.name), instant]), to.minutesEast);
  },
  timezone: ({ args }) => {
    const [zone, date] = two(args, "timezone");
    const { name, minutesEast } = zoneOf(zone);
    if (minutesEast !== 0) throw notSupported("TIMEZONE of an offset that is not of whole hours");
    return functionCall("timezone", [textConstant(name), date]);
  },
  to_char: ({ args }) => {
    const [value, format] = two(args, "to_char");
    const pattern = constantText(format);
    if (pattern === undefined) throw notSupported("TO_CHAR with a format that is no constant");
    if (isNumberFormat(pattern)) return formatNumberSql(value, pattern);
    return printPattern(value, pattern);
  },
  to_date: ({ args }) => castTo(parseWith(args, "TO_DATE"), "DATE"),
  to_timestamp: ({ args }) => castTo(parseWith(args, "TO_TIMESTAMP"), "TIMESTAMP WITH TIME ZONE"),
};

/** SYSDATE and CURRENT_DATE are written without parentheses, so the parser takes them for columns. */
export function translateBareName(name: string, now: number): AstNode | undefined {
  if (name === "sysdate") return timestampConstant(now);
  if (name === "current_date") return currentDate(now);
  if (name === "current_timestamp" || name === "current_time" || name === "localtimestamp") {
    throw notSupported(`${name.toUpperCase()}: use GETDATE() or SYSDATE; it`);
  }
  return undefined;
}

function parseWith(args: AstNode[], name: string): AstNode {
  const [text, format, strict] = args;
  if (!text || !format || args.length > 3) throw undefinedFunction(name.toLowerCase(), "2 or 3", args);
  const pattern = constantText(format);
  if (pattern === undefined) throw notSupported(`${name} with a format that is no constant`);
  return parsePattern(text, pattern, strict !== undefined && isTrue(strict, name));
}

function isTrue(strict: AstNode, name: string): boolean {
  const child = isNode(strict["child"]) ? strict["child"] : strict;
  const value = isNode(child["value"]) ? child["value"]["value"] : undefined;
  if (value === true || value === "t") return true;
  if (value === false || value === "f") return false;
  throw notSupported(`${name} with an is_strict that is no constant`);
}

function zoneOf(zone: AstNode): TimeZone {
  const name = constantText(zone);
  if (name === undefined) throw notSupported("a time zone that is no constant");
  return resolveTimeZone(name);
}

function plusMinutes(value: AstNode, minutes: number): AstNode {
  if (minutes === 0) return value;
  return operatorCall("+", value, functionCall("to_minutes", [integerConstant(minutes)]));
}

function timestampConstant(now: number): AstNode {
  return castTo(textConstant(new Date(now).toISOString().replace("T", " ").replace("Z", "")), "TIMESTAMP");
}

function currentDate(now: number): AstNode {
  return castTo(textConstant(new Date(now).toISOString().slice(0, 10)), "DATE");
}

function timestamp(value: AstNode): AstNode {
  const text = constantText(value);
  return castTo(text === undefined ? value : textConstant(isoDateText(text)), "TIMESTAMP");
}

function fieldOf(node: AstNode, name: string): DateField {
  const word = wordOf(node);
  const field = word === undefined ? undefined : canonicalField(word);
  if (field === undefined)
    throw notSupported(`the date part "${word ?? "(an expression)"}" of ${name.toUpperCase()}`);
  return field;
}

function partOf(node: AstNode, name: string): DatePart {
  const word = wordOf(node);
  const part = word === undefined ? undefined : canonicalPart(word);
  if (part === undefined)
    throw notSupported(`the date part "${word ?? "(an expression)"}" of ${name.toUpperCase()}`);
  return part;
}

/** A date part is written bare, which the parser takes for a column, or quoted. */
function wordOf(node: AstNode): string | undefined {
  if (node["class"] !== "COLUMN_REF") return constantText(node)?.toLowerCase();
  const names = textsOf(node, "column_names");
  return names.length === 1 ? names[0] : undefined;
}

function two(args: AstNode[], name: string): [AstNode, AstNode] {
  const [first, second] = args;
  if (first && second && args.length === 2) return [first, second];
  throw undefinedFunction(name, "2", args);
}

function three(args: AstNode[], name: string): [AstNode, AstNode, AstNode] {
  const [first, second, third] = args;
  if (first && second && third && args.length === 3) return [first, second, third];
  throw undefinedFunction(name, "3", args);
}

function undefinedFunction(name: string, count: string, args: AstNode[]): SqlError {
  return new SqlError("undefined_object", `function ${name}() takes ${count} arguments, not ${args.length}`);
}
