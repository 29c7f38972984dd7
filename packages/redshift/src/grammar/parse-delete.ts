import type { TokenReader } from "../sql/token-reader.ts";
import type { Token } from "../sql/tokenize.ts";
import { readClause } from "./read-clause.ts";
import type { Statement } from "./statement.ts";

/**
 * Parses `DELETE [FROM] table [USING …] [WHERE …]`, `TRUNCATE [TABLE] table`.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_DELETE.html, r_TRUNCATE.html
 */
export function parseDelete(reader: TokenReader, ctes: readonly Token[]): Statement {
  const isTruncate = reader.takeWords("truncate");
  if (isTruncate) {
    reader.takeWords("table");
  } else {
    reader.expectWords("delete");
    reader.takeWords("from");
  }
  const table = reader.qualifiedName();
  const from = !isTruncate && reader.takeWords("using") ? readClause(reader, "where") : undefined;
  const where = !isTruncate && reader.takeWords("where") ? readClause(reader) : undefined;
  reader.expectEnd();
  return { kind: "delete", isTruncate, table, alias: undefined, ctes, from, where };
}
