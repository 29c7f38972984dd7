import { findSchema, type CatalogTable, type ExternalTable, type OwnColumn } from "../catalog/catalog.ts";
import { parseColumnType } from "../catalog/column-type.ts";
import type { GlueColumn } from "../catalog/glue-table.ts";
import { parseS3Location } from "../catalog/s3-location.ts";
import { alterCatalog, type Definition } from "../ddl/alter-catalog.ts";
import type { CreateExternalTableAs } from "../grammar/statement.ts";
import { describeQuery } from "../query/describe-query.ts";
import { withQuery } from "../query/open-query.ts";
import type { PreparedQuery } from "../query/prepare-query.ts";
import type { Storage } from "../storage.ts";
import { notSupported, SqlError } from "../errors.ts";
import type { Token } from "../sql/tokenize.ts";
import { wrongCount } from "./own-columns.ts";
import { prepare, type WriteContext, type Written } from "./write-context.ts";
import { folderOf, writeFiles, type NewPartition } from "./external-files.ts";
import { columnOfQuery } from "./own-rows.ts";

/**
 * Writes a query's rows below the location of an external table, and registers the partitions that are new.
 * Throws `feature_not_supported` for a table that Redshift or this warehouse does not write.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_INSERT_external_table.html
 */
export async function insertIntoExternal(
  { schema, table }: ExternalTable,
  tokens: readonly Token[],
  context: WriteContext,
): Promise<Written> {
  const query = await prepareUnlimited(tokens, "INSERT into an external table", context);
  context.authorize(schema.iamRoleArns);
  const { storage } = context.environment.actAs(schema.iamRoleArns);
  const { columns, partitionKeys, name } = table.definition;
  const targets = [...columns, ...partitionKeys];
  return withQuery(query, context, async (open) => {
    const given = (await describeQuery(open, query)).length;
    if (given !== targets.length) {
      throw wrongCount(given, targets.length);
    }
    const order = targets.map((_, index) => index);
    const written = await writeFiles(open, { query, order, table, storage }, context);
    const target = { schema: schema.name, name };
    return { changes: newPartitions(target, written.partitions), rows: written.rows };
  });
}

/**
 * Creates an external table of a query's columns, and writes its rows. The location must be empty.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE_usage.html (CREATE EXTERNAL TABLE
 * AS)
 */
export async function createExternalTableAs(
  statement: CreateExternalTableAs,
  context: WriteContext,
): Promise<Written> {
  const { schema, name, partitionBy, location } = statement;
  const query = await prepareUnlimited(statement.query, "CREATE EXTERNAL TABLE … AS", context);
  const { iamRoleArns } = findSchema(context.catalog, schema);
  context.authorize(iamRoleArns);
  const { storage } = context.environment.actAs(iamRoleArns);
  return withQuery(query, context, async (open) => {
    const columns = (await describeQuery(open, query)).map(columnOfQuery);
    const keys = partitionBy.map((key) => indexOfKey(columns, key));
    const order = [...columns.map((_, index) => index).filter((index) => !keys.includes(index)), ...keys];
    const inOrder = order.map((index) => glueColumn(columns[index]));
    const definition = {
      name,
      location,
      columns: inOrder.slice(0, inOrder.length - keys.length),
      partitionKeys: inOrder.slice(inOrder.length - keys.length),
      ...statement.storage,
      parameters: statement.parameters,
    };
    // What refuses the table refuses it before its files are there.
    alterCatalog(context.catalog, { kind: "createExternalTable", schema, table: definition });
    await refuseOccupied(location, storage);
    const table: CatalogTable = { origin: "statement", definition, partitions: [] };
    const { partitions, rows } = await writeFiles(open, { query, order, table, storage }, context);
    const parameters = { ...definition.parameters, numRows: String(rows) };
    const created = {
      kind: "createExternalTable" as const,
      schema,
      table: { ...definition, parameters },
    };
    return { changes: [created, ...newPartitions({ schema, name }, partitions)], rows };
  });
}

function newPartitions(
  table: { schema: string; name: string },
  partitions: readonly NewPartition[],
): Definition[] {
  if (partitions.length === 0) {
    return [];
  }
  return [{ kind: "addPartitions", table, ifNotExists: true, partitions: [...partitions] }];
}

async function prepareUnlimited(
  tokens: readonly Token[],
  statement: string,
  context: WriteContext,
): Promise<PreparedQuery> {
  const query = await prepare(tokens, context);
  if (!query.isLimited) {
    return query;
  }
  throw new SqlError(
    "feature_not_supported",
    `Limit clause is not supported in the outermost SELECT of ${statement}: nest it`,
  );
}

function indexOfKey(columns: readonly OwnColumn[], key: string): number {
  const index = columns.findIndex(({ name }) => name === key);
  if (index >= 0) {
    return index;
  }
  throw new SqlError("undefined_object", `the PARTITIONED BY column "${key}" is not in the SELECT`);
}

function glueColumn(column: OwnColumn | undefined): GlueColumn {
  if (!column) {
    throw new RangeError("a column of the query is missing");
  }
  const { name, type } = column;
  const { kind } = parseColumnType(type);
  if (kind !== "time" && kind !== "timestamptz") {
    return { name, type };
  }
  throw notSupported(`the type ${kind} of the column "${name}" of an external table`);
}

async function refuseOccupied(location: string, storage: Storage): Promise<void> {
  const { bucket, key } = parseS3Location(location);
  for await (const page of storage.list(bucket, folderOf(key))) {
    if (page.length > 0) {
      throw new SqlError("storage_error", `the S3 location "${location}" is not empty`);
    }
  }
}
