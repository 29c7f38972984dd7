import { SqlError } from "../errors.ts";
import { wordingOf, type Wording } from "./error-wordings.ts";
import { typeName } from "./type-name.ts";

/**
 * `Binder Error: …`: how DuckDB begins its messages, some behind what failed. INTERNAL and FATAL ones are
 * faults and stay what they are.
 */
const queryFailure =
  /^(?:Failed to [a-z ]+: )?(?!INTERNAL|FATAL)(?<kind>[A-Z][A-Za-z -]*) Error: (?<message>[^\n]*)/u;

/** Begins the messages of the macros in `functions/`, which are in Redshift's words. */
const ownMessage = "redshift: ";

/** What statements run into every day, in the words that Redshift has from PostgreSQL 8. */
const wordings: Wording[] = [
  {
    found: /^Referenced column "(?<name>[^"]*)"/u,
    code: "undefined_object",
    say: ({ name }) => `column "${name}" does not exist`,
  },
  {
    found:
      /^(?:Referenced table|Table) "?(?<name>[^"!]*)"? (?:not found|does not have a column named "(?<column>[^"]*)")/u,
    code: "undefined_object",
    say: ({ name, column }) =>
      column === undefined ? `relation "${name}" does not exist` : `column ${name}.${column} does not exist`,
  },
  {
    found: /^Values list "(?<name>[^"]*)" does not have a column named "(?<column>[^"]*)"/u,
    code: "undefined_object",
    say: ({ name, column }) => `column ${name}.${column} does not exist`,
  },
  {
    found: /^Cannot extract field '(?<column>[^']*)' from expression "(?<name>[^"]*)"/u,
    code: "undefined_object",
    say: ({ name, column }) => `column ${name}.${column} does not exist`,
  },
  { found: /^Only SELECT statements/u, code: "syntax_error", say: () => "a query is expected" },
  {
    found: /^Ambiguous reference to column name "(?<name>[^"]*)"/u,
    say: ({ name }) => `column reference "${name}" is ambiguous`,
  },
  {
    found: /^column "?(?<name>[^"]*)"? must appear in the GROUP BY clause/iu,
    say: ({ name }) =>
      `column "${name}" must appear in the GROUP BY clause or be used in an aggregate function`,
  },
  {
    found: /^WHERE clause cannot contain aggregates/u,
    say: () => "aggregates not allowed in WHERE clause",
  },
  {
    found: /^(?:aggregate function calls cannot be nested|Nested aggregate)/iu,
    say: () => "aggregate function calls may not be nested",
  },
  {
    found: /^More than one row returned by a subquery/u,
    say: () => "single-row subquery returns more than one row",
  },
  {
    found: /^Set operations can only apply/u,
    say: () => "each UNION, INTERSECT, EXCEPT query must have the same number of columns",
  },
  { found: /^ORDER term out of range/u, say: () => "ORDER BY position is not in select list" },
  {
    found: /^Could not convert string '(?<value>.*)' to (?<type>[A-Z0-9]+)/u,
    code: "invalid_value",
    say: ({ value, type = "" }) => invalidInput(typeName(type), value ?? ""),
  },
  {
    found: /^invalid (?<type>date|timestamp|time) field format: "(?<value>[^"]*)"/u,
    code: "invalid_value",
    say: ({ type, value }) => `invalid input syntax for type ${type}: "${value}"`,
  },
  {
    found: /^(?:date|timestamp|time) field value out of range: "(?<value>[^"]*)"/u,
    code: "invalid_value",
    say: ({ value }) => `date/time field value out of range: "${value}"`,
  },
  {
    found:
      /^Type [A-Z0-9]+ with value \S+ can't be cast because the value is out of range for the destination type (?<type>[A-Z0-9]+)/u,
    code: "invalid_value",
    say: ({ type = "" }) => `${typeName(type)} out of range`,
  },
  {
    found: /^Casting value .* to type DECIMAL/u,
    code: "invalid_value",
    say: () => "Numeric data overflow (result precision)",
  },
  {
    found: /^Failed to parse geometry/u,
    code: "invalid_value",
    say: () => "the text is not the well-known text of a geometry",
  },
  {
    found: /^Like pattern must not end with escape character/iu,
    say: () => "LIKE pattern must not end with escape character",
  },
  {
    found:
      /^Cannot compare values of type (?<left>[A-Z0-9(), ]+) and (?:type )?(?<right>[A-Z0-9(), ]+?)(?: in | -|$)/u,
    code: "undefined_object",
    say: ({ left = "", right = "" }) => `operator does not exist: ${typeName(left)} = ${typeName(right)}`,
  },
  {
    found: /^(?:cannot take logarithm|logarithm of)/iu,
    say: () => "cannot take logarithm of zero or a negative number",
  },
  {
    found: /^cannot take square root of a negative number/iu,
    say: () => "cannot take square root of a negative number",
  },
  {
    found: /^Overflow in [a-z]+ of (?<type>[A-Z0-9]+)/u,
    code: "invalid_value",
    say: ({ type = "" }) => `${typeName(type)} out of range`,
  },
  {
    found:
      /^(?:No function matches|Could not choose a best candidate function for) the (?:given name and argument types|function call) ["'](?<call>.*?)["']\./u,
    code: "undefined_object",
    say: ({ call = "" }) => undefinedCall(call),
  },
  {
    found: /^(?:Function|Macro) "?redshift_/u,
    code: "undefined_object",
    say: () => "a function has arguments of types that it does not take",
  },
  {
    found: /^CSV Error on Line: (?<line>\d+)/u,
    say: ({ line }) =>
      `Spectrum Scan Error: line ${line} of a file cannot be read as text of the table's format`,
  },
];

/**
 * Returns DuckDB's refusal or failure of a query as a failure of the statement, in Redshift's words, or in
 * plain ones where these are not known; DuckDB's own stay in the cause. Another error is returned as it is.
 */
export function asSqlError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof SqlError) {
    return error;
  }
  const { kind = "", message } = queryFailure.exec(error.message)?.groups ?? {};
  if (message === undefined) {
    return error;
  }
  if (message.startsWith(ownMessage)) {
    return new SqlError("query_failed", message.slice(ownMessage.length), { cause: error });
  }
  for (const { found, code, say } of wordings) {
    const match = found.exec(message);
    if (match) {
      return new SqlError(code ?? "query_failed", say(match.groups ?? {}), { cause: error });
    }
  }
  const wording = wordingOf(message);
  if (wording) {
    return new SqlError(wording.code, wording.text, { cause: error });
  }
  return new SqlError("query_failed", plainWords(kind, message), { cause: error });
}

/** Returns what is said about an error that has no wording of its own. */
function plainWords(kind: string, message: string): string {
  switch (kind) {
    case "Parser":
      return message.startsWith("syntax error") ? message : "syntax error";
    case "Binder":
    case "Catalog":
    case "Not implemented":
      return "the query has an expression that this warehouse does not support";
    case "Conversion":
      return "a value cannot be converted to the type that is asked for";
    case "Out of Range":
      return "a value is out of range";
    case "Invalid Input":
      return "a function does not take the value that it is called with";
    case "Out of Memory":
      return "the query needs more memory than the warehouse has";
    default: {
      const file = /(?<path>\/[^\s"']+)/u.exec(message)?.groups?.["path"];
      return file === undefined ? "the query failed" : `Spectrum Scan Error: ${file} cannot be read`;
    }
  }
}

/**
 * Redshift says `integer` of all whole numbers.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_NVL_function.html
 */
function invalidInput(type: string, value: string): string {
  const isWhole = type === "smallint" || type === "integer" || type === "bigint";
  return `invalid input syntax for ${isWhole ? "integer" : `type ${type}`}: "${value}"`;
}

/** `+(VARCHAR, INTEGER_LITERAL)` or `upper(INTEGER)`. */
function undefinedCall(call: string): string {
  const open = call.indexOf("(");
  const own = call.slice(0, open).replace(/^redshift_/u, "");
  const name = own === "strftime" ? "to_char" : own;
  const types = call
    .slice(open + 1, -1)
    .split(", ")
    .map(typeName);
  if (/^\w/u.test(name)) {
    return `function ${name}(${types.join(", ")}) does not exist`;
  }
  return `operator does not exist: ${types.length === 2 ? `${types[0]} ${name} ${types[1]}` : `${name} ${types.join(", ")}`}`;
}
