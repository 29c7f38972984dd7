import { lookUp, tablesOf, type Catalog, type CatalogTable, type ExternalSchema } from "./catalog.ts";
import type { GlueTable } from "./glue-table.ts";
import { checkDefinition } from "./table-format.ts";

/**
 * What the stage declares: Glue's databases, and the external schemas that a workgroup has from the start.
 */
export type DeclaredCatalog = {
  databases: { name: string; tables: GlueTable[] }[];
  externalSchemas: { schema: string; glueDatabase: string; iamRoleArn: string }[];
};

/**
 * Returns the catalog at a start: what is declared now, over what was kept. A declared table has its declared
 * definition and the partitions that statements gave it; a table, schema or view that a statement made stays.
 * A table that was declared and no longer is goes. Throws a `SqlError` for a declared table that this
 * warehouse cannot read.
 */
export function declaredCatalog(declared: DeclaredCatalog, kept: Catalog): Catalog {
  const databases: Catalog["databases"] = {};
  for (const [name, tables] of Object.entries(kept.databases)) {
    databases[name] = Object.fromEntries(
      Object.entries(tables).filter(([, table]) => table.origin === "statement"),
    );
  }
  for (const { name, tables } of declared.databases) {
    const database = (databases[name.toLowerCase()] ??= {});
    for (const table of tables) {
      const definition = lowerCased(table);
      checkDefinition(definition);
      const partitions = keptPartitions(kept, name.toLowerCase(), definition);
      database[definition.name] = { origin: "declared", definition, partitions };
    }
  }
  const externalSchemas: Record<string, ExternalSchema> = Object.fromEntries(
    Object.entries(kept.externalSchemas).filter(([, schema]) => schema.origin === "statement"),
  );
  for (const { schema, glueDatabase, iamRoleArn } of declared.externalSchemas) {
    const name = schema.toLowerCase();
    externalSchemas[name] = {
      origin: "declared",
      name,
      glueDatabase: glueDatabase.toLowerCase(),
      iamRoleArns: [iamRoleArn],
    };
  }
  return { ...kept, databases, externalSchemas };
}

/** Partitions go with their keys: a table whose keys changed starts without any. */
function keptPartitions(kept: Catalog, database: string, definition: GlueTable): CatalogTable["partitions"] {
  const before = lookUp(tablesOf(kept, database), definition.name);
  if (!before) {
    return [];
  }
  const keysBefore = JSON.stringify(before.definition.partitionKeys);
  return keysBefore === JSON.stringify(definition.partitionKeys) ? before.partitions : [];
}

function lowerCased(table: GlueTable): GlueTable {
  const lower = ({ name, type }: { name: string; type: string }): { name: string; type: string } => ({
    name: name.toLowerCase(),
    type: type.toLowerCase(),
  });
  return {
    ...table,
    name: table.name.toLowerCase(),
    columns: table.columns.map(lower),
    partitionKeys: table.partitionKeys.map(lower),
  };
}
