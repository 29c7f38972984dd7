import type { DuckDBConnection } from "@duckdb/node-api";
import type { CatalogTable } from "../catalog/catalog.ts";
import { duckdbType, parseColumnType, typedConstant } from "../catalog/column-type.ts";
import type { GlueTable } from "../catalog/glue-table.ts";
import { tableFormat } from "../catalog/table-format.ts";
import { quoteIdentifier, quoteLiteral } from "../sql/quote.ts";
import type { DataFile } from "./list-files.ts";
import { parquetSource } from "./scan-parquet.ts";
import { textSources, type ScanSource } from "./scan-text.ts";

/** The files of one partition, or of a table without partitions, whose `values` are empty. */
export type PartitionFiles = { values: readonly string[]; files: readonly DataFile[] };

const fileColumn = "redshift_file";

/** Creates the view of a table's rows over its files, with one branch for each partition that has files. */
export async function createScanView(
  connection: DuckDBConnection,
  view: string,
  {
    table,
    partitions,
    pseudoColumns,
    rowColumn,
  }: {
    table: CatalogTable;
    partitions: readonly PartitionFiles[];
    pseudoColumns: boolean;
    /** The name of a column with the number of each row, which no other row of the table has. */
    rowColumn: string | undefined;
  },
): Promise<void> {
  const { definition } = table;
  const branches: string[] = [];
  for (const partition of partitions) {
    if (partition.files.length === 0) {
      continue;
    }
    const reading = { files: partition.files, fileColumn: pseudoColumns ? fileColumn : undefined };
    for (const source of await sources(connection, definition, reading)) {
      const columns = rowColumn === undefined ? source.columns : [...source.columns, numbered(rowColumn)];
      branches.push(selectFrom({ ...source, columns }, { definition, partition, pseudoColumns }));
    }
  }
  const more = rowColumn === undefined ? [] : [`CAST(NULL AS BIGINT) AS ${quoteIdentifier(rowColumn)}`];
  const body = branches.length > 0 ? branches.join(" UNION ALL ") : noRows(definition, pseudoColumns, more);
  await connection.run(`CREATE TEMP VIEW ${view} AS ${body}`);
}

async function sources(
  connection: DuckDBConnection,
  definition: GlueTable,
  reading: { files: readonly DataFile[]; fileColumn: string | undefined },
): Promise<ScanSource[]> {
  const format = tableFormat(definition);
  if (format.kind === "parquet") {
    return [await parquetSource(connection, definition, reading)];
  }
  return textSources(definition, format, reading);
}

function selectFrom(
  source: ScanSource,
  scan: { definition: GlueTable; partition: PartitionFiles; pseudoColumns: boolean },
): string {
  const keys = scan.definition.partitionKeys.map((key, index) => {
    const value = typedConstant(scan.partition.values[index] ?? "", parseColumnType(key.type));
    return `${value} AS ${quoteIdentifier(key.name)}`;
  });
  if (!scan.pseudoColumns) {
    return `SELECT ${[...source.columns, ...keys].join(", ")} FROM ${source.from}`;
  }
  const files = scan.partition.files.map(
    (file) => `(${quoteLiteral(file.path)}, ${quoteLiteral(file.url)}, ${file.size})`,
  );
  const columns = [...source.columns, ...keys, `f.url AS "$path"`, `CAST(f.size AS BIGINT) AS "$size"`];
  return (
    `SELECT ${columns.join(", ")} FROM ${source.from} AS r ` +
    `JOIN (VALUES ${files.join(", ")}) AS f(path, url, size) ON r.${fileColumn} = f.path`
  );
}

/** Parquet files hold fewer than 2^40 rows. https://duckdb.org/docs/stable/data/parquet/overview */
function numbered(rowColumn: string): string {
  return `CAST(file_index AS BIGINT) * ${2 ** 40} + file_row_number AS ${quoteIdentifier(rowColumn)}`;
}

function noRows(definition: GlueTable, pseudoColumns: boolean, more: readonly string[]): string {
  const columns = [...definition.columns, ...definition.partitionKeys].map(
    (column) =>
      `CAST(NULL AS ${duckdbType(parseColumnType(column.type))}) AS ${quoteIdentifier(column.name)}`,
  );
  const pseudo = pseudoColumns ? [`CAST(NULL AS VARCHAR) AS "$path"`, `CAST(NULL AS BIGINT) AS "$size"`] : [];
  return `SELECT ${[...columns, ...pseudo, ...more].join(", ")} WHERE false`;
}
