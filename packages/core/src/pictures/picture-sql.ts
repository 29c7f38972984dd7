import { partitionColumn } from "../columns.ts";
import { gridCellsPerDegree, hoursOfDay, maxBusiest, maxCells, pictureBounds } from "./picture.ts";

/** The table of days and a date of it, as text that is spliced into SQL; the caller checks it. */
export type PictureSubject = {
  schema: string;
  daysTable: string;
  /** Business date, `yyyy-MM-dd`. */
  date: string;
  /** IANA name of the zone in which hours are counted. */
  timeZone: string;
};

/** The statements of a picture. Each has a bounded number of rows, whatever the day has. */
export type PictureStatements = {
  hours: string;
  devices: string;
  grids: { perDegree: number; sql: string }[];
};

/** The kinds of `quality`, in the order in which they are counted. */
export const countedQualities = ["ok", "zero", "speed", "jump"] as const;

const hours = Array.from({ length: hoursOfDay }, (_, hour) => hour);

/**
 * Returns the queries that a picture is made of, over the date's partition of the table of days. Cells are
 * computed by multiplication of exact decimals, so that a row on an edge is in the same cell everywhere.
 */
export function pictureStatements(subject: PictureSubject): PictureStatements {
  return {
    hours: hoursSql(subject),
    devices: devicesSql(subject),
    grids: gridCellsPerDegree.map((perDegree) => ({ perDegree, sql: cellsSql(subject, perDegree) })),
  };
}

function hoursSql(subject: PictureSubject): string {
  const counts = [
    "COUNT(*)",
    "COUNT(DISTINCT sender)",
    ...countedQualities.map((quality) => countIf(`quality = '${quality}'`)),
    ...bucketsSql(
      "gap",
      pictureBounds.gapSeconds.map((seconds) => seconds * 1_000_000),
    ),
    ...bucketsSql("speed_mps", pictureBounds.speedMetresPerSecond),
    ...bucketsSql("accuracy_m", pictureBounds.accuracyMetres),
  ];
  const previous =
    "LAG(recorded_at, 1) OVER (PARTITION BY source, device_id ORDER BY recorded_at, report_id)";
  const rows =
    `SELECT ${hourSql(subject)} AS h, ${senderSql} AS sender, quality, speed_mps, accuracy_m, ` +
    `recorded_at, ${previous} AS previous_at FROM ${rowsSql(subject)}`;
  const withGaps =
    "SELECT h, sender, quality, speed_mps, accuracy_m, " +
    `DATEDIFF(microsecond, previous_at, recorded_at) AS gap FROM (${rows}) AS r`;
  return `SELECT h, ${counts.map((sql, index) => `${sql} AS c${index}`).join(", ")} FROM (${withGaps}) AS g GROUP BY h ORDER BY h`;
}

function devicesSql(subject: PictureSubject): string {
  const time = (moment: string) => `TO_CHAR(${moment}(recorded_at), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  const devices =
    `SELECT NVL(source, '') AS sender, device_id, COUNT(*) AS n, ${time("MIN")} AS first_at, ${time("MAX")} AS last_at ` +
    `FROM ${rowsSql(subject)} GROUP BY NVL(source, ''), device_id`;
  return (
    "SELECT sender, device_id, n, first_at, last_at, COUNT(*) OVER () AS devices " +
    `FROM (${devices}) AS d ORDER BY n DESC, device_id, sender LIMIT ${maxBusiest}`
  );
}

function cellsSql(subject: PictureSubject, perDegree: number): string {
  const cell = (column: string) => `CAST(FLOOR(${column} * ${perDegree}) AS INTEGER)`;
  const rows =
    `SELECT ${cell("longitude")} AS x, ${cell("latitude")} AS y, ${hourSql(subject)} AS h ` +
    `FROM ${rowsSql(subject)} AND quality <> 'zero'`;
  const ofHours = hours.map((hour) => `${countIf(`h = ${hour}`)} AS h${hour}`).join(", ");
  const cells = `SELECT x, y, COUNT(*) AS n, ${ofHours} FROM (${rows}) AS r GROUP BY x, y`;
  const names = hours.map((hour) => `h${hour}`).join(", ");
  return (
    `SELECT x, y, ${names}, n, COUNT(*) OVER () AS cells FROM (${cells}) AS c ` +
    `ORDER BY n DESC, x, y LIMIT ${maxCells}`
  );
}

const senderSql = "NVL(source, '') || '/' || device_id";

function rowsSql({ schema, daysTable, date }: PictureSubject): string {
  return `${schema}.${daysTable} WHERE ${partitionColumn.name}='${date}'`;
}

function hourSql({ timeZone }: PictureSubject): string {
  return `CAST(DATE_PART(hour, CONVERT_TIMEZONE('${timeZone.replaceAll("'", "''")}', recorded_at)) AS INTEGER)`;
}

function countIf(condition: string): string {
  return `COUNT(CASE WHEN ${condition} THEN 1 END)`;
}

/** A row without the value is in none of the buckets. */
function bucketsSql(value: string, bounds: readonly number[]): string[] {
  const first = bounds[0] ?? 0;
  const last = bounds.at(-1) ?? 0;
  return [
    countIf(`${value} < ${first}`),
    ...bounds.slice(1).map((bound, index) => countIf(`${value} >= ${bounds[index]} AND ${value} < ${bound}`)),
    countIf(`${value} >= ${last}`),
  ];
}
