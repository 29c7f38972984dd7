import type { FoundTable } from "../catalog/own-table.ts";
import { withQuery, type OpenQuery } from "../query/open-query.ts";
import type { PreparedQuery } from "../query/prepare-query.ts";
import { rowColumn } from "../select/target.ts";
import { quoteIdentifier } from "../sql/quote.ts";
import { writeRows } from "./own-rows.ts";
import type { WriteContext, Written } from "./write-context.ts";

/** How the rows of a table change. */
export type Replacement = {
  target: FoundTable;
  /**
   * The changes: the number of the row that goes, or NULL, and the values of the row that comes in its place,
   * in the order of the table's columns.
   */
  query: PreparedQuery;
  /** DuckDB's `SELECT …` of the changes that count, over `c0`, `c1`, … of the query. */
  changes: string;
  /** DuckDB's `SELECT …` of the changes whose row is written, over the table `changesTable`. */
  written: string | undefined;
  /** Throws when the changes cannot be made. */
  check?: (open: OpenQuery) => Promise<void>;
};

/** The table of the changes in the statement's own DuckDB. */
export const changesTable = "redshift_changes";

/**
 * Changes rows of a table. The query runs once, so that what is random in it holds for a row that goes and
 * the one that comes. Returns the changes of the catalog, and the number of changed rows.
 */
export async function replaceRows(
  { target, query, changes, written, check }: Replacement,
  context: WriteContext,
): Promise<Written> {
  const { columns, files } = target.table;
  return withQuery(query, context, async (open) => {
    const { connection } = open;
    const columnCount = query.outputs.length;
    const names = Array.from({ length: columnCount }, (_, index) => `c${index}`);
    await connection.run(
      `CREATE TEMP TABLE ${changesTable} AS ${changes} FROM (${query.sql}) AS q(${names.join(", ")})`,
    );
    await check?.(open);
    const [rows, removed] = await counts(open);
    const added: string[] = [];
    if (removed > 0) {
      const kept = columns.map((column, index) => ({ column, value: `c${index}` }));
      const sql = keptRows(target, query);
      const stored = await writeRows(
        open,
        { sql, columnCount: columns.length, columns: kept },
        context.tables,
      );
      added.push(...stored.files);
    }
    if (written !== undefined) {
      const come = columns.map((column, index) => ({ column, value: `c${index + 1}` }));
      const stored = await writeRows(open, { sql: written, columnCount, columns: come }, context.tables);
      added.push(...stored.files);
    }
    if (rows === 0) {
      return { changes: [], rows };
    }
    const table = { schema: target.schema, name: target.name };
    return { changes: [{ kind: "changeRows", table, added, removed: removed > 0 ? files : [] }], rows };
  });
}

async function counts({ connection }: OpenQuery): Promise<[all: number, removed: number]> {
  const reader = await connection.runAndReadAll(`SELECT COUNT(*), COUNT(c0) FROM ${changesTable}`);
  const [all, removed] = reader.getRows()[0] ?? [];
  return [Number(all), Number(removed)];
}

function keptRows({ table: { columns } }: FoundTable, { scans }: PreparedQuery): string {
  const scan = scans.find(({ isTarget }) => isTarget);
  const list = columns.map(({ name }) => quoteIdentifier(name)).join(", ");
  return `SELECT ${list} FROM ${scan?.view} ANTI JOIN ${changesTable} ON ${quoteIdentifier(rowColumn)} = c0`;
}
