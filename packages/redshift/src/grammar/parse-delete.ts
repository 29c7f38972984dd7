import type { TokenReader } from "../sql/token-reader.ts";
import { tokenize, type Token } from "../sql/tokenize.ts";
import type { Statement } from "./statement.ts";

/**
 * Parses `DELETE [FROM] table [USING …] [WHERE …]`, `TRUNCATE [TABLE] table`.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_DELETE.html, r_TRUNCATE.html
 */
export function parseDelete(reader: TokenReader): Statement {
  const isTruncate = reader.takeWords("truncate");
  if (isTruncate) {
    reader.takeWords("table");
  } else {
    reader.expectWords("delete");
    reader.takeWords("from");
  }
  const table = reader.qualifiedName();
  if (isTruncate || !reader.peek()) {
    reader.expectEnd();
    return { kind: "delete", table, where: undefined };
  }
  const using = reader.takeWords("using") ? readTables(reader) : undefined;
  if (using && !reader.peek()) {
    return { kind: "delete", table, where: existsIn(using, []) };
  }
  reader.expectWords("where");
  const where = reader.rest();
  if (where.length === 0) {
    throw reader.unexpected();
  }
  return { kind: "delete", table, where: using ? existsIn(using, where) : where };
}

/** Returns the tokens of the tables after USING, up to WHERE or the end. */
function readTables(reader: TokenReader): Token[] {
  const tables: Token[] = [];
  let depth = 0;
  for (let token = reader.peek(); token; token = reader.peek()) {
    if (depth === 0 && token.kind === "word" && token.text === "where") {
      break;
    }
    depth += token.kind === "symbol" ? Number(token.text === "(") - Number(token.text === ")") : 0;
    tables.push(reader.next());
  }
  if (tables.length === 0) {
    throw reader.unexpected();
  }
  return tables;
}

/** A row goes when any row of the other tables meets the condition with it. */
function existsIn(tables: readonly Token[], where: readonly Token[]): Token[] {
  const condition = where.length === 0 ? [] : [...tokenize("WHERE ("), ...where, ...tokenize(")")];
  return [...tokenize("EXISTS (SELECT 1 FROM"), ...tables, ...condition, ...tokenize(")")];
}
