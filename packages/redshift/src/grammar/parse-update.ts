import type { TokenReader } from "../sql/token-reader.ts";
import type { Token } from "../sql/tokenize.ts";
import { readAssignments, readClause } from "./read-clause.ts";
import type { Statement } from "./statement.ts";

/**
 * Parses `UPDATE table [[AS] alias] SET … [FROM …] [WHERE …]`.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UPDATE.html
 */
export function parseUpdate(reader: TokenReader, ctes: readonly Token[]): Statement {
  reader.expectWords("update");
  const table = reader.qualifiedName();
  const hasAs = reader.takeWords("as");
  const hasAlias = hasAs || reader.peek()?.kind === "quoted" || reader.peek()?.text !== "set";
  const alias = hasAlias ? reader.identifier() : undefined;
  const assignments = readAssignments(reader, table, "from", "where");
  const from = reader.takeWords("from") ? readClause(reader, "where") : undefined;
  const where = reader.takeWords("where") ? readClause(reader) : undefined;
  reader.expectEnd();
  return { kind: "update", table, alias, ctes, assignments, from, where };
}
