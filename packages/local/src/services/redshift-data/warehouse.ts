import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";

const columns = z.array(z.looseObject({ name: z.string(), type: z.string() }));

const table = z.looseObject({
  databaseName: z.string(),
  name: z.string(),
  parameters: z.record(z.string(), z.string()).default({}),
  partitionKeys: columns.default([]),
  storageDescriptor: z.looseObject({
    location: z.string(),
    inputFormat: z.string(),
    outputFormat: z.string(),
    columns,
    serDeInfo: z.looseObject({
      serializationLibrary: z.string(),
      parameters: z.record(z.string(), z.string()).default({}),
    }),
  }),
});

type CatalogTablePlan = {
  name: string;
  location: string;
  columns: { name: string; type: string }[];
  partitionKeys: { name: string; type: string }[];
  serde: { library: string; parameters: Record<string, string> };
  inputFormat: string;
  outputFormat: string;
  parameters: Record<string, string>;
};

export type WarehousePlan = {
  workgroups: {
    name: string;
    arn: string;
    database: string;
    namespaceName: string;
    /** Redshift Processing Units. */
    baseCapacity: number;
    maxCapacity?: number;
    publiclyAccessible: boolean;
  }[];
  catalog: { databases: { name: string; tables: CatalogTablePlan[] }[] };
  /** Run at each start. */
  statements: StatementPlan[];
};

/** A statement that a deployment runs. */
export type StatementPlan = { name: string; workgroup: string; database: string; sql: string };

export function readWarehouse(declared: DeclaredResources): WarehousePlan {
  const namespaces = declared.ofType(
    "aws:redshiftserverless/namespace:Namespace",
    z.looseObject({ namespaceName: z.string(), dbName: z.string().default("dev") }),
  );
  const workgroups = declared.ofType(
    "aws:redshiftserverless/workgroup:Workgroup",
    z.looseObject({
      workgroupName: z.string(),
      namespaceName: z.string(),
      arn: z.string(),
      baseCapacity: z.number().default(128),
      maxCapacity: z.number().optional(),
      publiclyAccessible: z.boolean().default(false),
    }),
  );
  const databases = declared.ofType(
    "aws:glue/catalogDatabase:CatalogDatabase",
    z.looseObject({ name: z.string() }),
  );
  const tables = declared.ofType("aws:glue/catalogTable:CatalogTable", table);
  const statements = declared.ofType(
    "aws:redshiftdata/statement:Statement",
    z.looseObject({ workgroupName: z.string(), database: z.string(), sql: z.string() }),
  );
  return {
    workgroups: workgroups.map(({ state }) => ({
      name: state.workgroupName,
      arn: state.arn,
      database:
        namespaces.find((each) => each.state.namespaceName === state.namespaceName)?.state.dbName ?? "dev",
      namespaceName: state.namespaceName,
      baseCapacity: state.baseCapacity,
      ...(state.maxCapacity !== undefined && { maxCapacity: state.maxCapacity }),
      publiclyAccessible: state.publiclyAccessible,
    })),
    catalog: {
      databases: databases.map(({ state: { name } }) => ({
        name,
        tables: tables
          .filter(({ state }) => state.databaseName === name)
          .map(({ state }) => catalogTable(state)),
      })),
    },
    statements: statements.map(({ name, state }) => ({
      name,
      workgroup: state.workgroupName,
      database: state.database,
      sql: state.sql,
    })),
  };
}

function catalogTable({
  name,
  parameters,
  partitionKeys,
  storageDescriptor,
}: z.infer<typeof table>): CatalogTablePlan {
  const { location, inputFormat, outputFormat, serDeInfo } = storageDescriptor;
  return {
    name,
    location,
    columns: storageDescriptor.columns.map((column) => ({ name: column.name, type: column.type })),
    partitionKeys: partitionKeys.map((column) => ({ name: column.name, type: column.type })),
    serde: { library: serDeInfo.serializationLibrary, parameters: serDeInfo.parameters },
    inputFormat,
    outputFormat,
    parameters,
  };
}
