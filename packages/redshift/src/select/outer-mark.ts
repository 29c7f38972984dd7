import { quoteIdentifier } from "../sql/quote.ts";
import type { Token } from "../sql/tokenize.ts";
import { isSymbol } from "./token-tests.ts";

/** Stands around a column before `(+)`. */
export const outerMarker = "redshift_outer";

/** Rewrites `b.id(+)`. https://docs.aws.amazon.com/redshift/latest/dg/r_WHERE_oracle_outer.html */
export function rewriteOuterMark(
  tokens: readonly Token[],
  at: number,
): { sql: string; taken: number } | undefined {
  let end = at;
  while (isName(tokens[end]) && isSymbol(tokens[end + 1], ".")) {
    end += 2;
  }
  const isMark = ["(", "+", ")"].every((symbol, index) => isSymbol(tokens[end + 1 + index], symbol));
  if (!isMark || !isName(tokens[end]) || isSymbol(tokens[at - 1], ".")) {
    return undefined;
  }
  const name = tokens
    .slice(at, end + 1)
    .map((token) => (token.kind === "symbol" ? "." : quoteIdentifier(token.text)));
  return { sql: `${outerMarker}(${name.join("")})`, taken: end + 4 - at };
}

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "quoted";
}
