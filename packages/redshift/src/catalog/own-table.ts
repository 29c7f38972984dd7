import type { QualifiedName } from "../sql/token-reader.ts";
import {
  defaultSchema,
  findExternalTable,
  lookUp,
  type Catalog,
  type ExternalTable,
  type OwnTable,
} from "./catalog.ts";
import { parquetInputFormat, parquetOutputFormat, parquetSerde } from "./glue-table.ts";

/**
 * A table of the warehouse itself. `schema` is undefined for a temporary one, which has no schema that a
 * statement could name.
 */
export type FoundTable = { schema: string | undefined; name: string; table: OwnTable };

/** Returns a table of the warehouse itself, a temporary one before others, or undefined. */
export function findOwnTable(catalog: Catalog, { schema, name }: QualifiedName): FoundTable | undefined {
  if (schema === undefined) {
    const temporary = lookUp(catalog.temporary, name);
    if (temporary) {
      return { schema: undefined, name, table: temporary };
    }
  }
  const ownSchema = schema ?? defaultSchema;
  const table = lookUp(ownTables(catalog, ownSchema), name);
  return table && { schema: ownSchema, name, table };
}

/** Returns the tables of a schema of the warehouse itself; an empty list if there is no such schema. */
export function ownTables(catalog: Catalog, schema: string): Record<string, OwnTable> {
  return lookUp(catalog.schemas, schema) ?? {};
}

/** Returns whether a schema of this name exists, external or not. */
export function isSchema(catalog: Catalog, name: string): boolean {
  return (
    name === defaultSchema ||
    Object.hasOwn(catalog.schemas, name) ||
    Object.hasOwn(catalog.externalSchemas, name)
  );
}

/**
 * Returns any table that a query can read, in the form of an external one. Throws `undefined_object` when it
 * does not exist.
 */
export function findTable(catalog: Catalog, name: QualifiedName): ExternalTable {
  const own = findOwnTable(catalog, name);
  if (!own) {
    return findExternalTable(catalog, name);
  }
  const definition = {
    name: own.name,
    location: "",
    columns: own.table.columns,
    partitionKeys: [],
    serde: { library: parquetSerde, parameters: {} },
    inputFormat: parquetInputFormat,
    outputFormat: parquetOutputFormat,
    parameters: {},
  };
  const { files, sorted } = own.table;
  const isSorted = files.every((file) => file === sorted?.file);
  return {
    schema: { origin: "statement", name: own.schema ?? "", glueDatabase: "", iamRoleArns: [] },
    table: {
      origin: "statement",
      definition,
      partitions: [],
      files,
      sortedBy: isSorted ? sorted?.columns : undefined,
    },
  };
}
