import { notSupported, SqlError } from "../errors.ts";
import { quoteLiteral } from "../sql/quote.ts";
import type { Token } from "../sql/tokenize.ts";
import { isSymbol, isWord } from "./token-tests.ts";

/** Begin the name of a type that represents varchar(n) and char(n), whose length DuckDB's parser forgets. */
export const sizedTypePrefix = { varchar: "redshift_varchar_", char: "redshift_char_" } as const;

/** Stands around a number that is written as a cast: its column is not named by the type. */
export const numberMarker = "redshift_number";

/**
 * A number of more digits is written as a cast: the syntax tree travels as JSON, whose numbers are doubles.
 */
const mostExactDigits = 15;
const greatestBigint = 2n ** 63n - 1n;

/** https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html */
const longestBytes = { varchar: 65_535, char: 4096 };

/**
 * Returns the type of a cast whose meaning DuckDB's parser would lose: a length, or what a type without one
 * means in Redshift. Nothing where no such type stands.
 * https://docs.aws.amazon.com/redshift/latest/dg/c_Supported_data_types.html
 */
export function rewriteType(
  tokens: readonly Token[],
  at: number,
): { sql: string; taken: number } | undefined {
  switch (tokens[at]?.text ?? "") {
    case "float":
      return isCastType(tokens, at) ? { sql: "double", taken: 1 } : undefined;
    case "dec":
    case "decimal":
    case "numeric":
      return isCastType(tokens, at) ? { sql: "decimal(18,0)", taken: 1 } : undefined;
    default:
      return rewriteSizedType(tokens, at);
  }
}

/** Writes a number as DuckDB keeps it exactly. Throws for one out of range. */
export function writeNumber(text: string): string {
  if (!Number.isFinite(Number(text))) {
    throw new SqlError("invalid_value", `"${text}" is out of range for type double precision`);
  }
  const [whole = "", fraction = ""] = text.split(".");
  const digits = whole.length + fraction.length;
  if (text.toLowerCase().includes("e")) {
    return `${numberMarker}(CAST(${quoteLiteral(text)} AS DOUBLE))`;
  }
  if (digits <= mostExactDigits) {
    return text;
  }
  if (digits > 38) {
    throw notSupported(`the number ${text}, of more than 38 digits,`);
  }
  const isBigint = fraction === "" && BigInt(whole) <= greatestBigint;
  const type = isBigint ? "BIGINT" : `DECIMAL(${digits},${fraction.length})`;
  return `${numberMarker}(CAST(${quoteLiteral(text)} AS ${type}))`;
}

/** Rewrites `x::varchar(20)` and `CAST(x AS char(3))`: the length cuts the value. */
function rewriteSizedType(tokens: readonly Token[], at: number): ReturnType<typeof rewriteType> | undefined {
  const before = tokens[at - 1];
  if (!isSymbol(before, "::") && !isWord(before, "as")) {
    return undefined;
  }
  const varying = isWord(tokens[at + 1], "varying");
  const open = varying ? at + 2 : at + 1;
  const length = tokens[open + 1];
  const name = tokens[at]?.text ?? "";
  if (!varying && ["char", "character", "nchar"].includes(name) && isCastType(tokens, at)) {
    return { sql: `${sizedTypePrefix.char}1`, taken: 1 };
  }
  if (!isSymbol(tokens[open], "(") || !isSymbol(tokens[open + 2], ")")) {
    return undefined;
  }
  const isVarchar = varying || ["varchar", "nvarchar"].includes(name);
  const longest = isVarchar ? longestBytes.varchar : longestBytes.char;
  const bytes = isWord(length, "max") ? longest : Number(length?.text);
  if (!isWord(length, "max") && (length?.kind !== "number" || !Number.isSafeInteger(bytes))) {
    return undefined;
  }
  if (bytes < 1 || bytes > longest) {
    const type = isVarchar ? "varchar" : "char";
    throw new SqlError("invalid_value", `length for type ${type} must be between 1 and ${longest}`);
  }
  const prefix = isVarchar ? sizedTypePrefix.varchar : sizedTypePrefix.char;
  return { sql: `${prefix}${bytes}`, taken: open + 3 - at };
}

/**
 * Returns whether a type's name without a length stands here: after `::`, or at the end of `CAST(x AS …)`.
 */
function isCastType(tokens: readonly Token[], at: number): boolean {
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  return isSymbol(before, "::") ? !isSymbol(next, "(") : isWord(before, "as") && isSymbol(next, ")");
}
