import { notSupported, SqlError, syntaxErrorAtEnd, unknownFunction, syntaxError } from "../errors.ts";
import { quoteLiteral } from "../sql/quote.ts";
import type { Token } from "../sql/tokenize.ts";
import { writeBareWord } from "./bare-words.ts";
import { rewriteInterval } from "./interval-syntax.ts";
import { outerMarker, rewriteOuterMark } from "./outer-mark.ts";
import { closingParenthesis, isSymbol, isValue, isWord, unexpected } from "./token-tests.ts";
import { numberMarker, rewriteType } from "./type-syntax.ts";
import { writeToken } from "./write-token.ts";

/** Represents `TOP n` as the first of a select list; `translate-query.ts` makes a limit of it. */
export const topMarker = "redshift_top";

/** EXTRACT, which DuckDB's parser does not distinguish from DATE_PART. */
const extractFunction = "redshift_extract";

/** What can follow a list: a comma before one of these is one too many. */
const clauseWords = new Set(
  "from where group having order limit offset union except intersect minus qualify".split(" "),
);

/**
 * Functions that DuckDB's parser makes of operators and WITHIN GROUP; by name they are not Redshift's.
 */
const parserFunctions = new Set([
  topMarker,
  extractFunction,
  numberMarker,
  outerMarker,
  ..."approx_count_distinct count_star quantile_cont quantile_disc regexp_full_match".split(" "),
  ..."like_escape ilike_escape not_like_escape not_ilike_escape ifnull".split(" "),
]);

/** Values without parentheses that DuckDB would evaluate by itself. */
const sessionValues = new Set(
  "current_user session_user user current_role current_catalog current_database current_schema".split(" "),
);

/**
 * Writes a query's tokens as SQL that DuckDB's parser takes: what is Redshift's alone becomes something that
 * parses and that the translation of the syntax tree knows again.
 */
export function toParsableSql(tokens: readonly Token[]): string {
  const words: string[] = [];
  let at = 0;
  while (at < tokens.length) {
    const rewritten = rewriteAt(tokens, at);
    words.push(rewritten.sql);
    at += rewritten.taken;
  }
  return words.join(" ");
}

type Rewritten = { sql: string; taken: number };

function rewriteAt(tokens: readonly Token[], at: number): Rewritten {
  const token = tokens[at];
  if (!token) {
    throw syntaxErrorAtEnd();
  }
  const marked = rewriteOuterMark(tokens, at);
  if (marked) {
    return marked;
  }
  if (token.kind === "word") {
    return rewriteWord(tokens, at, token) ?? { sql: writeBareWord(tokens, at), taken: 1 };
  }
  if (token.kind === "symbol" && (token.text === "~*" || token.text === "!~*")) {
    throw notSupported(`the operator ${token.text}`);
  }
  if (token.kind === "symbol") {
    refuseLeniency(tokens, at);
  }
  return { sql: writeToken(token), taken: 1 };
}

/**
 * DuckDB takes a comma too many, a query that begins with FROM and a function called behind a dot; Redshift
 * does not.
 */
function refuseLeniency(tokens: readonly Token[], at: number): void {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  const endsList =
    next === undefined || isSymbol(next, ")") || (next.kind === "word" && clauseWords.has(next.text));
  if (isSymbol(token, ",") && endsList) {
    throw next ? syntaxError(next.text, next.start) : syntaxErrorAtEnd();
  }
  if (isSymbol(token, "(") && isWord(next, "from")) {
    throw syntaxError("from", next?.start ?? 0);
  }
  const followsValue = before?.kind === "string" || before?.kind === "number" || isSymbol(before, ")");
  if (isSymbol(token, ".") && followsValue) {
    throw syntaxError(".", token?.start ?? 0);
  }
}

function rewriteWord(tokens: readonly Token[], at: number, token: Token): Rewritten | undefined {
  switch (token.text) {
    case "top":
      return rewriteTop(tokens, at);
    case "approximate":
      return rewriteApproximate(tokens, at);
    case "listagg":
      return rewriteListagg(tokens, at);
    case "extract":
      return rewriteExtract(tokens, at);
    case "convert":
      return rewriteConvert(tokens, at);
    case "interval":
      return rewriteInterval(tokens, at);
    case "first_value":
    case "lag":
    case "last_value":
    case "lead":
    case "nth_value":
      return rewriteNullTreatment(tokens, at);
    case "as":
      if (tokens[at + 1]?.kind === "string" || isWord(tokens[at + 1], "materialized")) {
        throw unexpected(tokens[at + 1]);
      }
      return undefined;
    case "fetch":
      if (isWord(tokens[at + 1], "first") || isWord(tokens[at + 1], "next")) {
        throw unexpected(token);
      }
      return undefined;
    case "over":
      // A window has no name in Redshift.
      if (!isSymbol(tokens[at + 1], "(") && isSymbol(tokens[at - 1], ")")) {
        throw unexpected(tokens[at + 1]);
      }
      return undefined;
    case "filter":
      if (isSymbol(tokens[at + 1], "(") && isSymbol(tokens[at - 1], ")")) {
        throw unexpected(tokens[at]);
      }
      return undefined;
    case "minus":
      return isWord(tokens[at + 1], "select") || isSymbol(tokens[at + 1], "(")
        ? { sql: "EXCEPT", taken: 1 }
        : undefined;
    case "limit":
      if (tokens[at + 1]?.kind === "number" && isSymbol(tokens[at + 2], ",")) {
        throw new SqlError(
          "syntax_error",
          "LIMIT #,# syntax is not supported\n  Hint: Use separate LIMIT and OFFSET clauses.",
        );
      }
      return undefined;
    case "lateral":
      throw notSupported("LATERAL");
    case "similar":
      if (isWord(tokens[at + 1], "to")) {
        throw notSupported("SIMILAR TO");
      }
      return undefined;
    case "varchar":
    case "nvarchar":
    case "character":
    case "char":
    case "nchar":
    case "bpchar":
    case "float":
    case "dec":
    case "decimal":
    case "numeric":
      return rewriteType(tokens, at);
    default:
      if (sessionValues.has(token.text) && isValue(tokens, at)) {
        throw notSupported(token.text.toUpperCase());
      }
      if (parserFunctions.has(token.text) && isSymbol(tokens[at + 1], "(")) {
        throw unknownFunction(token.text);
      }
      return undefined;
  }
}

/**
 * Rewrites `SELECT [DISTINCT] TOP n …` and `SELECT TOP n DISTINCT …`.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_SELECT_list.html
 */
function rewriteTop(tokens: readonly Token[], at: number): Rewritten | undefined {
  const number = tokens[at + 1];
  const before = tokens[at - 1];
  const opens = isWord(before, "select") || isWord(before, "distinct") || isWord(before, "all");
  if (!opens || number?.kind !== "number") {
    return undefined;
  }
  if (!/^\d{1,15}$/u.test(number.text)) {
    throw syntaxError(number.text, number.start);
  }
  const quantifier = tokens[at + 2];
  if (isWord(before, "select") && (isWord(quantifier, "distinct") || isWord(quantifier, "all"))) {
    return { sql: `${quantifier?.text} ${topMarker}(${number.text}),`, taken: 3 };
  }
  return { sql: `${topMarker}(${number.text}),`, taken: 2 };
}

/** Rewrites `APPROXIMATE COUNT(DISTINCT x)`. https://docs.aws.amazon.com/redshift/latest/dg/r_COUNT.html */
function rewriteApproximate(tokens: readonly Token[], at: number): Rewritten | undefined {
  const [call, open, distinct] = tokens.slice(at + 1, at + 4);
  if (call?.kind !== "word") {
    return undefined;
  }
  if (!isWord(call, "count") || !isSymbol(open, "(") || !isWord(distinct, "distinct")) {
    throw notSupported(`APPROXIMATE ${call.text.toUpperCase()}`);
  }
  return { sql: "approx_count_distinct(", taken: 4 };
}

/**
 * Rewrites `LISTAGG([DISTINCT] x [, separator]) WITHIN GROUP (ORDER BY …)`.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_LISTAGG.html
 */
function rewriteListagg(tokens: readonly Token[], at: number): Rewritten | undefined {
  if (!isSymbol(tokens[at + 1], "(")) {
    return undefined;
  }
  const close = closingParenthesis(tokens, at + 1);
  const within = isWord(tokens[close + 1], "within") && isWord(tokens[close + 2], "group");
  if (!within || !isSymbol(tokens[close + 3], "(")) {
    return undefined;
  }
  const end = closingParenthesis(tokens, close + 3);
  const args = toParsableSql(tokens.slice(at + 2, close));
  const order = toParsableSql(tokens.slice(close + 4, end));
  return { sql: `listagg(${args} ${order})`, taken: end + 1 - at };
}

/** Rewrites `EXTRACT(part FROM x)`. https://docs.aws.amazon.com/redshift/latest/dg/r_EXTRACT_function.html */
function rewriteExtract(tokens: readonly Token[], at: number): Rewritten | undefined {
  const [open, part, from] = tokens.slice(at + 1, at + 4);
  if (!isSymbol(open, "(")) {
    return undefined;
  }
  if (part?.kind !== "word" && part?.kind !== "string") {
    throw unexpected(part);
  }
  if (!isWord(from, "from")) {
    throw unexpected(from);
  }
  return { sql: `${extractFunction}(${quoteLiteral(part.text)},`, taken: 4 };
}

/**
 * Rewrites `CONVERT(type, x)` as `CAST(x AS type)`.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CAST_function.html#convert-function
 */
function rewriteConvert(tokens: readonly Token[], at: number): Rewritten | undefined {
  const [call, open] = tokens.slice(at, at + 2);
  if (!call || !isSymbol(open, "(")) {
    return undefined;
  }
  const close = closingParenthesis(tokens, at + 1);
  let depth = 0;
  const comma = tokens.findIndex((token, index) => {
    if (index <= at + 1) {
      return false;
    }
    depth += Number(isSymbol(token, "(")) - Number(isSymbol(token, ")"));
    return index < close && depth === 0 && isSymbol(token, ",");
  });
  if (comma < 0) {
    throw unexpected(tokens[close]);
  }
  const as: Token = { ...call, text: "as" };
  const cast = [
    { ...call, text: "cast" },
    ...tokens.slice(at + 1, at + 2),
    ...tokens.slice(comma + 1, close),
    as,
    ...tokens.slice(at + 2, comma),
    ...tokens.slice(close, close + 1),
  ];
  return { sql: toParsableSql(cast), taken: close + 1 - at };
}

/**
 * Rewrites `LAG(x) IGNORE NULLS OVER …`, which DuckDB has within the parentheses.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_WF_LAG.html
 */
function rewriteNullTreatment(tokens: readonly Token[], at: number): Rewritten | undefined {
  if (!isSymbol(tokens[at + 1], "(")) {
    return undefined;
  }
  const close = closingParenthesis(tokens, at + 1);
  const [treatment, nulls] = tokens.slice(close + 1, close + 3);
  if (!(isWord(treatment, "ignore") || isWord(treatment, "respect")) || !isWord(nulls, "nulls")) {
    return undefined;
  }
  const args = toParsableSql(tokens.slice(at + 2, close));
  return { sql: `${tokens[at]?.text}(${args} ${treatment?.text} nulls)`, taken: close + 3 - at };
}
