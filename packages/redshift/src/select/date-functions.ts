import { notSupported, SqlError } from "../sql-error.ts";
import { canonicalPart, isExtractField, type DatePart } from "./date-part.ts";
import { formatNumberSql, isNumberFormat } from "./number-format.ts";
import type { FunctionRule } from "./function-rule.ts";
import {
  castTo,
  constantText,
  functionCall,
  integerConstant,
  operatorCall,
  textConstant,
  textsOf,
  type AstNode,
} from "./query-ast.ts";
import { parsePattern, printPattern } from "./datetime-format.ts";

/** How DuckDB adds one date part: a function that makes an interval, and how many of its units the part has. */
const intervals: Record<DatePart, { make: string; units: number }> = {
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
    const { make, units } = intervals[partOf(part, "dateadd")];
    const whole = castTo(count, make === "to_months" || make === "to_days" ? "INTEGER" : "BIGINT");
    const amount = units === 1 ? whole : operatorCall("*", whole, integerConstant(units));
    return operatorCall("+", timestamp(date), functionCall(make, [amount]));
  },
  datediff: ({ args }) => {
    const [part, from, to] = three(args, "datediff");
    return functionCall("date_diff", [
      textConstant(partOf(part, "datediff")),
      timestamp(from),
      timestamp(to),
    ]);
  },
  date_trunc: ({ args }) => {
    const [part, date] = two(args, "date_trunc");
    return functionCall("date_trunc", [textConstant(partOf(part, "date_trunc")), timestamp(date)]);
  },
  date_part: ({ args }) => {
    const [part, date] = two(args, "date_part");
    const field = wordOf(part);
    if (field === undefined) throw notSupported("DATE_PART of a part that is no constant");
    const known = isExtractField(field) ? field : canonicalPart(field);
    if (known === undefined) throw notSupported(`the date part "${field}"`);
    return functionCall("date_part", [textConstant(known), date]);
  },
  last_day: ({ args }) => functionCall("last_day", args),
  add_months: ({ args }) => {
    const [date, count] = two(args, "add_months");
    return functionCall("redshift_add_months", [timestamp(date), castTo(count, "INTEGER")]);
  },
  convert_timezone: ({ args }) => {
    const [source, target, date] =
      args.length === 2
        ? [textConstant("UTC"), ...two(args, "convert_timezone")]
        : three(args, "convert_timezone");
    const instant = functionCall("timezone", [source, timestamp(date)]);
    return functionCall("timezone", [target, instant]);
  },
  timezone: ({ args }) => functionCall("timezone", args),
  to_char: ({ args }) => {
    const [value, format] = two(args, "to_char");
    const pattern = constantText(format);
    if (pattern === undefined) throw notSupported("TO_CHAR with a format that is no constant");
    if (isNumberFormat(pattern)) return formatNumberSql(value, pattern);
    return printPattern(value, pattern);
  },
  to_date: ({ args }) => {
    const [text, format] = two(args, "to_date");
    return castTo(parseWith(text, format, "TO_DATE"), "DATE");
  },
  to_timestamp: ({ args }) => {
    const [text, format] = two(args, "to_timestamp");
    return castTo(parseWith(text, format, "TO_TIMESTAMP"), "TIMESTAMP WITH TIME ZONE");
  },
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

function parseWith(text: AstNode, format: AstNode, name: string): AstNode {
  const pattern = constantText(format);
  if (pattern === undefined) throw notSupported(`${name} with a format that is no constant`);
  return functionCall("strptime", [text, textConstant(parsePattern(pattern))]);
}

function timestampConstant(now: number): AstNode {
  return castTo(textConstant(new Date(now).toISOString().replace("T", " ").replace("Z", "")), "TIMESTAMP");
}

function currentDate(now: number): AstNode {
  return castTo(textConstant(new Date(now).toISOString().slice(0, 10)), "DATE");
}

function timestamp(value: AstNode): AstNode {
  return castTo(value, "TIMESTAMP");
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
  throw new SqlError("undefined_object", `function ${name}() takes 2 arguments, not ${args.length}`);
}

function three(args: AstNode[], name: string): [AstNode, AstNode, AstNode] {
  const [first, second, third] = args;
  if (first && second && third && args.length === 3) return [first, second, third];
  throw new SqlError("undefined_object", `function ${name}() takes 3 arguments, not ${args.length}`);
}
