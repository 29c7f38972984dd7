import { type MovingCompaction, partitionFolder } from "@ashiato/core/daily-batch/compaction";
import { setLocationSql } from "@ashiato/core/export-sql";
import { Resource } from "sst";
import { deleteObjects, listObjects } from "../aws/objects.ts";
import { runStatement } from "../aws/redshift-data.ts";
import { collect } from "../batch/collect.ts";
import { readCompaction } from "../batch/compaction-record.ts";
import { FunctionError } from "../errors.ts";

/**
 * Makes a date's partition read the folder that the record of its compactions names. A query reads that one
 * or the one before. Looks again afterwards, in case another run has changed the record in the meantime.
 * Throws StatementFailed.
 */
export async function showPartition(date: string): Promise<void> {
  const { schema, table } = Resource.Warehouse;
  for (let shown: string | undefined; ;) {
    const folder = partitionFolder((await readCompaction(date)).value);
    if (folder === shown) {
      return;
    }
    const location = `s3://${Resource.Lake.name}/${folder}`;
    await runStatement(setLocationSql({ schema, table, date, location }), `move partition ${date}`);
    shown = folder;
  }
}

/**
 * Makes the date's partition read the new files of a compaction in the folder to which they were unloaded.
 * Throws ObjectUnreadable if one of them is not there: then no old file may go.
 */
export async function showCompacted(date: string, moving: MovingCompaction): Promise<void> {
  const bucket = Resource.Lake.name;
  const files = new Map(moving.files.map((file) => [file.from, file]));
  const there = await collect(listObjects(bucket, moving.folder));
  const found = there.filter(({ key, bytes }) => files.get(key)?.bytes === bytes);
  if (found.length < files.size) {
    throw new FunctionError(
      "ObjectUnreadable",
      `s3://${bucket}/${moving.folder} has ${found.length} of the ${files.size} files of the compaction of ${date}`,
    );
  }
  // The manifest, which would be read as rows.
  await deleteObjects(
    bucket,
    there.map(({ key }) => key).filter((key) => !files.has(key)),
  );
  await showPartition(date);
}
