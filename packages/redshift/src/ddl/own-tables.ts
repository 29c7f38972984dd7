import {
  defaultSchema,
  findView,
  lookUp,
  type Catalog,
  type OwnColumn,
  type OwnTable,
} from "../catalog/catalog.ts";
import { findOwnTable, isSchema, ownTables } from "../catalog/own-table.ts";
import type { CreateTable, Statement } from "../grammar/statement.ts";
import { notSupported, SqlError } from "../errors.ts";
import type { QualifiedName } from "../sql/token-reader.ts";

/** A table that is created, with the files of its first rows and what these are sorted by. */
export type CreatedTable = CreateTable & { files?: readonly string[]; sortedBy?: readonly string[] };

/** Rows that a statement wrote or removed: files of the table that come and go. */
export type ChangedRows = {
  kind: "changeRows";
  table: QualifiedName;
  added: readonly string[];
  removed: readonly string[];
};

/** https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_SCHEMA.html */
export function createSchema(
  catalog: Catalog,
  { schema, ifNotExists }: Extract<Statement, { kind: "createSchema" }>,
): Catalog {
  if (!isSchema(catalog, schema)) {
    return { ...catalog, schemas: { ...catalog.schemas, [schema]: {} } };
  }
  if (ifNotExists) {
    return catalog;
  }
  throw new SqlError("duplicate_object", `schema "${schema}" already exists`);
}

/**
 * Returns the catalog without a schema of the warehouse itself. Throws `dependent_objects` when it is not
 * empty, unless CASCADE.
 */
export function dropOwnSchema(catalog: Catalog, schema: string, cascade: boolean): Catalog {
  const views = catalog.views.filter((view) => view.schema !== schema);
  const isEmpty =
    Object.keys(ownTables(catalog, schema)).length === 0 && views.length === catalog.views.length;
  if (!isEmpty && !cascade) {
    throw new SqlError(
      "feature_not_supported",
      `cannot drop schema ${schema} because other objects depend on it\n  Hint: Use DROP ... CASCADE to drop the dependent objects too.`,
    );
  }
  const { [schema]: _dropped, ...schemas } = catalog.schemas;
  return { ...catalog, schemas, views };
}

/** https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html */
export function createTable(catalog: Catalog, statement: CreatedTable): Catalog {
  const { table: name, files = [], sortedBy = [] } = statement;
  const columns = statement.like ? columnsLike(catalog, statement.like) : statement.columns;
  const [file] = files;
  const table: OwnTable = {
    columns,
    files: [...files],
    ...(file !== undefined && sortedBy.length > 0 && { sorted: { file, columns: sortedBy } }),
  };
  if (statement.isTemporary || name.name.startsWith("#")) {
    if (name.schema !== undefined) {
      throw new SqlError("syntax_error", "temporary tables may not specify a schema name");
    }
    if (!lookUp(catalog.temporary, name.name)) {
      return { ...catalog, temporary: { ...catalog.temporary, [name.name]: table } };
    }
  } else {
    const schema = ownSchemaOf(catalog, name);
    if (!lookUp(ownTables(catalog, schema), name.name) && !findView(catalog, { schema, name: name.name })) {
      return withTable(catalog, { schema, name: name.name }, table);
    }
  }
  if (statement.ifNotExists) {
    return catalog;
  }
  throw new SqlError("duplicate_object", `relation "${name.name}" already exists`);
}

/** Returns the columns of another table, with NOT NULL. */
function columnsLike(
  catalog: Catalog,
  { table, includesDefaults }: NonNullable<CreateTable["like"]>,
): OwnColumn[] {
  const found = findOwnTable(catalog, table);
  if (!found) {
    throw new SqlError("undefined_object", `relation "${table.name}" does not exist`);
  }
  return found.table.columns.map(({ default: value, ...column }) =>
    includesDefaults && value !== undefined ? { ...column, default: value } : column,
  );
}

/** Returns the catalog without a table of the warehouse itself, or undefined when there is no such table. */
export function dropOwnTable(catalog: Catalog, name: QualifiedName): Catalog | undefined {
  const found = findOwnTable(catalog, name);
  if (!found) {
    return undefined;
  }
  if (found.schema === undefined) {
    const { [found.name]: _dropped, ...temporary } = catalog.temporary;
    return { ...catalog, temporary };
  }
  const { [found.name]: _dropped, ...tables } = ownTables(catalog, found.schema);
  return { ...catalog, schemas: { ...catalog.schemas, [found.schema]: tables } };
}

/**
 * `ALTER TABLE … RENAME TO` of a table or a view.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html
 */
export function renameTable(
  catalog: Catalog,
  { table: name, newName }: Extract<Statement, { kind: "renameTable" }>,
): Catalog {
  const found = findOwnTable(catalog, name);
  const view = found ? undefined : findView(catalog, name);
  if (!found && !view) {
    if (name.schema !== undefined && lookUp(catalog.externalSchemas, name.schema)) {
      throw notSupported("ALTER TABLE … RENAME TO of an external table");
    }
    throw new SqlError("undefined_object", `relation "${name.name}" does not exist`);
  }
  const schema = found?.schema ?? view?.schema;
  const target = { schema, name: newName };
  if (findOwnTable(catalog, target) || (schema !== undefined && findView(catalog, target))) {
    throw new SqlError("duplicate_object", `relation "${newName}" already exists`);
  }
  if (view) {
    const views = catalog.views.map((other) => (other === view ? { ...view, name: newName } : other));
    return { ...catalog, views };
  }
  const without = dropOwnTable(catalog, name) ?? catalog;
  return found ? withTable(without, target, found.table) : without;
}

/**
 * Throws `serialization_failure` when rows that a statement read to replace them have been replaced
 * meanwhile.
 */
export function changeRows(catalog: Catalog, { table: name, added, removed }: ChangedRows): Catalog {
  const found = findOwnTable(catalog, name);
  if (!found) {
    throw new SqlError("undefined_object", `relation "${name.name}" does not exist`);
  }
  const { files } = found.table;
  if (removed.some((file) => !files.includes(file))) {
    throw new SqlError(
      "serialization_failure",
      `1023\n  Detail: Serializable isolation violation on table - ${name.name}`,
    );
  }
  const kept = files.filter((file) => !removed.includes(file));
  return withTable(catalog, found, { ...found.table, files: [...kept, ...added] });
}

/**
 * Returns the schema of the warehouse itself that a table's name is in. Throws when there is no such schema,
 * or it is an external one.
 */
function ownSchemaOf(catalog: Catalog, { schema = defaultSchema, name }: QualifiedName): string {
  if (!isSchema(catalog, schema)) {
    throw new SqlError("undefined_object", `schema "${schema}" does not exist`);
  }
  if (!lookUp(catalog.externalSchemas, schema)) {
    return schema;
  }
  throw new SqlError(
    "feature_not_supported",
    `"${name}" cannot be created in the external schema "${schema}": use CREATE EXTERNAL TABLE`,
  );
}

function withTable(catalog: Catalog, { schema, name }: QualifiedName, table: OwnTable): Catalog {
  if (schema === undefined) {
    return { ...catalog, temporary: { ...catalog.temporary, [name]: table } };
  }
  const tables = { ...ownTables(catalog, schema), [name]: table };
  return { ...catalog, schemas: { ...catalog.schemas, [schema]: tables } };
}
