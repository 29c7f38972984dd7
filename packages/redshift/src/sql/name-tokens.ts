import { quoteIdentifier } from "./quote.ts";
import type { QualifiedName } from "./token-reader.ts";
import { tokenize, type Token } from "./tokenize.ts";

/** Returns a name as tokens of a statement. */
export function nameTokens({ schema, name }: QualifiedName): Token[] {
  const parts = schema === undefined ? [name] : [schema, name];
  return tokenize(parts.map(quoteIdentifier).join("."));
}
