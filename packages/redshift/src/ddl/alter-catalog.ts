import { notSupported, SqlError } from "../errors.ts";
import type { CreateExternalSchema, CreateView, Statement } from "../grammar/statement.ts";
import type { QualifiedName } from "../sql/token-reader.ts";
import {
  defaultSchema,
  findExternalTable,
  findSchema,
  findView,
  lookUp,
  tablesOf,
  type Catalog,
  type CatalogTable,
  type ExternalSchema,
} from "../catalog/catalog.ts";
import type { GlueTable } from "../catalog/glue-table.ts";
import { isSchema, ownTables } from "../catalog/own-table.ts";
import {
  changeRows,
  createSchema,
  createTable,
  dropOwnSchema,
  dropOwnTable,
  renameTable,
  type ChangedRows,
  type CreatedTable,
} from "./own-tables.ts";
import { addPartitions, dropPartition, setPartitionLocation } from "./partitions.ts";
import { parseS3Location } from "../catalog/s3-location.ts";
import { checkDefinition } from "../catalog/table-format.ts";

/** The statements that change the catalog and touch no data. */
export type Definition =
  | Exclude<
      Statement,
      {
        kind:
          | "unload"
          | "select"
          | "insert"
          | "update"
          | "delete"
          | "merge"
          | "createTable"
          | "createTableAs"
          | "createExternalTableAs";
      }
    >
  | CreatedTable
  | ChangedRows;

/** Returns the catalog after a DDL statement. Throws a `SqlError` under the rule that refuses it. */
export function alterCatalog(catalog: Catalog, statement: Definition): Catalog {
  switch (statement.kind) {
    case "createExternalSchema":
      return createExternalSchema(catalog, statement);
    case "dropSchema":
      return dropSchema(catalog, statement);
    case "createExternalTable":
      return createExternalTable(catalog, statement.schema, statement.table);
    case "dropTable":
      return statement.tables.reduce((rest, table) => dropTable(rest, table, statement.ifExists), catalog);
    case "createSchema":
      return createSchema(catalog, statement);
    case "createTable":
      return createTable(catalog, statement);
    case "renameTable":
      return renameTable(catalog, statement);
    case "changeRows":
      return changeRows(catalog, statement);
    case "createView":
      return createView(catalog, statement);
    case "dropView":
      return dropView(catalog, statement.view, statement.ifExists);
    case "addPartitions":
      return changeTable(catalog, statement.table, (table) => addPartitions(table, statement));
    case "dropPartition":
      return changeTable(catalog, statement.table, (table) => dropPartition(table, statement.values));
    case "setPartitionLocation":
      return changeTable(catalog, statement.table, (table) => setPartitionLocation(table, statement));
    case "setTableLocation":
      return changeTable(catalog, statement.table, (table) => setTableLocation(table, statement.location));
  }
}

/**
 * Returns whether Redshift refuses the statement inside a transaction.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html, r_CREATE_EXTERNAL_TABLE.html,
 * r_CREATE_EXTERNAL_SCHEMA.html
 */
export function refusesTransaction(statement: Statement | Definition, catalog: Catalog): boolean {
  const isExternal = ({ schema }: QualifiedName): boolean =>
    schema !== undefined && lookUp(catalog.externalSchemas, schema) !== undefined;
  switch (statement.kind) {
    case "dropTable":
      return statement.tables.some(isExternal);
    case "insert":
      return isExternal(statement.table);
    case "createExternalTable":
    case "createExternalTableAs":
    case "addPartitions":
    case "dropPartition":
    case "setPartitionLocation":
    case "setTableLocation":
      return true;
    case "createExternalSchema":
      return statement.createDatabase;
    case "dropSchema":
      return statement.dropExternalDatabase;
    case "changeRows":
    case "createSchema":
    case "createTable":
    case "createTableAs":
    case "renameTable":
    case "update":
    case "delete":
    case "merge":
    case "createView":
    case "dropView":
    case "unload":
    case "select":
      return false;
  }
}

function createExternalSchema(catalog: Catalog, statement: CreateExternalSchema): Catalog {
  const { schema: name, glueDatabase, iamRole } = statement;
  if (lookUp(catalog.externalSchemas, name)) {
    if (statement.ifNotExists) {
      return catalog;
    }
    throw new SqlError("duplicate_object", `schema "${name}" already exists`);
  }
  if (name === defaultSchema) {
    throw new SqlError("duplicate_object", `schema "${name}" already exists`);
  }
  if (!lookUp(catalog.databases, glueDatabase) && !statement.createDatabase) {
    throw new SqlError("undefined_object", `the Glue database "${glueDatabase}" does not exist`);
  }
  const iamRoleArns = iamRole.kind === "arns" ? iamRole.arns : [];
  const schema: ExternalSchema = { origin: "statement", name, glueDatabase, iamRoleArns };
  return {
    ...catalog,
    databases: { [glueDatabase]: {}, ...catalog.databases },
    externalSchemas: { ...catalog.externalSchemas, [name]: schema },
  };
}

function dropSchema(catalog: Catalog, statement: Extract<Statement, { kind: "dropSchema" }>): Catalog {
  const { schema: name, ifExists, dropExternalDatabase } = statement;
  if (lookUp(catalog.schemas, name)) {
    return dropOwnSchema(catalog, name, statement.cascade);
  }
  if (!lookUp(catalog.externalSchemas, name) && ifExists) {
    return catalog;
  }
  const schema = findSchema(catalog, name);
  const tables = tablesOf(catalog, schema.glueDatabase);
  if (dropExternalDatabase && Object.keys(tables).length > 0 && !statement.cascade) {
    throw new SqlError(
      "feature_not_supported",
      `the Glue database "${schema.glueDatabase}" is not empty: use CASCADE`,
    );
  }
  const { [name]: _dropped, ...externalSchemas } = catalog.externalSchemas;
  if (!dropExternalDatabase) {
    return { ...catalog, externalSchemas };
  }
  const { [schema.glueDatabase]: _database, ...databases } = catalog.databases;
  return { ...catalog, databases, externalSchemas };
}

function createExternalTable(catalog: Catalog, schemaName: string, definition: GlueTable): Catalog {
  const schema = findSchema(catalog, schemaName);
  const tables = tablesOf(catalog, schema.glueDatabase);
  if (lookUp(tables, definition.name)) {
    throw new SqlError("duplicate_object", `relation "${schemaName}.${definition.name}" already exists`);
  }
  checkDefinition(definition);
  const table: CatalogTable = { origin: "statement", definition, partitions: [] };
  return withTables(catalog, schema.glueDatabase, { ...tables, [definition.name]: table });
}

function dropTable(catalog: Catalog, name: QualifiedName, ifExists: boolean): Catalog {
  const withoutOwn = dropOwnTable(catalog, name);
  if (withoutOwn) {
    return withoutOwn;
  }
  if (ifExists && isOwnName(catalog, name)) {
    return catalog;
  }
  if (ifExists && name.schema !== undefined) {
    const schema = lookUp(catalog.externalSchemas, name.schema);
    if (schema && !lookUp(tablesOf(catalog, schema.glueDatabase), name.name)) {
      return catalog;
    }
  }
  const { schema, table } = findExternalTable(catalog, name);
  const { [table.definition.name]: _dropped, ...tables } = tablesOf(catalog, schema.glueDatabase);
  return withTables(catalog, schema.glueDatabase, tables);
}

/** Returns whether a name can be that of a table of the warehouse itself. */
function isOwnName(catalog: Catalog, { schema = defaultSchema }: QualifiedName): boolean {
  return isSchema(catalog, schema) && !lookUp(catalog.externalSchemas, schema);
}

function createView(catalog: Catalog, statement: CreateView): Catalog {
  const { name, schema = defaultSchema } = statement.view;
  if (lookUp(catalog.externalSchemas, schema)) {
    throw new SqlError(
      "feature_not_supported",
      `a view cannot be created in the external schema "${schema}"`,
    );
  }
  if (!isSchema(catalog, schema)) {
    throw new SqlError("undefined_object", `schema "${schema}" does not exist`);
  }
  const existing = findView(catalog, { schema, name });
  if ((existing && !statement.orReplace) || lookUp(ownTables(catalog, schema), name)) {
    throw new SqlError("duplicate_object", `relation "${name}" already exists`);
  }
  const view = { schema, name, columns: statement.columns, query: statement.query };
  return { ...catalog, views: [...catalog.views.filter((other) => other !== existing), view] };
}

function dropView(catalog: Catalog, name: QualifiedName, ifExists: boolean): Catalog {
  const view = findView(catalog, name);
  if (view) {
    return { ...catalog, views: catalog.views.filter((other) => other !== view) };
  }
  if (ifExists) {
    return catalog;
  }
  throw new SqlError("undefined_object", `view "${name.name}" does not exist`);
}

function setTableLocation(table: CatalogTable, location: string): CatalogTable {
  if (table.definition.partitionKeys.length > 0) {
    throw notSupported("SET LOCATION of a partitioned table; name the partition");
  }
  parseS3Location(location);
  return { ...table, definition: { ...table.definition, location } };
}

function changeTable(
  catalog: Catalog,
  name: QualifiedName,
  change: (table: CatalogTable) => CatalogTable,
): Catalog {
  const { schema, table } = findExternalTable(catalog, name);
  const tables = tablesOf(catalog, schema.glueDatabase);
  return withTables(catalog, schema.glueDatabase, { ...tables, [table.definition.name]: change(table) });
}

function withTables(catalog: Catalog, database: string, tables: Record<string, CatalogTable>): Catalog {
  return { ...catalog, databases: { ...catalog.databases, [database]: tables } };
}
