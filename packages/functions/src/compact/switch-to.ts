import type { MovingCompaction } from "@ashiato/core/daily-batch/compaction";
import { countLateRows } from "@ashiato/core/export-document";
import { pendingDatePrefix } from "@ashiato/core/run-keys";
import { compactedFolder, compactedStoreKey } from "@ashiato/core/store-keys";
import { Resource } from "sst";
import { allKeys, deleteObjects, hasSize } from "../aws/objects.ts";
import { readCompaction, writeCompaction } from "../batch/compaction-record.ts";
import { findExportsOfDate } from "../batch/find-exports.ts";
import { readManifest } from "../batch/read-manifest.ts";
import { listPartition } from "./plan-compactions.ts";
import { showCompacted } from "./show-partition.ts";

/** An UNLOAD of a compaction that has ended. */
export type Unloaded = { run: string; date: string; attempt: number };

/** Why the files of a date stay as they are: `failed` if the table and the export do not fit together. */
type Refusal = { result: "abandoned" | "failed"; reason: string };

/** What came of a compaction: the date's files and rows, or why they stay as they are. */
export type Switched =
  | { result: "compacted"; date: string; filesBefore: number; files: number; rows: number; bytes: number }
  | (Refusal & { date: string });

/**
 * Moves a date's partition to the files that UNLOAD has written anew, if they hold what the date's export
 * does and nothing has come since they were planned: notes it in the record, by a conditional write, and then
 * moves it. The old files stay for the queries that read them, until a later run. Throws ObjectUnreadable,
 * StatementFailed.
 */
export async function switchTo(unloaded: Unloaded): Promise<Switched> {
  const { run, date } = unloaded;
  const folder = compactedFolder(unloaded);
  const read = await readCompaction(date);
  const { moving } = read.value;
  if (moving !== undefined && moving.step !== "planned" && moving.folder === folder) {
    // A repetition.
    return await show(date, moving);
  }
  if (moving?.step !== "planned" || moving.run !== run) {
    const reason = `run ${run} has not planned it, or another run has taken it over`;
    return await abandon(unloaded, { result: "abandoned", reason });
  }
  const { settled } = read.value;
  const checked = await check(unloaded, moving.replaced);
  if ("reason" in checked) {
    return (await writeCompaction(read, { date, settled }))
      ? await abandon(unloaded, checked)
      : await switchTo(unloaded);
  }
  const switched: MovingCompaction = { ...moving, ...checked, step: "switched", folder };
  return (await writeCompaction(read, { date, settled, moving: switched }))
    ? await show(date, switched)
    : // Another run has taken it over, or another attempt at this step has decided.
      await switchTo(unloaded);
}

/** Returns the new files and the conflicts that they lack, or why they may not replace the old ones. */
async function check(
  unloaded: Unloaded,
  replaced: MovingCompaction["replaced"],
): Promise<Pick<MovingCompaction, "files" | "conflicts"> | Refusal> {
  const { date } = unloaded;
  const bucket = Resource.Lake.name;
  const [current] = await findExportsOfDate(Resource.Downloads.name, date);
  if (current === undefined) {
    return { result: "failed", reason: "the date has no export" };
  }
  const { document, supplements } = current;
  const exported = document.rows + countLateRows(supplements);
  const manifest = await readManifest(bucket, `${compactedFolder(unloaded)}manifest`);
  const rows = sumOf(manifest, "rows");
  if (rows === 0 || rows !== exported) {
    return { result: "failed", reason: `the new files have ${rows} rows, and the export ${exported}` };
  }
  const present = await Promise.all(manifest.map(({ key, bytes }) => hasSize(bucket, key, bytes)));
  if (!present.every(Boolean)) {
    return { result: "failed", reason: "the new files are not those of the manifest" };
  }
  // In this order: `distribute` writes a file before its marker.
  if ((await allKeys(bucket, pendingDatePrefix(date))).length > 0) {
    return { result: "abandoned", reason: "the date is pending again" };
  }
  if (JSON.stringify(await listPartition(date)) !== JSON.stringify(replaced)) {
    return { result: "abandoned", reason: "the date has other files than before" };
  }
  return {
    files: manifest.map(({ key: from, ...file }, index) => ({
      from,
      key: compactedStoreKey(unloaded, index),
      ...file,
    })),
    conflicts: document.conflicts + sumOf(supplements, "conflicts"),
  };
}

function sumOf<Name extends string>(items: readonly Record<Name, number>[], name: Name): number {
  return items.reduce((sum, item) => sum + item[name], 0);
}

async function show(date: string, moving: MovingCompaction): Promise<Switched> {
  if (moving.step === "switched") {
    await showCompacted(date, moving);
  }
  const { files, replaced } = moving;
  return {
    result: "compacted",
    date,
    filesBefore: replaced.length,
    files: files.length,
    rows: sumOf(files, "rows"),
    bytes: sumOf(files, "bytes"),
  };
}

async function abandon(unloaded: Unloaded, refusal: Refusal): Promise<Switched> {
  const bucket = Resource.Lake.name;
  await deleteObjects(bucket, await allKeys(bucket, compactedFolder(unloaded)));
  return { ...refusal, date: unloaded.date };
}
