import { z } from "zod";
import type { DeclaredResource } from "../../evaluate/declared-app.ts";
import { ofType } from "../declared.ts";

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

export type CatalogTablePlan = {
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
  workgroups: { name: string; arn: string; database: string }[];
  catalog: { databases: { name: string; tables: CatalogTablePlan[] }[] };
  /** ARNs of the roles that the program declares: UNLOAD and external schemas may name only these. */
  iamRoles: string[];
  /** Statements that a deployment runs. */
  statements: { name: string; workgroup: string; database: string; sql: string }[];
};

export function readWarehouse(resources: readonly DeclaredResource[]): WarehousePlan {
  const namespaces = ofType(
    resources,
    "aws:redshiftserverless/namespace:Namespace",
    z.looseObject({ namespaceName: z.string(), dbName: z.string().default("dev") }),
  );
  const workgroups = ofType(
    resources,
    "aws:redshiftserverless/workgroup:Workgroup",
    z.looseObject({ workgroupName: z.string(), namespaceName: z.string(), arn: z.string() }),
  );
  const databases = ofType(
    resources,
    "aws:glue/catalogDatabase:CatalogDatabase",
    z.looseObject({ name: z.string() }),
  );
  const tables = ofType(resources, "aws:glue/catalogTable:CatalogTable", table);
  const statements = ofType(
    resources,
    "aws:redshiftdata/statement:Statement",
    z.looseObject({ workgroupName: z.string(), database: z.string(), sql: z.string() }),
  );
  return {
    workgroups: workgroups.map(({ state }) => ({
      name: state.workgroupName,
      arn: state.arn,
      database:
        namespaces.find((each) => each.state.namespaceName === state.namespaceName)?.state.dbName ?? "dev",
    })),
    catalog: {
      databases: databases.map(({ state: { name } }) => ({
        name,
        tables: tables
          .filter(({ state }) => state.databaseName === name)
          .map(({ state }) => catalogTable(state)),
      })),
    },
    iamRoles: ofType(resources, "aws:iam/role:Role", z.looseObject({ arn: z.string() })).map(
      ({ state }) => state.arn,
    ),
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
