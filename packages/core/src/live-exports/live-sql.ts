import { columns, partitionColumn } from "../columns.ts";
import { arrivalOrder, csvOutputsSql, exportOrder, reportsSql } from "../export-sql.ts";
import { areaSql } from "../feeds/area-sql.ts";
import { identity } from "../partition-sql.ts";
import type { QualityLimits } from "../quality.ts";
import type { LiveSelection } from "./live-export.ts";

/** The tables of rows that were distributed and of those that wait for it, as Redshift names them. */
export type LiveTables = {
  schema: string;
  table: string;
  inboxTable: string;
  /** IANA name of the zone of business dates: the inbox's rows do not have theirs. */
  timeZone: string;
};

/** Where a live export is read from and written to: names that are spliced into SQL. */
export type LiveTarget = LiveTables & {
  /** `s3://<bucket>/<prefix>`, to which UNLOAD appends the number of each file, and `manifest`. */
  prefix: string;
  /** Role with which UNLOAD writes: the namespace's, not the caller's. */
  iamRoleArn: string;
  quality: QualityLimits;
};

const dt = partitionColumn.name;
const names = columns.map(({ name }) => name).join(", ");

/**
 * Writes the rows of a date that were distributed and those that are still in the inbox, each report once, in
 * the form and order of the day's CSV, with a manifest that counts rows. An object that is distributed
 * meanwhile has its rows in both tables: they are one report.
 */
export function unloadLiveSql(selection: LiveSelection, target: LiveTarget): string {
  const { schema, table, inboxTable, timeZone, quality } = target;
  const { date, devices, box } = selection;
  const ofDevices = devices ? ` AND device_id IN (${devices.map((each) => `'${each}'`).join(", ")})` : "";
  const of = (from: string, dateSql: string): string =>
    `SELECT ${names} FROM ${schema}.${from} WHERE ${dateSql}='${date}'${ofDevices}`;
  const rows = `(${of(table, dt)} UNION ALL ${of(inboxTable, dateOfFixSql(timeZone))}) AS l`;
  // After the quality, which a fix has by the one before it, wherever that was.
  const inBox = box && ` WHERE ${areaSql({ type: "Box", bbox: box })}`;
  const select = `SELECT ${csvOutputsSql(quality).join(", ")} FROM (${reportsSql(rows)}) AS r${inBox ?? ""} ${exportOrder}`;
  return [
    `UNLOAD ('${select.replaceAll("'", "''")}')`,
    `TO '${target.prefix}'`,
    `IAM_ROLE '${target.iamRoleArn}'`,
    "FORMAT AS CSV HEADER PARALLEL OFF MANIFEST VERBOSE MAXFILESIZE 6.2 GB EXTENSION 'csv'",
  ].join(" ");
}

/** The schema of the view: an external schema, such as that of the tables, holds no views. */
export const liveSchema = "live";
/** Each report once, those that are still in the inbox among them. */
const liveView = `${liveSchema}.locations`;

/**
 * Returns the statement that makes the view. It binds to no schema, as a view of external tables must:
 * https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html
 */
export function liveViewSql({ schema, table, inboxTable, timeZone }: LiveTables): string {
  const distributed = `SELECT ${dt}, ${names} FROM ${schema}.${table}`;
  // A row that begins with its date, as in an object of very many dates, has no time of a fix.
  const waiting = `SELECT ${dateOfFixSql(timeZone)} AS ${dt}, ${names} FROM ${schema}.${inboxTable} WHERE recorded_at IS NOT NULL`;
  const ranked =
    `SELECT ${dt}, ${names}, ROW_NUMBER() OVER (PARTITION BY ${dt}, ${identity} ORDER BY ${arrivalOrder.join(", ")}) AS arrival ` +
    `FROM (${distributed} UNION ALL ${waiting}) AS l`;
  return `CREATE OR REPLACE VIEW ${liveView} AS SELECT ${dt}, ${names} FROM (${ranked}) AS r WHERE arrival = 1 WITH NO SCHEMA BINDING`;
}

/** Returns the SQL for the business date of a row: the date of its fix in the zone. */
function dateOfFixSql(timeZone: string): string {
  return `CAST(CONVERT_TIMEZONE('${timeZone.replaceAll("'", "''")}', recorded_at) AS DATE)`;
}
