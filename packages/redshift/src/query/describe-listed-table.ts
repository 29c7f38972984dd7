import type { Catalog } from "../catalog/catalog.ts";
import type { ListedTable } from "../catalog/catalog-tables.ts";
import { parseColumnType } from "../catalog/column-type.ts";
import { SqlError } from "../errors.ts";
import { quoteIdentifier } from "../sql/quote.ts";
import { tokenize } from "../sql/tokenize.ts";
import type { ColumnMetadata } from "../statements/result-page.ts";
import { columnMetadata, declaredMetadata } from "./column-metadata.ts";
import { describeQuery } from "./describe-query.ts";
import { withQuery, type QueryEnvironment } from "./open-query.ts";
import { prepareQuery, type PreparedQuery } from "./prepare-query.ts";

/**
 * Returns the columns of a table or a view as DescribeTable has them. A view over a table that is gone has
 * none, as in PG_GET_LATE_BINDING_VIEW_COLS.
 * https://docs.aws.amazon.com/redshift/latest/dg/PG_GET_LATE_BINDING_VIEW_COLS.html
 */
export async function describeListedTable(
  listed: ListedTable,
  where: {
    catalog: Catalog;
    database: string;
    environment: QueryEnvironment;
    now: number;
    signal: AbortSignal;
  },
): Promise<ColumnMetadata[]> {
  const { schema, name } = listed;
  if (listed.type !== "VIEW") {
    return listed.columns.map((column) => ({
      ...declaredMetadata(column.name, parseColumnType(column.type), { schema, name }),
      nullable: column.notNull ? 0 : 1,
      ...(column.default === undefined ? {} : { columnDefault: column.default }),
    }));
  }
  const sql = `SELECT * FROM ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
  const { catalog, database, environment, now, signal } = where;
  try {
    const query = await prepareQuery(tokenize(sql), { catalog, database, parser: environment.parser, now });
    const unread = withoutPartitions(query);
    return await withQuery(unread, { catalog, database, environment, signal }, async (open) => {
      const columns = await describeQuery(open, unread);
      return columns.map(({ name: column, type, declared }) => {
        const found = columnMetadata(column, type, declared);
        return { ...found, length: found.precision, schemaName: schema, tableName: name };
      });
    });
  } catch (error) {
    if (error instanceof SqlError && error.code === "undefined_object") {
      return [];
    }
    throw error;
  }
}

/** No row is read, so no partition's files need be found. */
function withoutPartitions(query: PreparedQuery): PreparedQuery {
  const scans = query.scans.map((scan) => ({
    ...scan,
    external: { ...scan.external, table: { ...scan.external.table, partitions: [] } },
  }));
  return { ...query, scans };
}
