import { notSupported, SqlError, syntaxError } from "../errors.ts";
import { excerpt, isSpace, readDollarString, readQuoted, readString, truncateName } from "./read-quotes.ts";

/**
 * One token of Redshift SQL. `text` is the token's meaning: a word and a quoted identifier folded to lower
 * case (Redshift folds both, as `enable_case_sensitive_identifier` is off), a string without its quotes and
 * escapes. `start` and `end` are offsets into the statement's text.
 */
export type Token = {
  kind: "word" | "quoted" | "string" | "number" | "symbol" | "parameter";
  text: string;
  start: number;
  end: number;
};

/** Longest first, so that `!~~*` is not read as `!` and `~~*`. */
const symbols = ["!~~*", "!~~", "~~*", "!~*", "::", "<=", ">=", "<>", "!=", "||", "!~", "~*", "~~"];
const singleSymbols = "+-*/%^<>=(),.;~";

/**
 * Cuts Redshift SQL into tokens, leaving out white space and comments. Strings know `''`, backslash escapes
 * and `$$` quotes. Throws `syntax_error` when the text cannot be cut into tokens.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_names.html
 */
export function tokenize(sql: string): Token[] {
  if (sql.includes("\0")) {
    throw new SqlError("invalid_value", "invalid byte sequence for encoding: 0x00");
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const skipped = skipSpace(sql, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    if (sql.charAt(at) === "[" && isSubscripted(tokens.at(-1))) {
      throw notSupported("a subscript in brackets, as of a SUPER,");
    }
    const token = readToken(sql, at);
    at = token.end;
    const joined = joinStrings(tokens.at(-1), token, sql);
    if (joined) {
      tokens[tokens.length - 1] = joined;
    } else {
      tokens.push(token);
    }
  }
  return tokens;
}

function isSubscripted(before: Token | undefined): boolean {
  return before !== undefined && (before.kind === "word" || before.kind === "quoted" || before.text === ")");
}

/** Cuts tokens at the commas that stand outside of parentheses. */
export function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const isSymbol = token.kind === "symbol";
    if (isSymbol && token.text === "(") {
      depth += 1;
    }
    if (isSymbol && token.text === ")") {
      depth -= 1;
    }
    if (isSymbol && token.text === "," && depth === 0) {
      parts.push([]);
    } else {
      parts.at(-1)?.push(token);
    }
  }
  return parts;
}

/** Cuts tokens at their semicolons; empty statements fall away. */
export function splitStatements(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [];
  let current: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== "symbol" || token.text !== ";") {
      current.push(token);
      continue;
    }
    if (current.length > 0) {
      statements.push(current);
    }
    current = [];
  }
  if (current.length > 0) {
    statements.push(current);
  }
  return statements;
}

/**
 * String constants on adjacent lines are one: https://www.postgresql.org/docs/8.0/sql-syntax.html (String
 * Constants)
 */
function joinStrings(before: Token | undefined, token: Token, sql: string): Token | undefined {
  if (before?.kind !== "string" || token.kind !== "string") {
    return undefined;
  }
  const areQuoted = sql.charAt(before.start) === "'" && sql.charAt(token.start) === "'";
  const isNextLine = sql.slice(before.end, token.start).includes("\n");
  if (!areQuoted || !isNextLine) {
    return undefined;
  }
  return { ...token, text: before.text + token.text, start: before.start };
}

function readToken(sql: string, start: number): Token {
  const first = sql.charAt(start);
  if (first === "'") {
    return readString(sql, start);
  }
  if (first === '"') {
    return readQuoted(sql, start);
  }
  if (first === "$") {
    return readDollarString(sql, start);
  }
  if (isDigit(first) || (first === "." && isDigit(sql.charAt(start + 1)))) {
    return readNumber(sql, start);
  }
  // The name of a temporary table: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html
  // (table_name)
  if (first === "#" && isNameStart(sql.charAt(start + 1))) {
    const end = endOfName(sql, start + 1);
    return { kind: "quoted", text: truncateName(sql.slice(start, end).toLowerCase()), start, end };
  }
  if (isNameStart(first)) {
    const end = endOfName(sql, start);
    return { kind: "word", text: truncateName(sql.slice(start, end).toLowerCase()), start, end };
  }
  const symbol = symbols.find((candidate) => sql.startsWith(candidate, start));
  if (symbol) {
    return { kind: "symbol", text: symbol, start, end: start + symbol.length };
  }
  if (first === ":" && isParameterCharacter(sql.charAt(start + 1))) {
    let end = start + 1;
    while (isParameterCharacter(sql.charAt(end))) {
      end += 1;
    }
    return { kind: "parameter", text: sql.slice(start + 1, end), start, end };
  }
  if (singleSymbols.includes(first)) {
    return { kind: "symbol", text: first, start, end: start + 1 };
  }
  throw syntaxError(first, start);
}

function readNumber(sql: string, start: number): Token {
  let end = endOfDigits(sql, start);
  if (sql.charAt(end) === ".") {
    end = endOfDigits(sql, end + 1);
  }
  if (sql.charAt(end).toLowerCase() === "e") {
    const sign = sql.charAt(end + 1) === "+" || sql.charAt(end + 1) === "-" ? 1 : 0;
    if (isDigit(sql.charAt(end + 1 + sign))) {
      end = endOfDigits(sql, end + 1 + sign);
    }
  }
  if (isNameStart(sql.charAt(end)) && !/^[gm]b\b/iu.test(sql.slice(end, end + 3))) {
    throw syntaxError(sql.slice(start, end + 1), start);
  }
  return { kind: "number", text: sql.slice(start, end), start, end };
}

/** Returns the offset after white space and comments that begin at `at`; block comments nest. */
function skipSpace(sql: string, at: number): number {
  if (isSpace(sql.charAt(at))) {
    return at + 1;
  }
  if (sql.startsWith("--", at)) {
    const newline = sql.indexOf("\n", at);
    return newline < 0 ? sql.length : newline + 1;
  }
  if (!sql.startsWith("/*", at)) {
    return at;
  }
  let depth = 0;
  for (let end = at; end < sql.length;) {
    if (sql.startsWith("/*", end)) {
      depth += 1;
      end += 2;
    } else if (sql.startsWith("*/", end)) {
      depth -= 1;
      end += 2;
      if (depth === 0) {
        return end;
      }
    } else {
      end += 1;
    }
  }
  throw new SqlError("syntax_error", `unterminated /* comment at or near "${excerpt(sql, at)}"`);
}

function endOfDigits(sql: string, start: number): number {
  let end = start;
  while (isDigit(sql.charAt(end))) {
    end += 1;
  }
  return end;
}

function endOfName(sql: string, start: number): number {
  let end = start;
  while (isNameStart(sql.charAt(end)) || isDigit(sql.charAt(end)) || sql.charAt(end) === "$") {
    end += 1;
  }
  return end;
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_SqlParameter.html (name) */
function isParameterCharacter(character: string): boolean {
  return /^\w$/u.test(character);
}

function isNameStart(character: string): boolean {
  const lower = character.toLowerCase();
  return (lower >= "a" && lower <= "z") || character === "_" || (character !== "" && character > "\u007f");
}
