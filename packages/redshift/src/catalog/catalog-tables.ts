import { defaultSchema, tablesOf, type Catalog, type OwnColumn, type View } from "./catalog.ts";

/** Any table or view of a catalog, with the type that ListTables has for it. */
export type ListedTable = { schema: string; name: string } & (
  | { type: "TABLE" | "EXTERNAL TABLE"; columns: readonly OwnColumn[] }
  | { type: "VIEW"; view: View }
);

/** Returns the names of all schemas, in order. */
export function schemasOf(catalog: Catalog): string[] {
  const names = [defaultSchema, ...Object.keys(catalog.schemas), ...Object.keys(catalog.externalSchemas)];
  return [...new Set(names)].toSorted(byCode);
}

/** Returns the tables and views of all schemas, by schema and name; temporary ones are in no schema. */
export function tablesIn(catalog: Catalog): ListedTable[] {
  return [...ownTables(catalog), ...externalTables(catalog), ...views(catalog)].toSorted(
    (left, right) => byCode(left.schema, right.schema) || byCode(left.name, right.name),
  );
}

function ownTables(catalog: Catalog): ListedTable[] {
  return Object.entries(catalog.schemas).flatMap(([schema, tables]) =>
    Object.entries(tables).map(([name, { columns }]): ListedTable => {
      return { schema, name, type: "TABLE", columns };
    }),
  );
}

function externalTables(catalog: Catalog): ListedTable[] {
  return Object.values(catalog.externalSchemas).flatMap((schema) =>
    Object.values(tablesOf(catalog, schema.glueDatabase)).map(({ definition }): ListedTable => {
      const columns = [...definition.columns, ...definition.partitionKeys];
      return {
        schema: schema.name,
        name: definition.name,
        type: "EXTERNAL TABLE",
        columns: columns.map((column) => ({ ...column, notNull: false })),
      };
    }),
  );
}

function views(catalog: Catalog): ListedTable[] {
  return catalog.views.map((view) => ({ schema: view.schema, name: view.name, type: "VIEW", view }));
}

function byCode(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
