import { type Catalog, findSchema, lookUp } from "../catalog/catalog.ts";
import type { Definition } from "../ddl/alter-catalog.ts";
import type { IamRole } from "../grammar/statement.ts";

/** A call of the Glue Data Catalog, and the roles by which it is made. */
export type CatalogCall = {
  iamRoleArns: readonly string[];
  /** `CreatePartition` */
  action: string;
  database: string;
  table?: string;
};

/**
 * Returns the calls by which a statement changes the Glue Data Catalog; those that touch only what the
 * warehouse itself keeps have none.
 * https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-iam-policies.html
 */
export function catalogCalls(
  definition: Definition,
  catalog: Catalog,
  rolesOf: (role: IamRole) => readonly string[],
): CatalogCall[] {
  switch (definition.kind) {
    case "createExternalSchema": {
      const { iamRole, glueDatabase: database, createDatabase } = definition;
      const actions = ["GetDatabase", ...(createDatabase ? ["CreateDatabase"] : [])];
      return actions.map((action) => ({ iamRoleArns: rolesOf(iamRole), action, database }));
    }
    case "createExternalTable": {
      const { iamRoleArns, glueDatabase: database } = findSchema(catalog, definition.schema);
      return [{ iamRoleArns, action: "CreateTable", database, table: definition.table.name }];
    }
    case "dropTable":
      return definition.tables.flatMap((table) => tableCalls(table, catalog, ["DeleteTable"]));
    case "addPartitions": {
      const create = definition.partitions.length === 1 ? "CreatePartition" : "BatchCreatePartition";
      return tableCalls(definition.table, catalog, ["GetTable", create]);
    }
    case "dropPartition":
      return tableCalls(definition.table, catalog, ["GetTable", "DeletePartition"]);
    case "setPartitionLocation":
      return tableCalls(definition.table, catalog, ["GetTable", "UpdatePartition"]);
    case "setTableLocation":
      return tableCalls(definition.table, catalog, ["GetTable", "UpdateTable"]);
    case "createSchema":
    case "createTable":
    case "renameTable":
    case "changeRows":
    case "dropSchema":
    case "createView":
    case "dropView":
      return [];
  }
}

/** A table in no external schema is the warehouse's own. */
function tableCalls(
  { schema, name: table }: { schema?: string | undefined; name: string },
  catalog: Catalog,
  actions: readonly string[],
): CatalogCall[] {
  const external = schema === undefined ? undefined : lookUp(catalog.externalSchemas, schema);
  if (!external) {
    return [];
  }
  const { iamRoleArns, glueDatabase: database } = external;
  return actions.map((action) => ({ iamRoleArns, action, database, table }));
}
