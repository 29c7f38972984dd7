import type { Catalog } from "../catalog/catalog.ts";
import type { Definition } from "../ddl/alter-catalog.ts";
import type { QueryEnvironment } from "../query/open-query.ts";
import { prepareQuery, type PreparedQuery } from "../query/prepare-query.ts";
import type { Token } from "../sql/tokenize.ts";
import type { TableFiles } from "./table-files.ts";

/** What a statement that writes tables works in. `now` in milliseconds since 1970. */
export type WriteContext = {
  catalog: Catalog;
  database: string;
  environment: QueryEnvironment;
  tables: TableFiles;
  now: number;
  queryId: number;
  /** Throws when the stage does not declare one of the roles. */
  authorize: (iamRoleArns: readonly string[]) => void;
  signal: AbortSignal;
};

/** The changes of the catalog, and the number of rows that were written or removed. */
export type Written = { changes: Definition[]; rows: number };

/**
 * Prepares a query of a statement that writes. Throws a `SqlError`, for a role of the tables it reads too.
 * `target` is the alias of the table whose rows the statement changes.
 */
export async function prepare(
  tokens: readonly Token[],
  context: WriteContext,
  target?: string,
): Promise<PreparedQuery> {
  const { catalog, environment, now, database } = context;
  const query = await prepareQuery(tokens, {
    catalog,
    parser: environment.parser,
    now,
    database,
    ...(target === undefined ? {} : { target }),
  });
  for (const { external } of query.scans) {
    context.authorize(external.schema.iamRoleArns);
  }
  return query;
}
