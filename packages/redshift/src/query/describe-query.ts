import type { DuckDBType } from "@duckdb/node-api";
import type { OutputColumn } from "../select/scope.ts";
import type { OpenQuery } from "./open-query.ts";
import type { PreparedQuery } from "./prepare-query.ts";

/** A column of a query, and what was known of it before it ran. */
export type QueryColumn = { name: string; type: DuckDBType; declared: OutputColumn | undefined };

/** Returns the columns of a query without running it. */
export async function describeQuery(
  { connection }: OpenQuery,
  { sql, outputs }: Pick<PreparedQuery, "sql" | "outputs">,
): Promise<QueryColumn[]> {
  const statement = await connection.prepare(sql);
  const known = outputs?.length === statement.columnCount ? outputs : [];
  return Array.from({ length: statement.columnCount }, (_, index) => ({
    name: statement.columnName(index),
    type: statement.columnType(index),
    declared: known[index],
  }));
}
