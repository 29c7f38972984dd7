import type { TokenReader } from "../sql/token-reader.ts";
import { nameTokens } from "../sql/name-tokens.ts";
import { splitAtCommas, tokenize } from "../sql/tokenize.ts";
import { readAssignments, readClause } from "./read-clause.ts";
import type { Assignment, Merge } from "./statement.ts";
import type { QualifiedName } from "../sql/token-reader.ts";

/**
 * Parses `MERGE INTO table USING source ON condition`, with `WHEN [NOT] MATCHED` or `REMOVE DUPLICATES`. Like
 * dbt, a statement can leave WHEN MATCHED out.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html
 */
export function parseMerge(reader: TokenReader): Merge {
  reader.expectWords("merge", "into");
  const table = reader.qualifiedName();
  reader.expectWords("using");
  const source = readSource(reader);
  reader.expectWords("on");
  const condition = readClause(reader, "when", "remove");
  if (reader.takeWords("remove")) {
    reader.expectWords("duplicates");
    reader.expectEnd();
    return { kind: "merge", table, source, condition, clauses: { kind: "removeDuplicates" } };
  }
  reader.expectWords("when");
  const matched = reader.takeWords("matched") ? readMatched(reader, table) : "keep";
  reader.expectWords("not", "matched", "then", "insert");
  const columns = reader.peek()?.text === "(" ? reader.list(() => reader.identifier()) : undefined;
  reader.expectWords("values");
  const values = splitAtCommas(reader.parenthesized());
  reader.expectEnd();
  return {
    kind: "merge",
    table,
    source,
    condition,
    clauses: { kind: "whenMatched", matched, columns, values },
  };
}

/** Reads `THEN UPDATE SET …` or `THEN DELETE`, and the WHEN of the clause that follows. */
function readMatched(reader: TokenReader, table: QualifiedName): Assignment[] | "delete" {
  reader.expectWords("then");
  if (reader.takeWords("delete")) {
    reader.expectWords("when");
    return "delete";
  }
  reader.expectWords("update");
  const assignments = readAssignments(reader, table, "when");
  reader.expectWords("when");
  return assignments;
}

function readSource(reader: TokenReader): Merge["source"] {
  const isQuery = reader.peek()?.text === "(" && reader.peek()?.kind === "symbol";
  if (isQuery) {
    const relation = [...tokenize("("), ...reader.parenthesized(), ...tokenize(")")];
    reader.takeWords("as");
    return { relation, name: undefined, alias: reader.identifier() };
  }
  const name = reader.qualifiedName();
  const hasAlias = reader.takeWords("as") || reader.peek()?.text !== "on";
  const alias = hasAlias ? reader.identifier() : name.name;
  return { relation: nameTokens(name), name, alias };
}
