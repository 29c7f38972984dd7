import { SqlError } from "../errors.ts";

/**
 * One token of Redshift SQL. `text` is the token's meaning: a word and a quoted identifier folded to lower case
 * (Redshift folds both, as `enable_case_sensitive_identifier` is off), a string without its quotes and escapes.
 * `start` and `end` are offsets into the statement's text.
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

const maxNameBytes = 127;

const simpleEscapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

/**
 * Cuts Redshift SQL into tokens, leaving out white space and comments.
 * Strings know `''`, backslash escapes and `$$` quotes. Throws `syntax_error` when the text cannot be cut into tokens.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_names.html
 */
export function tokenize(sql: string): Token[] {
  if (sql.includes("\0")) throw new SqlError("invalid_value", "invalid byte sequence for encoding: 0x00");
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const skipped = skipSpace(sql, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const token = readToken(sql, at);
    at = token.end;
    const joined = joinStrings(tokens.at(-1), token, sql);
    if (joined) tokens[tokens.length - 1] = joined;
    else tokens.push(token);
  }
  return tokens;
}

/** Cuts tokens at the commas that stand outside of parentheses. */
export function splitAtCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const isSymbol = token.kind === "symbol";
    if (isSymbol && token.text === "(") depth += 1;
    if (isSymbol && token.text === ")") depth -= 1;
    if (isSymbol && token.text === "," && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
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
    if (current.length > 0) statements.push(current);
    current = [];
  }
  if (current.length > 0) statements.push(current);
  return statements;
}

/** String constants on adjacent lines are one: https://www.postgresql.org/docs/8.0/sql-syntax.html (String Constants) */
function joinStrings(before: Token | undefined, token: Token, sql: string): Token | undefined {
  if (before?.kind !== "string" || token.kind !== "string") return undefined;
  const areQuoted = sql.charAt(before.start) === "'" && sql.charAt(token.start) === "'";
  const isNextLine = sql.slice(before.end, token.start).includes("\n");
  if (!areQuoted || !isNextLine) return undefined;
  return { ...token, text: before.text + token.text, start: before.start };
}

function readToken(sql: string, start: number): Token {
  const first = sql.charAt(start);
  if (first === "'") return readString(sql, start);
  if (first === '"') return readQuoted(sql, start);
  if (first === "$") return readDollarString(sql, start);
  if (isDigit(first) || (first === "." && isDigit(sql.charAt(start + 1)))) return readNumber(sql, start);
  // The name of a temporary table: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html (table_name)
  if (first === "#" && isNameStart(sql.charAt(start + 1))) {
    const end = endOfName(sql, start + 1);
    return { kind: "quoted", text: truncateName(sql.slice(start, end).toLowerCase()), start, end };
  }
  if (isNameStart(first)) {
    const end = endOfName(sql, start);
    return { kind: "word", text: truncateName(sql.slice(start, end).toLowerCase()), start, end };
  }
  const symbol = symbols.find((candidate) => sql.startsWith(candidate, start));
  if (symbol) return { kind: "symbol", text: symbol, start, end: start + symbol.length };
  if (first === ":" && isParameterCharacter(sql.charAt(start + 1))) {
    let end = start + 1;
    while (isParameterCharacter(sql.charAt(end))) end += 1;
    return { kind: "parameter", text: sql.slice(start + 1, end), start, end };
  }
  if (singleSymbols.includes(first)) return { kind: "symbol", text: first, start, end: start + 1 };
  throw syntaxError(first, start);
}

function readString(sql: string, start: number): Token {
  let text = "";
  let at = start + 1;
  while (at < sql.length) {
    const character = sql.charAt(at);
    if (character === "'" && sql.charAt(at + 1) === "'") {
      text += "'";
      at += 2;
    } else if (character === "'") {
      const next = continuedString(sql, at + 1);
      if (next === undefined) return { kind: "string", text, start, end: at + 1 };
      at = next + 1;
    } else if (character === "\\" && at + 1 < sql.length) {
      const escape = readEscape(sql, at + 1);
      text += escape.text;
      at = escape.end;
    } else {
      text += character;
      at += 1;
    }
  }
  throw new SqlError("syntax_error", `unterminated quoted string at or near "${excerpt(sql, start)}"`);
}

/** Where a string goes on: strings that a line end stands between are one. https://www.postgresql.org/docs/8.0/sql-syntax.html#SQL-SYNTAX-STRINGS */
function continuedString(sql: string, end: number): number | undefined {
  let at = end;
  while (isSpace(sql.charAt(at))) at += 1;
  return sql.charAt(at) === "'" && sql.slice(end, at).includes("\n") ? at : undefined;
}

/** What a backslash stands for: `\\n` and its like, three octal digits, or the character itself. */
function readEscape(sql: string, start: number): { text: string; end: number } {
  const octal = sql.slice(start, start + 3);
  if (isOctal(octal)) {
    return { text: String.fromCharCode(Number.parseInt(octal, 8)), end: start + 3 };
  }
  const escaped = sql.charAt(start);
  return { text: simpleEscapes[escaped] ?? escaped, end: start + 1 };
}

function readDollarString(sql: string, start: number): Token {
  const tagEnd = sql.indexOf("$", start + 1);
  if (!/^\w*$/u.test(sql.slice(start + 1, Math.max(start, tagEnd)))) throw syntaxError("$", start);
  const tag = sql.slice(start, tagEnd + 1);
  const close = tagEnd < 0 ? -1 : sql.indexOf(tag, tagEnd + 1);
  if (close < 0) {
    throw new SqlError(
      "syntax_error",
      `unterminated dollar-quoted string at or near "${excerpt(sql, start)}"`,
    );
  }
  return { kind: "string", text: sql.slice(tagEnd + 1, close), start, end: close + tag.length };
}

function readQuoted(sql: string, start: number): Token {
  let text = "";
  let at = start + 1;
  while (at < sql.length) {
    if (sql.charAt(at) !== '"') {
      text += sql.charAt(at);
      at += 1;
    } else if (sql.charAt(at + 1) === '"') {
      text += '"';
      at += 2;
    } else {
      if (text === "") throw new SqlError("syntax_error", 'zero-length delimited identifier at or near """"');
      return { kind: "quoted", text: truncateName(text.toLowerCase()), start, end: at + 1 };
    }
  }
  throw new SqlError("syntax_error", `unterminated quoted identifier at or near "${excerpt(sql, start)}"`);
}

function readNumber(sql: string, start: number): Token {
  let end = endOfDigits(sql, start);
  if (sql.charAt(end) === ".") end = endOfDigits(sql, end + 1);
  if (sql.charAt(end).toLowerCase() === "e") {
    const sign = sql.charAt(end + 1) === "+" || sql.charAt(end + 1) === "-" ? 1 : 0;
    if (isDigit(sql.charAt(end + 1 + sign))) end = endOfDigits(sql, end + 1 + sign);
  }
  if (isNameStart(sql.charAt(end)) && !/^[gm]b\b/iu.test(sql.slice(end, end + 3)))
    throw syntaxError(sql.slice(start, end + 1), start);
  return { kind: "number", text: sql.slice(start, end), start, end };
}

/** The offset after white space and comments that begin at `at`; block comments nest. */
function skipSpace(sql: string, at: number): number {
  if (isSpace(sql.charAt(at))) return at + 1;
  if (sql.startsWith("--", at)) {
    const newline = sql.indexOf("\n", at);
    return newline < 0 ? sql.length : newline + 1;
  }
  if (!sql.startsWith("/*", at)) return at;
  let depth = 0;
  for (let end = at; end < sql.length;) {
    if (sql.startsWith("/*", end)) {
      depth += 1;
      end += 2;
    } else if (sql.startsWith("*/", end)) {
      depth -= 1;
      end += 2;
      if (depth === 0) return end;
    } else {
      end += 1;
    }
  }
  throw new SqlError("syntax_error", `unterminated /* comment at or near "${excerpt(sql, at)}"`);
}

/** PostgreSQL's wording; the position counts from 1. */
export function syntaxError(near: string, start: number): SqlError {
  return new SqlError("syntax_error", `syntax error at or near "${near}"\n  Position: ${start + 1}`);
}

function endOfDigits(sql: string, start: number): number {
  let end = start;
  while (isDigit(sql.charAt(end))) end += 1;
  return end;
}

function endOfName(sql: string, start: number): number {
  let end = start;
  while (isNameStart(sql.charAt(end)) || isDigit(sql.charAt(end)) || sql.charAt(end) === "$") end += 1;
  return end;
}

function isSpace(character: string): boolean {
  return character !== "" && " \t\n\r\f\v".includes(character);
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function isOctal(digits: string): boolean {
  return /^[0-7]{3}$/u.test(digits);
}

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_SqlParameter.html (name) */
function isParameterCharacter(character: string): boolean {
  return /^\w$/u.test(character);
}

function isNameStart(character: string): boolean {
  const lower = character.toLowerCase();
  return (lower >= "a" && lower <= "z") || character === "_" || (character !== "" && character > "\u007f");
}

/** "Longer names are truncated to 127 bytes": https://docs.aws.amazon.com/redshift/latest/dg/r_names.html */
function truncateName(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) return name;
  return new TextDecoder().decode(Buffer.from(name).subarray(0, maxNameBytes), { stream: true });
}

function excerpt(sql: string, start: number): string {
  return sql.slice(start, start + 30);
}
