import { partitionColumn } from "./columns.ts";
import { partitionPrefix } from "./keys.ts";

/**
 * Business date, source, device and id identify a report; the partition determines the business date. Without
 * the source, a client could send a report first that another's device is about to send. Equal NULLs are one
 * group and one partition.
 */
export const identity = "source, device_id, report_id";

/** External schema and table, as Redshift names them. */
export type TableName = { schema: string; table: string };

/** The table of rows, and the table of days in the same schema. */
export type TableNames = TableName & { daysTable: string };

/** The most partitions that one statement adds: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE.html */
const maxPartitions = 100;

/**
 * Returns the statements that register the folders of dates as partitions, unless they are.
 * @param lakeUrl the bucket's URL, with a slash at its end
 */
export function addPartitionsSql(
  { schema, table }: TableName,
  lakeUrl: string,
  dates: readonly string[],
): string[] {
  const statements: string[] = [];
  for (let start = 0; start < dates.length; start += maxPartitions) {
    const partitions = dates
      .slice(start, start + maxPartitions)
      .map(
        (date) =>
          `PARTITION (${partitionColumn.name}='${date}') LOCATION '${lakeUrl}${partitionPrefix(date)}'`,
      );
    statements.push(`ALTER TABLE ${schema}.${table} ADD IF NOT EXISTS ${partitions.join(" ")}`);
  }
  return statements;
}

/** Takes the date's partition out of the catalog. Its objects stay. */
export function dropPartitionSql({ schema, table }: TableName, date: string): string {
  return `ALTER TABLE ${schema}.${table} DROP PARTITION (${partitionColumn.name}='${date}')`;
}

/**
 * Lists the partitions of a range of dates, both ends included, of the table and of the table of days: date,
 * location and the table's name. The catalog writes a partition's values as a JSON list.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_PARTITIONS.html
 */
export function listPartitionsSql({ schema, table, daysTable }: TableNames, { from, to }: DateRange): string {
  return (
    `SELECT SUBSTRING("values", 3, 10) AS "date", location, tablename FROM svv_external_partitions ` +
    `WHERE schemaname = '${schema}' AND tablename IN ('${table}', '${daysTable}') ` +
    `AND SUBSTRING("values", 3, 10) BETWEEN '${from}' AND '${to}' ORDER BY 1`
  );
}

/** Counts the rows and the distinct reports of each date of a range, both ends included. */
export function countDatesSql({ schema, table }: TableName, { from, to }: DateRange): string {
  const { name } = partitionColumn;
  const reports =
    `SELECT ${name}, COUNT(*) AS copies FROM ${schema}.${table} ` +
    `WHERE ${name} BETWEEN '${from}' AND '${to}' GROUP BY ${name}, ${identity}`;
  return (
    `SELECT CAST(${name} AS VARCHAR) AS "date", CAST(SUM(copies) AS BIGINT) AS "rows", COUNT(*) AS "reports" ` +
    `FROM (${reports}) AS r GROUP BY ${name} ORDER BY 1`
  );
}

/** Business dates, both ends included; texts that are spliced into SQL. */
export type DateRange = { from: string; to: string };
