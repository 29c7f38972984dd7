import type { TokenReader } from "../sql/token-reader.ts";
import type { Token } from "../sql/tokenize.ts";

/** Reads the rest of a statement as a query. Throws a `syntax_error` when it does not begin as one. */
export function readQuery(reader: TokenReader): readonly Token[] {
  const first = reader.peek();
  const isQuery =
    first?.kind === "word" ? first.text === "select" || first.text === "with" : first?.text === "(";
  if (!isQuery) {
    throw reader.unexpected();
  }
  return reader.rest();
}
