import { SqlError, syntaxError } from "../errors.ts";

/** A string or a quoted identifier, as `Token` has them. */
type QuotedToken = { kind: "string" | "quoted"; text: string; start: number; end: number };

const maxNameBytes = 127;

const simpleEscapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };

export function readString(sql: string, start: number): QuotedToken {
  let text = "";
  let at = start + 1;
  while (at < sql.length) {
    const character = sql.charAt(at);
    if (character === "'" && sql.charAt(at + 1) === "'") {
      text += "'";
      at += 2;
    } else if (character === "'") {
      const next = continuedString(sql, at + 1);
      if (next === undefined) {
        return { kind: "string", text, start, end: at + 1 };
      }
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

/**
 * Returns where a string goes on; undefined if it does not: strings that a line end stands between are one.
 * https://www.postgresql.org/docs/8.0/sql-syntax.html#SQL-SYNTAX-STRINGS
 */
function continuedString(sql: string, end: number): number | undefined {
  let at = end;
  while (isSpace(sql.charAt(at))) {
    at += 1;
  }
  return sql.charAt(at) === "'" && sql.slice(end, at).includes("\n") ? at : undefined;
}

/** Reads what a backslash means: `\\n` and its like, three octal digits, or the character itself. */
function readEscape(sql: string, start: number): { text: string; end: number } {
  const octal = sql.slice(start, start + 3);
  if (isOctal(octal)) {
    return { text: String.fromCharCode(Number.parseInt(octal, 8)), end: start + 3 };
  }
  const escaped = sql.charAt(start);
  return { text: simpleEscapes[escaped] ?? escaped, end: start + 1 };
}

export function readDollarString(sql: string, start: number): QuotedToken {
  const tagEnd = sql.indexOf("$", start + 1);
  if (!/^\w*$/u.test(sql.slice(start + 1, Math.max(start, tagEnd)))) {
    throw syntaxError("$", start);
  }
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

export function readQuoted(sql: string, start: number): QuotedToken {
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
      if (text === "") {
        throw new SqlError("syntax_error", 'zero-length delimited identifier at or near """"');
      }
      return { kind: "quoted", text: truncateName(text.toLowerCase()), start, end: at + 1 };
    }
  }
  throw new SqlError("syntax_error", `unterminated quoted identifier at or near "${excerpt(sql, start)}"`);
}

function isOctal(digits: string): boolean {
  return /^[0-7]{3}$/u.test(digits);
}

/** "Longer names are truncated to 127 bytes": https://docs.aws.amazon.com/redshift/latest/dg/r_names.html */
export function truncateName(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) {
    return name;
  }
  return new TextDecoder().decode(Buffer.from(name).subarray(0, maxNameBytes), { stream: true });
}

/** Returns the beginning of what cannot be read, for an error. */
export function excerpt(sql: string, start: number): string {
  return sql.slice(start, start + 30);
}

export function isSpace(character: string): boolean {
  return character !== "" && " \t\n\r\f\v".includes(character);
}
