import { SqlError } from "../errors.ts";
import type { QualifiedName } from "../sql/token-reader.ts";
import type { GlueColumn, GlueTable } from "./glue-table.ts";

/** One partition of a Glue table: a value for each partition key, in the keys' order. */
export type Partition = { values: string[]; location: string };

/** Where an object of the catalog comes from: the stage's declaration, or a statement. */
type Origin = "declared" | "statement";

export type CatalogTable = {
  origin: Origin;
  definition: GlueTable;
  partitions: Partition[];
  /** Of a table of the warehouse itself: the files that hold its rows, which are in no location. */
  files?: readonly string[];
  /** The columns by which these rows are sorted, in the order of their file. */
  sortedBy?: readonly string[] | undefined;
};

/** A column of a table of the warehouse itself. `default` is the text of an expression. */
export type OwnColumn = GlueColumn & { notNull: boolean; default?: string | undefined };

/** A table of the warehouse itself: its rows are those of its Parquet files, none of which ever changes. */
export type OwnTable = {
  columns: OwnColumn[];
  files: string[];
  /** The file whose rows are sorted by these columns. */
  sorted?: { file: string; columns: readonly string[] } | undefined;
};

export type ExternalSchema = {
  origin: Origin;
  name: string;
  glueDatabase: string;
  iamRoleArns: string[];
};

export type View = { schema: string; name: string; columns: string[]; query: string };

/**
 * What a workgroup's database knows: Glue databases by name, each with its tables by name, external schemas,
 * the warehouse's own schemas and tables, views, and the temporary tables of the session at hand. Names are
 * lower case. A value that is never changed in place: DDL makes a new one, which is how a transaction can be
 * rolled back.
 */
export type Catalog = {
  databases: Record<string, Record<string, CatalogTable>>;
  externalSchemas: Record<string, ExternalSchema>;
  schemas: Record<string, Record<string, OwnTable>>;
  temporary: Record<string, OwnTable>;
  views: View[];
};

export const emptyCatalog: Catalog = {
  databases: {},
  externalSchemas: {},
  schemas: {},
  temporary: {},
  views: [],
};

/** The temporary tables of a session, which end with it. */
export type TemporaryTables = { temporary: Catalog["temporary"] };

/** The schema of views and system views without a qualifier. */
export const defaultSchema = "public";

/** An external table together with the names that lead to it. */
export type ExternalTable = {
  schema: ExternalSchema;
  table: CatalogTable;
};

/**
 * Returns a record's own member by a name from a statement, so that `constructor` finds nothing that was not
 * put there.
 */
export function lookUp<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Returns the tables of a Glue database; an empty list if the database does not exist. */
export function tablesOf(catalog: Catalog, glueDatabase: string): Record<string, CatalogTable> {
  return lookUp(catalog.databases, glueDatabase) ?? {};
}

export function findSchema(catalog: Catalog, name: string): ExternalSchema {
  const schema = lookUp(catalog.externalSchemas, name);
  if (!schema) {
    throw new SqlError("undefined_object", `schema "${name}" does not exist`);
  }
  return schema;
}

/** Returns an external table. Throws `undefined_object` when it does not exist. */
export function findExternalTable(
  catalog: Catalog,
  { schema: schemaName, name }: QualifiedName,
): ExternalTable {
  if (schemaName === undefined) {
    throw new SqlError("undefined_object", `relation "${name}" does not exist`);
  }
  const schema = findSchema(catalog, schemaName);
  const table = lookUp(tablesOf(catalog, schema.glueDatabase), name);
  if (!table) {
    throw new SqlError("undefined_object", `relation "${schemaName}.${name}" does not exist`);
  }
  return { schema, table };
}

export function findView(
  catalog: Catalog,
  { schema = defaultSchema, name }: QualifiedName,
): View | undefined {
  return catalog.views.find((view) => view.schema === schema && view.name === name);
}
