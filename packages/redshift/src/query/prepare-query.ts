import type { Catalog } from "../catalog/catalog.ts";
import type { QueryParser } from "../duckdb/query-parser.ts";
import { expressionsIn, nodesOf, textsOf, type AstNode } from "../ast/query-ast.ts";
import { outputsOf, type OutputColumn } from "../select/scope.ts";
import { toParsableSql } from "../select/redshift-syntax.ts";
import type { Scan, Translation } from "../select/translate-from.ts";
import { markTarget } from "../select/target.ts";
import { translateQuery } from "../select/translate-query.ts";
import { tokenize, type Token } from "../sql/tokenize.ts";

/** A SELECT, ready to run on DuckDB once its views are there. */
export type PreparedQuery = {
  sql: string;
  scans: Scan[];
  systemViews: ReadonlySet<string>;
  pseudoColumns: boolean;
  /** What is known of the columns before the query runs. */
  outputs: readonly OutputColumn[];
  /** Whether the outermost SELECT has LIMIT or TOP, which UNLOAD refuses. */
  isLimited: boolean;
};

const pseudoColumnNames = new Set(["$path", "$size"]);

/**
 * Reads, checks and translates a SELECT. Throws a `SqlError`. `now` in milliseconds since 1970. `target` is
 * the alias of a table of the warehouse's own in the outermost FROM clause whose rows have their number, in
 * the column `rowColumn`.
 */
export async function prepareQuery(
  tokens: readonly Token[],
  {
    catalog,
    database,
    parser,
    now,
    target,
  }: { catalog: Catalog; database: string; parser: QueryParser; now: number; target?: string },
): Promise<PreparedQuery> {
  const viewQueries = new Map<string, AstNode>();
  for (const view of catalog.views) {
    const viewQuery = await parser.parse(toParsableSql(tokenize(view.query)));
    viewQueries.set(`${view.schema}.${view.name}`, viewQuery);
  }
  const parsed = await parser.parse(toParsableSql(tokens));
  if (target !== undefined) {
    markTarget(parsed, target);
  }
  const translate = (pseudoColumns: boolean): Translation =>
    translateQuery(parsed, { catalog, database, viewQueries, now, pseudoColumns });
  const plain = translate(false);
  const pseudoColumns = usesPseudoColumns(plain.query);
  const { query, scans, systemViews } = pseudoColumns ? translate(true) : plain;
  return {
    sql: await parser.print(query),
    scans,
    systemViews,
    pseudoColumns,
    outputs: outputsOf(query),
    isLimited: isLimited(query),
  };
}

/** Asked of the query with its views unfolded: scans are slower with the columns than without. */
function usesPseudoColumns(query: AstNode): boolean {
  return [...expressionsIn(query)].some((expression) =>
    textsOf(expression, "column_names").some((name) => pseudoColumnNames.has(name)),
  );
}

function isLimited(query: AstNode): boolean {
  return nodesOf(query, "modifiers").some((modifier) => modifier["type"] === "LIMIT_MODIFIER");
}
