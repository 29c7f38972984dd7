import { syntaxErrorAtEnd, type SqlError, syntaxError } from "../errors.ts";
import type { Token } from "../sql/tokenize.ts";

/** Returns whether a token is the keyword `text`. */
export function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === "word" && token.text === text;
}

export function isSymbol(token: Token | undefined, text: string): boolean {
  return token?.kind === "symbol" && token.text === text;
}

/** Returns whether a word is neither a part of a name nor an alias. */
export function isValue(tokens: readonly Token[], at: number): boolean {
  const [before, next] = [tokens[at - 1], tokens[at + 1]];
  const isPart = isSymbol(before, ".") || isSymbol(next, ".");
  return !isPart && !isWord(before, "as") && before?.kind !== "number" && before?.kind !== "quoted";
}

/** Returns where the parenthesis that opens at `open` is closed. Throws a `syntax_error` if it is not. */
export function closingParenthesis(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (isSymbol(tokens[at], "(")) {
      depth += 1;
    }
    if (isSymbol(tokens[at], ")")) {
      depth -= 1;
    }
    if (depth === 0) {
      return at;
    }
  }
  throw syntaxErrorAtEnd();
}

/** Returns the error for a token that cannot stand where it does. */
export function unexpected(token: Token | undefined): SqlError {
  return token ? syntaxError(token.text, token.start) : syntaxErrorAtEnd();
}
