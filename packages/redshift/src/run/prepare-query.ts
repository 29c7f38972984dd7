import type { Catalog } from "../catalog/catalog.ts";
import type { QueryParser } from "../duckdb/query-parser.ts";
import { nodesOf, type AstNode } from "../select/query-ast.ts";
import { toParsableSql } from "../select/redshift-syntax.ts";
import { translateQuery, type Scan } from "../select/translate-query.ts";
import { tokenize, type Token } from "../sql/tokenize.ts";

/** A SELECT, ready to run on DuckDB once its views are there. */
export type PreparedQuery = {
  sql: string;
  scans: Scan[];
  systemViews: ReadonlySet<string>;
  pseudoColumns: boolean;
  /** Whether the outermost SELECT has LIMIT or TOP, which UNLOAD refuses. */
  isLimited: boolean;
};

const pseudoColumnNames = new Set(["$path", "$size"]);

/** Reads, checks and translates a SELECT. Throws a `SqlError`. `now` in milliseconds since 1970. */
export async function prepareQuery(
  tokens: readonly Token[],
  { catalog, parser, now }: { catalog: Catalog; parser: QueryParser; now: number },
): Promise<PreparedQuery> {
  const viewQueries = new Map<string, AstNode>();
  let pseudoColumns = usesPseudoColumns(tokens);
  for (const view of catalog.views) {
    const viewTokens = tokenize(view.query);
    pseudoColumns ||= usesPseudoColumns(viewTokens);
    viewQueries.set(`${view.schema}.${view.name}`, await parser.parse(toParsableSql(viewTokens)));
  }
  const parsed = await parser.parse(toParsableSql(tokens));
  const { query, scans, systemViews } = translateQuery(parsed, { catalog, viewQueries, now, pseudoColumns });
  return { sql: await parser.print(query), scans, systemViews, pseudoColumns, isLimited: isLimited(query) };
}

function usesPseudoColumns(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.kind === "quoted" && pseudoColumnNames.has(token.text));
}

function isLimited(query: AstNode): boolean {
  return nodesOf(query, "modifiers").some((modifier) => modifier["type"] === "LIMIT_MODIFIER");
}
