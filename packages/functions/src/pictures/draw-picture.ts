import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { DomainError } from "@ashiato/core/errors";
import { countLateRows } from "@ashiato/core/export-document";
import { pictureKey } from "@ashiato/core/export-keys";
import { listPartitionsSql } from "@ashiato/core/partition-sql";
import { makePicture } from "@ashiato/core/pictures/make-picture";
import { pictureStatements } from "@ashiato/core/pictures/picture-sql";
import { Resource } from "sst";
import { putGzip } from "../aws/gzip-objects.ts";
import { queryRows } from "../aws/redshift-data.ts";
import { findExportsOfDate, type FoundExport } from "../batch/find-exports.ts";
import { findRunLedger } from "../batch/run-ledger.ts";
import { FunctionError } from "../errors.ts";

const compress = promisify(gzip);

/** `publish` moves the partition right after it has written the document that the event is of. */
const firstWaitMilliseconds = 250;
const maxWaitMilliseconds = 8_000;
const shownWithinMilliseconds = 120_000;

export type DrawnPicture = {
  /** Superseded: a newer version came first, and has its own event. */
  result: "drawn" | "superseded" | "withoutParquet";
  date: string;
  version: number;
  rows?: number;
  bytes?: number;
};

/**
 * Counts the date's partition of the table of days, once that shows the version, and writes the picture
 * beside its export. Throws StatementFailed, LedgerMismatch if the counts are not of the version.
 */
export async function drawPicture(name: { date: string; version: number }): Promise<DrawnPicture> {
  const { date, version } = name;
  const bucket = Resource.Downloads.name;
  const current = await currentIf(name);
  if (current?.document.parquet === undefined) {
    return { result: current === undefined ? "superseded" : "withoutParquet", date, version };
  }
  if (!(await isShown(name, `s3://${bucket}/${current.document.parquet.prefix}`))) {
    return { result: "superseded", date, version };
  }
  const { schema, daysTable } = Resource.Warehouse;
  const { timeZone, run, conflicts } = current.document;
  const statements = pictureStatements({ schema, daysTable, date, timeZone });
  const label = (what: string) => `picture of version ${version} of ${date}: ${what}`;
  const hours = await queryRows(statements.hours, label("hours"));
  const devices = await queryRows(statements.devices, label("devices"));
  const grids: Parameters<typeof makePicture>[1]["grids"][number][] = [];
  for (const { perDegree, sql } of statements.grids) {
    grids.push({ perDegree, rows: await queryRows(sql, label(`cells, ${perDegree} a degree`)) });
  }
  // Late rows may have come while the statements ran.
  const after = await currentIf(name);
  if (after === undefined) {
    return { result: "superseded", date, version };
  }
  const ledger = await findRunLedger(Resource.Lake.name, run);
  const picture = makePicture(
    {
      date,
      timeZone,
      version,
      run,
      drawnAt: new Date().toISOString(),
      lateRows: countLateRows(current.supplements),
      conflicts,
      ledger: ledger && {
        rowsRead: ledger.rowsRead,
        rowsWritten: ledger.rowsWritten,
        rowsRejected: ledger.rowsRejected,
        rejected: ledger.rejected,
      },
    },
    { hours, devices, grids },
  );
  checkRows(picture.rows, current, after);
  const body = await compress(JSON.stringify(picture));
  await putGzip(bucket, pictureKey(current.document), body);
  return { result: "drawn", date, version, rows: picture.rows, bytes: body.length };
}

/** Returns the export if it is its date's current one. */
async function currentIf({ date, version }: { date: string; version: number }) {
  const [current] = await findExportsOfDate(Resource.Downloads.name, date);
  return current?.document.version === version ? current : undefined;
}

/**
 * Waits until the date's partition reads the folder. Returns false if a newer version has come. Throws
 * StatementFailed if it does not within two minutes.
 */
async function isShown(name: { date: string; version: number }, folder: string): Promise<boolean> {
  const { date } = name;
  const { schema, table, daysTable } = Resource.Warehouse;
  const sql = listPartitionsSql({ schema, table, daysTable }, { from: date, to: date });
  const deadline = Date.now() + shownWithinMilliseconds;
  for (let waitMilliseconds = firstWaitMilliseconds; ;) {
    const partitions = await queryRows(sql, `picture of ${date}: partition`);
    const location = partitions.find(([, , of]) => of === daysTable)?.[1];
    if (location === folder) {
      return true;
    }
    if ((await currentIf(name)) === undefined) {
      return false;
    }
    if (Date.now() > deadline) {
      throw new FunctionError(
        "StatementFailed",
        `The table ${daysTable} shows ${String(location)} of ${date} instead of ${folder}`,
      );
    }
    await wait(waitMilliseconds);
    waitMilliseconds = Math.min(waitMilliseconds * 2, maxWaitMilliseconds);
  }
}

/** Each statement read the rows of the version, and those of late rows that were there at its time. */
function checkRows(rows: number, before: FoundExport, after: FoundExport): void {
  const expected = [before, after].map(
    ({ document, supplements }) => document.rows + countLateRows(supplements),
  );
  const [fewest = 0, most = 0] = expected;
  if (rows < fewest || rows > most) {
    throw new DomainError(
      "LedgerMismatch",
      `The table of days has ${rows} rows of ${before.document.date}, and version ${before.document.version} ${fewest} to ${most}`,
    );
  }
}
