import type { FoundTable } from "../catalog/own-table.ts";
import { findOwnTable } from "../catalog/own-table.ts";
import { SqlError } from "../errors.ts";
import type { Merge } from "../grammar/statement.ts";
import type { OpenQuery } from "../query/open-query.ts";
import type { PreparedQuery } from "../query/prepare-query.ts";
import { rowColumn } from "../select/target.ts";
import { nameTokens } from "../sql/name-tokens.ts";
import { tokenize, type Token } from "../sql/tokenize.ts";
import { assignedValue, defaultOf, namedColumns, ownTable, wrongCount } from "./own-columns.ts";
import { changesTable, replaceRows } from "./replace-rows.ts";
import { prepare, type WriteContext, type Written } from "./write-context.ts";

type WhenMatched = Extract<Merge["clauses"], { kind: "whenMatched" }>;

/** The number of a row of the source, by which each is written once. */
const sourceColumn = "$source";

/**
 * Merges the rows of a source into a table: one outer join finds the rows that match and those of the source
 * that do not. Throws where several rows of the source match one row.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html
 */
export async function mergeRows(merge: Merge, context: WriteContext): Promise<Written> {
  const target = ownTable(context.catalog, merge.table, "merge into");
  const { source, clauses } = merge;
  if (source.name && findOwnTable(context.catalog, source.name)?.table === target.table) {
    throw new SqlError(
      "feature_not_supported",
      `the source and target of MERGE are one table, "${target.name}"`,
    );
  }
  const isSimple = clauses.kind === "removeDuplicates";
  const tokens = isSimple ? simpleQuery(merge) : matchQuery(merge, clauses, target);
  const query = await prepare(tokens, context, target.name);
  refuseTargetAsSource(query, target);
  if (isSimple) {
    // Beside the source's columns there are the numbers of both rows.
    checkColumnCount(query.outputs.length - 2, target);
  }
  const written = isSimple
    ? `SELECT DISTINCT ON (c${query.outputs.length - 1}) * FROM ${changesTable}`
    : `SELECT * FROM ${changesTable}${clauses.matched === "delete" ? " WHERE c0 IS NULL" : ""}`;
  return replaceRows({ target, query, changes: "SELECT *", written, check: refuseSeveralMatches }, context);
}

/** Returns the query of WHEN MATCHED and WHEN NOT MATCHED: each column has its new value. */
function matchQuery(merge: Merge, clauses: WhenMatched, target: FoundTable): Token[] {
  const { matched, values } = clauses;
  const row = nameTokens({ schema: target.name, name: rowColumn });
  const inserted = namedColumns(clauses.columns, target, repeatedColumn);
  if (values.length > inserted.length || (clauses.columns && values.length < inserted.length)) {
    throw wrongCount(values.length, inserted.length);
  }
  const assignments = typeof matched === "string" ? [] : matched;
  namedColumns(
    assignments.map(({ column }) => column),
    target,
    (name) => `multiple assignments to same column "${name}"`,
  );
  const items = target.table.columns.map((column) => {
    const insert = assignedValue(values[inserted.indexOf(column)] ?? defaultOf(column), column);
    const assignment = assignments.find((candidate) => candidate.column === column.name);
    const own = nameTokens({ schema: target.name, name: column.name });
    const update =
      typeof matched === "string" ? tokenize("NULL") : assignedValue(assignment?.value ?? own, column);
    return [
      ...tokenize("CASE WHEN"),
      ...row,
      ...tokenize("IS NULL THEN"),
      ...insert,
      ...tokenize("ELSE"),
      ...update,
      ...tokenize("END"),
    ];
  });
  const list = items.flatMap((item) => [...tokenize(","), ...item]);
  const unmatched = matched === "keep" ? [...tokenize("WHERE"), ...row, ...tokenize("IS NULL")] : [];
  return [...tokenize("SELECT"), ...row, ...list, ...joinOf(merge, sourceOf(merge)), ...unmatched];
}

/** Returns the query of REMOVE DUPLICATES: the columns of the source are those of the target. */
function simpleQuery(merge: Merge): Token[] {
  const { table, source } = merge;
  const row = nameTokens({ schema: table.name, name: rowColumn });
  const numbered = [
    ...tokenize(`(SELECT *, ROW_NUMBER() OVER () AS "${sourceColumn}" FROM`),
    ...sourceOf(merge),
    ...tokenize(")"),
    ...alias(source.alias),
  ];
  const columns = [...nameTokens({ schema: undefined, name: source.alias }), ...tokenize(".*")];
  return [...tokenize("SELECT"), ...row, ...tokenize(","), ...columns, ...joinOf(merge, numbered)];
}

function joinOf({ table, condition }: Merge, source: readonly Token[]): Token[] {
  const join = [...nameTokens(table), ...tokenize("RIGHT JOIN"), ...source];
  return [...tokenize("FROM"), ...join, ...tokenize("ON ("), ...condition, ...tokenize(")")];
}

function sourceOf({ source }: Merge): Token[] {
  return [...source.relation, ...alias(source.alias)];
}

function alias(name: string): Token[] {
  return [...tokenize("AS"), ...nameTokens({ schema: undefined, name })];
}

function repeatedColumn(name: string): string {
  return `column "${name}" specified more than once`;
}

function refuseTargetAsSource({ scans }: PreparedQuery, { table }: FoundTable): void {
  if (scans.some(({ isTarget, external }) => !isTarget && external.table.files === table.files)) {
    throw new SqlError(
      "feature_not_supported",
      "Source view/subquery in Merge statement cannot reference target table.",
    );
  }
}

function checkColumnCount(given: number, { table: { columns } }: FoundTable): void {
  if (given !== columns.length) {
    throw new SqlError(
      "syntax_error",
      `the source of MERGE … REMOVE DUPLICATES has ${given} ${given === 1 ? "column" : "columns"}, and the target has ${columns.length}`,
    );
  }
}

async function refuseSeveralMatches({ connection }: OpenQuery): Promise<void> {
  const reader = await connection.runAndReadAll(`SELECT COUNT(c0) > COUNT(DISTINCT c0) FROM ${changesTable}`);
  if (reader.getRows()[0]?.[0] === true) {
    throw new SqlError("query_failed", "Found multiple matches to update the same tuple.");
  }
}
