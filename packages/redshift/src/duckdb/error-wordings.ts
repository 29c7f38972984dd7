import type { SqlErrorCode } from "../errors.ts";
import { typeName } from "./type-name.ts";

/** DuckDB's message, and Redshift's for the same: its own where it is known, otherwise PostgreSQL's. */
export type Wording = {
  found: RegExp;
  code?: SqlErrorCode;
  say: (groups: Record<string, string>) => string;
};

/** What casts and values run into. */
const values: Wording[] = [
  {
    found: /^Type \w+ with value (?<value>.*?) can't be cast .* for the destination type (?<type>\w+)/u,
    code: "invalid_value",
    say: ({ type = "" }) => `${typeName(type)} out of range`,
  },
  {
    // https://docs.aws.amazon.com/redshift/latest/dg/r_numeric_computations201.html (Overflow conditions)
    found: /^(?:Casting value .* to type DECIMAL\(|Could not cast value .* to DECIMAL\()/u,
    code: "invalid_value",
    say: () => "Numeric data overflow (result precision)",
  },
  {
    found: /^Could not convert string ["'](?<value>.*)["'] to (?<type>[A-Z]+)/u,
    code: "invalid_value",
    say: ({ value, type = "" }) => `invalid input syntax for type ${typeName(type)}: "${value}"`,
  },
  {
    found: /^Unimplemented type for cast \((?<from>.+?) -> (?<to>.+?)\)/u,
    code: "invalid_value",
    say: ({ from = "", to = "" }) => `cannot cast type ${typeName(from)} to ${typeName(to)}`,
  },
  {
    found: /^(?<type>date|timestamp|time) field value "(?<value>[^"]*)" has a timestamp that is not UTC/u,
    code: "invalid_value",
    say: ({ type, value }) => `invalid input syntax for type ${type}: "${value}"`,
  },
  {
    found: /^extract specifier "(?<field>[^"]*)" not recognized/u,
    code: "invalid_value",
    say: ({ field }) => `interval field "${field}" not recognized`,
  },
  {
    found: /^(?:Cannot create a string of size|.*exceeds maximum string length)/iu,
    code: "invalid_value",
    say: () => "requested length too large",
  },
  {
    found: /^Invalid UTF8 Codepoint/iu,
    code: "invalid_value",
    say: () => "requested character not valid",
  },
  {
    found: /^(?<name>[A-Z0-9]+) is undefined outside/u,
    code: "invalid_value",
    say: ({ name = "" }) => `the argument of ${name} is out of range`,
  },
  {
    found: /^Invalid escape string/u,
    code: "invalid_value",
    say: () => "invalid escape string\n  Hint: Escape string must be empty or one character.",
  },
  {
    // RE2's own messages.
    found:
      /^(?<why>(?:missing|unexpected|no argument for|invalid (?:escape sequence|character class|repetition|perl|named)|bad repetition|trailing \\) ?.*)/u,
    code: "invalid_value",
    say: ({ why }) => `invalid regular expression: ${why}`,
  },
  {
    found: /^(?:PERCENTILE|QUANTILE)s can only take parameters/iu,
    code: "invalid_value",
    say: () => "percentile value must be between 0 and 1",
  },
  {
    found: /^Argument for (?<name>\w+) must be greater than zero/u,
    code: "invalid_value",
    say: ({ name }) => `argument of ${name} must be greater than zero`,
  },
  {
    found: /^LIMIT\/OFFSET cannot be negative/u,
    code: "invalid_value",
    say: () => "LIMIT and OFFSET must not be negative",
  },
];

/** Types that do not go together. */
const types: Wording[] = [
  {
    found: /^Cannot compare values of type (?<left>.+?) and (?:type )?(?<right>.+?) - an explicit cast/u,
    code: "undefined_object",
    say: ({ left = "", right = "" }) =>
      `operator does not exist: ${typeName(left)} cannot be compared with ${typeName(right)}`,
  },
  {
    found: /^Cannot mix values of type (?<left>.+?) and (?<right>.+?) in (?<where>\w+)/u,
    code: "invalid_value",
    say: ({ left = "", right = "", where }) =>
      `${where} types ${typeName(left)} and ${typeName(right)} cannot be matched`,
  },
  {
    found: /^Cannot combine types of (?<left>.+?) and (?<right>.+?) - an explicit cast/u,
    code: "invalid_value",
    say: ({ left = "", right = "" }) => `types ${typeName(left)} and ${typeName(right)} cannot be matched`,
  },
  {
    found: /^.*: (?<left>.+?) and (?<right>.+?) (?:can not|cannot) be (?:compared|combined)/u,
    code: "invalid_value",
    say: ({ left = "", right = "" }) => `types ${typeName(left)} and ${typeName(right)} cannot be matched`,
  },
];

/** Clauses that are put together wrongly. */
const clauses: Wording[] = [
  {
    found: /^Referenced column (?<name>\S+) not found in FROM clause/u,
    code: "undefined_object",
    say: ({ name }) => `column "${name}" does not exist`,
  },
  {
    found: /^Column "(?<name>[^"]*)" does not exist on (?<side>left|right) side of join/u,
    code: "undefined_object",
    say: ({ name, side }) => `column "${name}" specified in USING clause does not exist in ${side} table`,
  },
  {
    found: /^Ambiguous reference to table "(?<name>[^"]*)"/u,
    code: "duplicate_object",
    say: ({ name }) => `table name "${name}" specified more than once`,
  },
  {
    found: /^Duplicate alias "(?<name>[^"]*)"/u,
    code: "duplicate_object",
    say: ({ name }) => `table name "${name}" specified more than once`,
  },
  {
    found: /^(?<clause>ORDER|GROUP BY) term out of range/u,
    say: ({ clause = "" }) => `${clause === "ORDER" ? "ORDER BY" : clause} position is not in select list`,
  },
  {
    found:
      /^(?<clause>WHERE|HAVING|GROUP BY|QUALIFY|JOIN|LIMIT)? ?clause cannot contain (?<what>window functions|aggregates)/u,
    say: ({ clause = "", what }) => `${what} not allowed in ${clause} clause`,
  },
  {
    found: /^window functions? (?:are|is) not allowed in (?<clause>[A-Z ]+)/iu,
    say: ({ clause = "" }) => `window functions not allowed in ${clause}`,
  },
  {
    found: /^aggregate function calls cannot contain window function calls/u,
    say: () => "aggregate function calls may not contain window function calls",
  },
  {
    found: /^window function calls? (?:cannot be nested|cannot contain)/iu,
    say: () => "window function calls may not be nested",
  },
  {
    found: /^Subquery returns (?<count>\d+) columns/u,
    code: "syntax_error",
    say: () => "subquery must return only one column",
  },
  {
    found: /^SELECT clause without selection list/u,
    code: "syntax_error",
    say: () => "SELECT needs a select list",
  },
  {
    found: /^table "(?<name>[^"]*)" has (?<has>\d+) columns available but (?<given>\d+) columns specified/iu,
    code: "syntax_error",
    say: ({ name, has, given }) =>
      `table "${name}" has ${has} columns available but ${given} columns specified`,
  },
  {
    found: /^syntax error at or near (?<near>.*)$/u,
    code: "syntax_error",
    // A bare word may be in quotes for the parser.
    say: ({ near }) => `syntax error at or near ${near?.replace(/^""(.*)""$/u, '"$1"')}`,
  },
  {
    found: /^Max expression depth limit|^Maximum (?:recursion|tree) depth/iu,
    say: () => "the query is nested too deeply",
  },
  {
    found: /^(?:Out of memory|could not allocate|failed to (?:allocate|pin|offload))/iu,
    code: "query_failed",
    say: () => "Insufficient memory to run the query",
  },
];

const engineWordings: readonly Wording[] = [...values, ...types, ...clauses];

/** Returns the wording for a message of DuckDB's, or undefined. */
export function wordingOf(message: string): { text: string; code: SqlErrorCode } | undefined {
  for (const { found, code, say } of engineWordings) {
    const match = found.exec(message);
    if (match) {
      return { text: say(match.groups ?? {}), code: code ?? "query_failed" };
    }
  }
  return undefined;
}
