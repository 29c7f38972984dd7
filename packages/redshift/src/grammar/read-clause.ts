import type { TokenReader } from "../sql/token-reader.ts";
import type { Token } from "../sql/tokenize.ts";
import type { Assignment } from "./statement.ts";
import { SqlError } from "../errors.ts";
import type { QualifiedName } from "../sql/token-reader.ts";

const nesting: Record<string, number> = { "(": 1, ")": -1, case: 1, end: -1 };

/**
 * Reads a clause up to one of the words or symbols that can follow it, outside of parentheses and CASE, or to
 * the end. Throws a `syntax_error` for an empty one.
 */
export function readClause(reader: TokenReader, ...ends: readonly string[]): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (let token = reader.peek(); token; token = reader.peek()) {
    const isBare = token.kind === "word" || token.kind === "symbol";
    if (depth === 0 && isBare && ends.includes(token.text)) {
      break;
    }
    depth += isBare ? (nesting[token.text] ?? 0) : 0;
    tokens.push(reader.next());
  }
  if (tokens.length === 0) {
    throw reader.unexpected();
  }
  return tokens;
}

/**
 * Reads `SET column = value, …`. A table's name cannot stand before the column.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UPDATE.html
 */
export function readAssignments(
  reader: TokenReader,
  { name: table }: QualifiedName,
  ...ends: readonly string[]
): Assignment[] {
  reader.expectWords("set");
  const assignments: Assignment[] = [];
  do {
    const column = reader.identifier();
    if (reader.peek()?.text === ".") {
      throw new SqlError("undefined_object", `column "${column}" of relation "${table}" does not exist`);
    }
    reader.expectSymbol("=");
    const value = readClause(reader, ",", ...ends);
    assignments.push({ column, value });
  } while (reader.takeSymbol(","));
  return assignments;
}
