import { type Column, columns, partitionColumn } from "./columns.ts";
import { partitionPrefix, unloadPrefix } from "./keys.ts";

/**
 * What the statements of an export are about. All of it is text to be spliced in, checked by whoever made it: `plan` checks the
 * date and the run. The state machine passes expressions here and fills them in when it runs.
 */
export type ExportTarget = {
  /** Business date, `yyyy-MM-dd`. */
  date: string;
  run: string;
  /** The version that the run claimed, and which of its attempts this is: see `unloadPrefix`. */
  version: string | number;
  attempt: string | number;
  /** External schema and table, as Redshift names them. */
  schema: string;
  table: string;
  lakeBucket: string;
  downloadsBucket: string;
  /** Role that UNLOAD writes with: the namespace's, not the caller's. */
  iamRoleArn: string;
};

/**
 * Registers the date's folder as a partition; a partition that is there already stays as it is. External DDL cannot run in a
 * transaction, so this is a statement of its own: https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE_external-table.html
 */
export function addPartitionSql(target: ExportTarget): string {
  const location = `s3://${target.lakeBucket}/${partitionPrefix(target.date)}`;
  return (
    `ALTER TABLE ${tableName(target)} ADD IF NOT EXISTS ` +
    `PARTITION (${partitionColumn.name}='${target.date}') LOCATION '${location}'`
  );
}

/**
 * Writes the date's export: one row for each report id, ordered by device and time, under a prefix that no other
 * UNLOAD has, with a manifest that counts rows. PARALLEL OFF keeps the order over all files; a file splits at 6.2 GB. Nothing is there to be
 * overwritten, so UNLOAD refuses to.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
 */
export function unloadSql(target: ExportTarget): string {
  const prefix = `s3://${target.downloadsBucket}/${unloadPrefix(target)}`;
  return [
    `UNLOAD ('${selectSql(target).replaceAll("'", "''")}')`,
    `TO '${prefix}'`,
    `IAM_ROLE '${target.iamRoleArn}'`,
    "FORMAT AS CSV HEADER PARALLEL OFF MANIFEST VERBOSE MAXFILESIZE 6.2 GB EXTENSION 'csv'",
  ].join(" ");
}

/** Counts the partition's rows, and the report ids that its export must hold once each. One row: rows, reports. */
export function countSql(target: ExportTarget): string {
  return (
    `SELECT COUNT(*) AS "rows", COUNT(DISTINCT report_id) AS "reports" ` +
    `FROM ${tableName(target)} WHERE ${partitionColumn.name}='${target.date}'`
  );
}

/** One row for each report id: the first received, ties broken by every other column, so that each UNLOAD picks the same row. */
function selectSql(target: ExportTarget): string {
  const names = columns.map(({ name }) => name);
  const order = ["received_at", ...names.filter((name) => name !== "received_at" && name !== "report_id")];
  const ranked =
    `SELECT ${names.join(", ")}, ` +
    `ROW_NUMBER() OVER (PARTITION BY report_id ORDER BY ${order.join(", ")}) AS arrival ` +
    `FROM ${tableName(target)} WHERE ${partitionColumn.name}='${target.date}'`;
  return (
    `SELECT ${columns.map((column) => `${outputSql(column)} AS ${column.name}`).join(", ")} ` +
    `FROM (${ranked}) AS r WHERE r.arrival = 1 ORDER BY r.device_id, r.recorded_at, r.report_id`
  );
}

/** The column as the CSV shows it: by default UNLOAD writes timestamps without a zone and booleans as t and f. */
function outputSql({ name, type }: Column): string {
  if (type === "timestamp") {
    return `TO_CHAR(r.${name}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  }
  if (type === "boolean") {
    return `CASE WHEN r.${name} THEN 'true' WHEN NOT r.${name} THEN 'false' END`;
  }
  return `r.${name}`;
}

function tableName({ schema, table }: ExportTarget): string {
  return `${schema}.${table}`;
}
