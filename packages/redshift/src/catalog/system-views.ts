import { glueType, parseColumnType } from "./column-type.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";
import { tablesOf, type Catalog, type CatalogTable, type ExternalSchema } from "./catalog.ts";

type Cell = string | number | null;

/**
 * The system views on external objects, with their columns in order.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_SCHEMAS.html, …_TABLES.html, …_COLUMNS.html,
 * …_PARTITIONS.html
 */
export const systemViewColumns: Record<string, Record<string, "VARCHAR" | "INTEGER">> = {
  svv_external_schemas: {
    esoid: "INTEGER",
    eskind: "INTEGER",
    schemaname: "VARCHAR",
    esowner: "INTEGER",
    databasename: "VARCHAR",
    esoptions: "VARCHAR",
  },
  svv_external_tables: {
    redshift_database_name: "VARCHAR",
    schemaname: "VARCHAR",
    tablename: "VARCHAR",
    tabletype: "VARCHAR",
    location: "VARCHAR",
    input_format: "VARCHAR",
    output_format: "VARCHAR",
    serialization_lib: "VARCHAR",
    serde_parameters: "VARCHAR",
    compressed: "INTEGER",
    parameters: "VARCHAR",
  },
  svv_external_columns: {
    redshift_database_name: "VARCHAR",
    schemaname: "VARCHAR",
    tablename: "VARCHAR",
    columnname: "VARCHAR",
    external_type: "VARCHAR",
    columnnum: "INTEGER",
    part_key: "INTEGER",
    is_nullable: "VARCHAR",
  },
  svv_external_partitions: {
    schemaname: "VARCHAR",
    tablename: "VARCHAR",
    values: "VARCHAR",
    location: "VARCHAR",
    input_format: "VARCHAR",
    output_format: "VARCHAR",
    serialization_lib: "VARCHAR",
    serde_parameters: "VARCHAR",
    compressed: "INTEGER",
    parameters: "VARCHAR",
  },
};

/** `eskind` of a schema from the Data Catalog. */
const dataCatalogKind = 1;
const firstSchemaId = 100_000;

/** Returns the statement that makes a system view's rows readable as `redshift_<name>`. */
export function systemViewSql(name: string, catalog: Catalog, database: string): string {
  const columns = Object.entries(systemViewColumns[name] ?? {});
  const rows = systemViewRows(name, catalog, database);
  const select = columns.map(
    ([column, type], index) => `CAST(c${index} AS ${type}) AS ${quoteIdentifier(column)}`,
  );
  const names = columns.map((_, index) => `c${index}`).join(", ");
  const values = rows.length > 0 ? rows : [columns.map(() => null)];
  const body = values.map((row) => `(${row.map(literal).join(", ")})`).join(", ");
  const condition = rows.length > 0 ? "" : " WHERE false";
  return `CREATE TEMP VIEW redshift_${name} AS SELECT ${select.join(", ")} FROM (VALUES ${body}) AS v(${names})${condition}`;
}

function systemViewRows(name: string, catalog: Catalog, database: string): Cell[][] {
  const schemas = Object.values(catalog.externalSchemas);
  switch (name) {
    case "svv_external_schemas":
      return schemas.map((schema, index) => [
        firstSchemaId + index,
        dataCatalogKind,
        schema.name,
        100,
        schema.glueDatabase,
        JSON.stringify({ IAM_ROLE: schema.iamRoleArns.join(",") }),
      ]);
    case "svv_external_tables":
      return eachTable(catalog, schemas, (schema, table) => [
        [
          database,
          schema.name,
          table.definition.name,
          "TABLE",
          table.definition.location,
          ...formatCells(table),
        ],
      ]);
    case "svv_external_columns":
      return eachTable(catalog, schemas, (schema, table) =>
        columnRows(schema, table).map((row) => [database, ...row]),
      );
    case "svv_external_partitions":
      return eachTable(catalog, schemas, (schema, table) =>
        table.partitions.map((partition) => [
          schema.name,
          table.definition.name,
          JSON.stringify(partition.values),
          partition.location,
          ...formatCells(table),
        ]),
      );
    default:
      return [];
  }
}

function eachTable(
  catalog: Catalog,
  schemas: readonly ExternalSchema[],
  rows: (schema: ExternalSchema, table: CatalogTable) => Cell[][],
): Cell[][] {
  return schemas.flatMap((schema) =>
    Object.values(tablesOf(catalog, schema.glueDatabase)).flatMap((table) => rows(schema, table)),
  );
}

function columnRows(schema: ExternalSchema, { definition }: CatalogTable): Cell[][] {
  const all = [...definition.columns, ...definition.partitionKeys];
  return all.map((column, index) => [
    schema.name,
    definition.name,
    column.name,
    glueType(parseColumnType(column.type)),
    index + 1,
    Math.max(0, index + 1 - definition.columns.length),
    "",
  ]);
}

function formatCells({ definition }: CatalogTable): Cell[] {
  return [
    definition.inputFormat,
    definition.outputFormat,
    definition.serde.library,
    JSON.stringify(definition.serde.parameters),
    0,
    JSON.stringify(definition.parameters),
  ];
}

function literal(cell: Cell): string {
  if (cell === null) {
    return "NULL";
  }
  return typeof cell === "number" ? String(cell) : quoteLiteral(cell);
}
