import { addLocationSql, setLocationSql } from "@ashiato/core/export-sql";
import { Resource } from "sst";
import { runStatement } from "../aws/redshift-data.ts";
import { findExportsOfDate } from "./find-exports.ts";

/**
 * Makes the table of days show the current export of a date: its partition then reads that export's Parquet
 * files. A query reads the files of one export or of the other, as the old ones stay where they are. Looks
 * again afterwards: of two runs that move the partition at the same time, the last to do so sees which export
 * is the current one. Does nothing for an export without Parquet. Throws StatementFailed.
 */
export async function showDay(date: string): Promise<void> {
  const { name: bucket } = Resource.Downloads;
  const { schema, daysTable } = Resource.Warehouse;
  for (let shown: number | undefined; ;) {
    const current = (await findExportsOfDate(bucket, date))[0]?.document;
    if (current?.parquet === undefined || current.version === shown) {
      return;
    }
    const location = `s3://${bucket}/${current.parquet.prefix}`;
    const target = { schema, table: daysTable, date, location };
    for (const sql of [addLocationSql(target), setLocationSql(target)]) {
      await runStatement(sql, `show version ${current.version} of ${date}`);
    }
    shown = current.version;
  }
}
