import { columns, partitionColumn } from "../columns.ts";
import type { Feed } from "../clients/feed.ts";
import { stageItself } from "../clients/rights.ts";
import { csvValueSql } from "../export-sql.ts";
import { areaSql } from "./area-sql.ts";

/** What a feed is read from, and where UNLOAD writes it: names and texts that are spliced into SQL. */
export type FeedTarget = {
  /** Business date, `yyyy-MM-dd`. */
  date: string;
  /** External schema and the table of days: each published report of the date, once. */
  schema: string;
  daysTable: string;
  /** `s3://<bucket>/<prefix>`, to which UNLOAD appends the number of each file, and `manifest`. */
  prefix: string;
  /** Role with which UNLOAD writes: the namespace's, not the caller's. */
  iamRoleArn: string;
};

/**
 * The largest object that S3 copies by one request has 5 GB:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
const maxFileSize = "4.9 GB";

/**
 * Writes a feed: the columns and rows that it asks for, ordered by device and time, with a manifest that
 * counts rows. The values of a CSV are written like those of the export.
 */
export function unloadFeedSql(feed: Feed, target: FeedTarget): string {
  const outputs = feed.columns.map((name) => {
    const column = columns.find((each) => each.name === name);
    return feed.format === "CSV" && column !== undefined ? `${csvValueSql(column)} AS ${name}` : `r.${name}`;
  });
  const select =
    `SELECT ${outputs.join(", ")} FROM ${rowsSql(target)}${andFilter(feed)} ` +
    "ORDER BY r.device_id, r.recorded_at, r.report_id, r.source";
  return [
    `UNLOAD ('${select.replaceAll("'", "''")}')`,
    `TO '${target.prefix}'`,
    `IAM_ROLE '${target.iamRoleArn}'`,
    formatSql(feed),
  ].join(" ");
}

/**
 * Counts the published reports of the date, and those that the feed asks for. Returns one row: rows,
 * matching.
 */
export function countFeedSql(feed: Feed, target: FeedTarget): string {
  const condition = filterSql(feed);
  const matching = condition === undefined ? "COUNT(*)" : `COUNT(CASE WHEN ${condition} THEN 1 END)`;
  return `SELECT COUNT(*) AS "rows", ${matching} AS "matching" FROM ${rowsSql(target)}`;
}

function rowsSql({ schema, daysTable, date }: FeedTarget): string {
  return `${schema}.${daysTable} AS r WHERE r.${partitionColumn.name}='${date}'`;
}

function andFilter(feed: Feed): string {
  const condition = filterSql(feed);
  return condition === undefined ? "" : ` AND ${condition}`;
}

/** Returns the condition that a row `r` fits the filter; undefined if every row does. */
function filterSql({ filter: { devices, sources, area } }: Pick<Feed, "filter">): string | undefined {
  const conditions = [
    devices && `r.device_id IN (${devices.map(textSql).join(", ")})`,
    sources && sourcesSql(sources),
    area && areaSql(area),
  ].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? undefined : conditions.map((each) => `(${each})`).join(" AND ");
}

function sourcesSql(sources: readonly string[]): string {
  const clients = sources.filter((source) => source !== stageItself);
  return [
    ...(clients.length > 0 ? [`r.source IN (${clients.map(textSql).join(", ")})`] : []),
    ...(clients.length < sources.length ? ["r.source IS NULL"] : []),
  ].join(" OR ");
}

function formatSql({ format, compression }: Feed): string {
  if (format === "PARQUET") {
    return "FORMAT AS PARQUET PARALLEL OFF MANIFEST VERBOSE ROWGROUPSIZE 32 MB MAXFILESIZE 256 MB";
  }
  const packed = compression === "gzip" ? "GZIP " : "";
  const extension = compression === "gzip" ? "csv.gz" : "csv";
  return `FORMAT AS CSV HEADER PARALLEL OFF MANIFEST VERBOSE ${packed}MAXFILESIZE ${maxFileSize} EXTENSION '${extension}'`;
}

function textSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
