import { syntaxError } from "../errors.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";
import type { Token } from "../sql/tokenize.ts";
import { writeNumber } from "./type-syntax.ts";

/**
 * Returns a token as SQL that reads back to it. Throws a `syntax_error` for a parameter that is not bound.
 */
export function writeToken(token: Token): string {
  switch (token.kind) {
    case "word":
    case "symbol":
      return token.text;
    case "quoted":
      return quoteIdentifier(token.text);
    case "string":
      return quoteLiteral(token.text);
    case "number":
      return writeNumber(token.text);
    case "parameter":
      throw syntaxError(":", token.start);
  }
}
