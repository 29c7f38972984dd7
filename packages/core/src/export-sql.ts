import type { Column } from "./column.ts";
import { columns, exportColumns, partitionColumn } from "./columns.ts";
import { parquetUnloadPrefix, unloadPrefix } from "./export-keys.ts";
import { conflictsPrefix } from "./rejected-keys.ts";
import { compactedFolder, partitionPrefix } from "./store-keys.ts";
import { localTimeColumn, localTimeSql } from "./local-time.ts";
import { identity } from "./partition-sql.ts";
import { previousFixSql, type QualityLimits, qualitySql } from "./quality.ts";

/** Two rows are equal reports if these columns are equal: all but the time of arrival. */
const contentNames = columns.map(({ name }) => name).filter((name) => name !== "received_at");
/**
 * Earliest arrival first; every other column breaks ties, so that each statement picks the same row.
 */
export const arrivalOrder = ["received_at", ...contentNames];
/** What every CSV is ordered by: device and time, then what tells reports apart. */
const orderNames = ["device_id", "recorded_at", "report_id", "source"];
export const exportOrder = `ORDER BY r.${orderNames.join(", r.")}`;
export const conflictReason =
  "another report of this source with this device_id and report_id was received first";

/**
 * The subject of an export's statements, as text that is spliced into SQL. The caller checks it: `plan`
 * checks the date and the run. The state machine passes expressions, and fills them in when it runs.
 */
export type ExportTarget = {
  /** Business date, `yyyy-MM-dd`. */
  date: string;
  run: string;
  /** The version that the run claimed, and the number of its attempt: see `unloadPrefix`. */
  version: string | number;
  attempt: string | number;
  /** External schema and table, as Redshift names them. */
  schema: string;
  table: string;
  lakeBucket: string;
  downloadsBucket: string;
  /** Role with which UNLOAD writes: the namespace's, not the caller's. */
  iamRoleArn: string;
};

/**
 * Registers the date's folder as a partition, unless it exists. External DDL cannot run in a transaction, so
 * this is a separate statement:
 * https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE_external-table.html
 */
export function addPartitionSql(target: ExportTarget): string {
  const location = `s3://${target.lakeBucket}/${partitionPrefix(target.date)}`;
  return addLocationSql({ ...target, location });
}

/**
 * The table in which a session holds the rows of the date that it exports. With each row of the partition:
 * `arrival`, its number among those of the same report, from 1; `copies`, how many these are; and `quality`,
 * which counts where `arrival` is 1.
 */
const stagedTable = "staged_rows";

/**
 * Reads the date's partition, once for all that its export writes and counts, into a table that goes with the
 * session: what the other statements of the batch see does not change with late rows. Sorts them as all files
 * of the date are.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_AS.html
 */
export function stageSql(target: ExportTarget, limits: QualityLimits): string {
  const names = [...columns.map(({ name }) => name), "arrival", "copies"].join(", ");
  const rows = rankedSql(partitionRows(target), [`COUNT(*) OVER (PARTITION BY ${identity}) AS copies`]);
  // The first of a report has its previous fix among the first ones alone.
  const isFirst = "CASE WHEN arrival = 1 THEN 1 ELSE 0 END";
  return (
    `CREATE TEMP TABLE ${stagedTable} SORTKEY (${orderNames.join(", ")}) AS SELECT ${names}, ${qualitySql(limits)} AS quality ` +
    `FROM (SELECT ${names}, ${previousFixSql([isFirst])} FROM (${rows}) AS a) AS r`
  );
}

/**
 * Writes the date's export from the rows of `stageSql`: one row for each source, device and report id,
 * ordered by device and time, under a prefix that no other UNLOAD has, with a manifest that counts rows.
 * PARALLEL OFF keeps the order across files, which are split at 6.2 GB. UNLOAD refuses to overwrite files,
 * and there should be none. With a time zone (IANA name), each row ends in the local time of its fix.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
 */
export function unloadSql(target: ExportTarget, localTimeZone?: string): string {
  const prefix = `s3://${target.downloadsBucket}/${unloadPrefix(target)}`;
  return [
    `UNLOAD ('${selectStagedSql(csvValueSql, localTimeZone).replaceAll("'", "''")}')`,
    `TO '${prefix}'`,
    `IAM_ROLE '${target.iamRoleArn}'`,
    "FORMAT AS CSV HEADER PARALLEL OFF MANIFEST VERBOSE MAXFILESIZE 6.2 GB EXTENSION 'csv'",
  ].join(" ");
}

/**
 * Writes the same rows in the same order as Parquet, with the types of the table of days, into a folder of
 * their own. Without a manifest, which Redshift would read as data there. A row group has the smallest size
 * that UNLOAD knows, 32 MB, so that a reader who wants one device fetches little else, and a file has eight.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (FORMAT AS PARQUET, ROWGROUPSIZE)
 */
export function unloadParquetSql(target: ExportTarget, localTimeZone?: string): string {
  const prefix = `s3://${target.downloadsBucket}/${parquetUnloadPrefix(target)}`;
  const select = selectStagedSql(({ name }) => `r.${name}`, localTimeZone);
  return [
    `UNLOAD ('${select.replaceAll("'", "''")}')`,
    `TO '${prefix}'`,
    `IAM_ROLE '${target.iamRoleArn}'`,
    "FORMAT AS PARQUET PARALLEL OFF ROWGROUPSIZE 32 MB MAXFILESIZE 256 MB",
  ].join(" ");
}

/**
 * Counts the rows of `stageSql`, the reports that the export must hold once each, and the conflicts among the
 * rows: contents with the identity of another report. Returns one row: rows, reports, conflicts. The sums are
 * cast because a SUM of integers would be returned as another type where there are no rows.
 */
export function countSql(): string {
  const repeated = `FROM ${stagedTable} WHERE copies > 1`;
  const contents = `SELECT 1 AS one ${repeated} GROUP BY ${contentNames.join(", ")}`;
  return (
    `SELECT COUNT(*) AS "rows", CAST(NVL(SUM(CASE WHEN arrival = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS "reports", ` +
    `(SELECT COUNT(*) FROM (${contents}) AS c) - (SELECT COUNT(*) ${repeated} AND arrival = 1) AS "conflicts" ` +
    `FROM ${stagedTable}`
  );
}

/**
 * Writes the reports of the date's partition anew, in the form of the table's files: one row for each source,
 * device and report id, ordered as an export is, with a manifest that counts rows. No value can hold a comma,
 * a quote or a line feed, so that nothing is quoted, which the table does not know.
 */
export function unloadCompactedSql(target: CompactionTarget): string {
  return compactedSql(target, `(${rankedSql(partitionRows(target))})`);
}

/** Writes the same from the rows of `stageSql`, in its session: the partition is not read once more. */
export function unloadStagedSql(target: CompactionTarget): string {
  return compactedSql(target, stagedTable);
}

type CompactionTarget = Omit<ExportTarget, "version" | "downloadsBucket">;

function compactedSql(target: CompactionTarget, rows: string): string {
  const outputs = columns.map((column) => `${rowSql(column)} AS ${column.name}`).join(", ");
  const select = `SELECT ${outputs} FROM ${rows} AS r WHERE r.arrival = 1 ${exportOrder}`;
  return [
    `UNLOAD ('${select.replaceAll("'", "''")}')`,
    `TO 's3://${target.lakeBucket}/${compactedFolder(target)}'`,
    `IAM_ROLE '${target.iamRoleArn}'`,
    "FORMAT AS CSV GZIP PARALLEL OFF MANIFEST VERBOSE MAXFILESIZE 256 MB EXTENSION 'csv.gz'",
  ].join(" ");
}

/** A date of a table, and the folder that its partition is to read. */
type LocationTarget = { schema: string; table: string; date: string; location: string };

/**
 * Returns the statement that adds a date's partition, which reads a folder, unless the date has one. External
 * DDL cannot run in a transaction.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE_external-table.html
 */
export function addLocationSql({ schema, table, date, location }: LocationTarget): string {
  return `ALTER TABLE ${schema}.${table} ADD IF NOT EXISTS ${partitionSql(date)} LOCATION '${location}'`;
}

/**
 * Returns the statement that moves a date's partition, which must exist, to a folder. A query reads the one
 * folder or the other.
 */
export function setLocationSql({ schema, table, date, location }: LocationTarget): string {
  return `ALTER TABLE ${schema}.${table} ${partitionSql(date)} SET LOCATION '${location}'`;
}

function partitionSql(date: string): string {
  return `PARTITION (${partitionColumn.name}='${date}')`;
}

/**
 * Writes the date's conflicts as rejected rows, each content once: what `unloadSql` leaves out although it is
 * not a repetition. Writes files under the version's own prefix in the lake, without a manifest, so that
 * anyone who repairs rows finds only rows there.
 */
export function unloadConflictsSql(target: ExportTarget): string {
  const { date, lakeBucket, iamRoleArn } = target;
  const contents =
    `SELECT ${contentNames.join(", ")}, MIN(received_at) AS received_at FROM ${partitionRows(target)} ` +
    `GROUP BY ${contentNames.join(", ")}`;
  const row = [`'${date}'`, ...columns.map(rowSql)].join(" || ',' || ");
  const select =
    `SELECT '${partitionPrefix(date)}' AS "key", '${conflictReason}' AS "reason", ${row} AS "row" ` +
    `FROM (${rankedSql(`(${contents}) AS c`)}) AS r WHERE r.arrival > 1 ORDER BY r.${arrivalOrder.join(", r.")}`;
  return [
    `UNLOAD ('${select.replaceAll("'", "''")}')`,
    `TO 's3://${lakeBucket}/${conflictsPrefix(target)}'`,
    `IAM_ROLE '${iamRoleArn}'`,
    "FORMAT AS CSV HEADER PARALLEL OFF MAXFILESIZE 6.2 GB EXTENSION 'csv' ALLOWOVERWRITE",
  ].join(" ");
}

/** Returns the SQL for one row for each report of `stageSql`, the first received, ordered as an export is. */
function selectStagedSql(value: (column: Column) => string, localTimeZone: string | undefined): string {
  const outputs = outputsSql(value, "r.quality");
  if (localTimeZone !== undefined) {
    outputs.push(`${localTimeSql(localTimeZone)} AS ${localTimeColumn.name}`);
  }
  return `SELECT ${outputs.join(", ")} FROM ${stagedTable} AS r WHERE r.arrival = 1 ${exportOrder}`;
}

/**
 * Returns the SQL for one row for each report of the rows, which are the rest of a SELECT after FROM: the one
 * that was received first, with the columns of its device's previous fix.
 */
export function reportsSql(rows: string): string {
  const names = columns.map(({ name }) => name).join(", ");
  return `SELECT ${names}, ${previousFixSql()} FROM (${rankedSql(rows)}) AS a WHERE arrival = 1`;
}

/** Returns the SQL for the columns of an export's CSV from a row `r` of `reportsSql`. */
export function csvOutputsSql(limits: QualityLimits): string[] {
  return outputsSql(csvValueSql, qualitySql(limits));
}

/** Returns the SQL for the columns of an export, with the computed one. */
function outputsSql(value: (column: Column) => string, quality: string): string[] {
  return exportColumns.map(
    (column) => `${column.name === "quality" ? quality : value(column)} AS ${column.name}`,
  );
}

/** Returns the SQL for the rows, each numbered from 1 among those of its report, and for more columns. */
function rankedSql(rows: string, more: readonly string[] = []): string {
  const arrival = `ROW_NUMBER() OVER (PARTITION BY ${identity} ORDER BY ${arrivalOrder.join(", ")}) AS arrival`;
  return `SELECT ${[...columns.map(({ name }) => name), arrival, ...more].join(", ")} FROM ${rows}`;
}

/** Returns the SQL for the column in the form of a work row. */
function rowSql({ name, type, required }: Column): string {
  switch (type) {
    case "timestamp":
      return `TO_CHAR(r.${name}, 'YYYY-MM-DD HH24:MI:SS.US')`;
    case "boolean":
      return `CASE WHEN r.${name} THEN 'true' WHEN NOT r.${name} THEN 'false' ELSE '' END`;
    default:
      // A NULL would make the whole row NULL.
      return type.startsWith("varchar") && required ? `r.${name}` : `NVL(CAST(r.${name} AS VARCHAR), '')`;
  }
}

/**
 * Returns the SQL for the column in the form of the CSV: by default UNLOAD writes timestamps without a zone,
 * and booleans as t and f.
 */
export function csvValueSql({ name, type }: Column): string {
  if (type === "timestamp") {
    return `TO_CHAR(r.${name}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  }
  if (type === "boolean") {
    return `CASE WHEN r.${name} THEN 'true' WHEN NOT r.${name} THEN 'false' END`;
  }
  return `r.${name}`;
}

/** Returns the rest of a SELECT after FROM, for the rows of the date's partition. */
function partitionRows(target: Pick<ExportTarget, "schema" | "table" | "date">): string {
  return `${tableName(target)} WHERE ${partitionColumn.name}='${target.date}'`;
}

function tableName({ schema, table }: Pick<ExportTarget, "schema" | "table">): string {
  return `${schema}.${table}`;
}
