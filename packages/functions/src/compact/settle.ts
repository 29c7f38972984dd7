import { type MovingCompaction, settledCompaction } from "@ashiato/core/daily-batch/compaction";
import { compactedDatePrefix, compactedPrefix, parseCompactedKey, partitionPrefix } from "@ashiato/core/keys";
import { Resource } from "sst";
import { copyObject, deleteObjects, hasSize, listKeys, listObjects } from "../aws/objects.ts";
import { collect } from "../batch/collect.ts";
import { readCompaction, writeCompaction } from "../batch/compaction-record.ts";
import { listPendingDates } from "../batch/pending-dates.ts";
import { showCompacted, showPartition } from "./show-partition.ts";

/** A run, and which of its rounds. */
export type Round = { run: string; round: number };

/**
 * Brings the new files of compactions into the table's folders of their dates, where those of batches are:
 * the ones that earlier runs have made, and, as its partition must have the late rows, those of any date that
 * is pending. Removes what is left in the folders of others. Returns the dates that are settled.
 */
export async function settle({ run, round }: Round): Promise<string[]> {
  const bucket = Resource.Lake.name;
  const keys = await collect(listKeys(bucket, compactedPrefix));
  const dates = new Set(keys.flatMap((key) => parseCompactedKey(key)?.date ?? []));
  const pending = await listPendingDates(bucket);
  const settled: string[] = [];
  for (const date of [...dates].toSorted()) {
    if (round === 1) {
      await removeLeft(date, run);
    }
    const { moving } = (await readCompaction(date)).value;
    if (moving !== undefined && moving.step !== "planned" && (moving.run !== run || pending.has(date))) {
      await finishCompaction(date, moving);
      settled.push(date);
    }
  }
  return settled;
}

/**
 * Removes the files of UNLOADs that no partition reads and none will: those of a compaction that is settled,
 * and those of one that was never decided on, once its run cannot decide on it any more.
 */
async function removeLeft(date: string, run: string): Promise<void> {
  const bucket = Resource.Lake.name;
  const read = await readCompaction(date);
  const { moving, ...rest } = read.value;
  if (moving?.step === "planned" && moving.run !== run && !(await writeCompaction(read, rest))) {
    return;
  }
  const inUse = moving === undefined || moving.step === "planned" ? undefined : moving.folder;
  const keys = await collect(listKeys(bucket, compactedDatePrefix(date)));
  await deleteObjects(
    bucket,
    keys.filter(
      (key) => parseCompactedKey(key)?.run !== run && (inUse === undefined || !key.startsWith(inUse)),
    ),
  );
}

/**
 * Finishes a compaction that was decided on, from whichever point it has reached. The partition reads the new
 * files in their own folder until the table's folder has them, and no old one.
 */
export async function finishCompaction(date: string, moving: MovingCompaction): Promise<void> {
  const bucket = Resource.Lake.name;
  if (moving.step === "switched") {
    await showCompacted(date, moving);
    const old = new Map(moving.replaced.map((object) => [object.key, object]));
    const there = await collect(listObjects(bucket, partitionPrefix(date)));
    // A file that was written again since its rows were read is a late one.
    const unchanged = there.filter(
      ({ key, bytes, modified }) => old.get(key)?.modified === modified && old.get(key)?.bytes === bytes,
    );
    await deleteObjects(
      bucket,
      unchanged.map(({ key }) => key),
    );
    for (const { from, key, bytes } of moving.files) {
      if (!(await hasSize(bucket, key, bytes))) {
        await copyObject(bucket, from, key);
      }
    }
    await change(date, moving, "copied");
  }
  await showPartition(date);
  await change(date, moving, "settled");
}

/** Notes the next step of a compaction. Another run that has noted it as well has done the same. */
async function change(date: string, moving: MovingCompaction, step: "copied" | "settled"): Promise<void> {
  const read = await readCompaction(date);
  const now = read.value.moving;
  if (now === undefined || now.step === "planned" || now.folder !== moving.folder) {
    return;
  }
  await writeCompaction(
    read,
    step === "settled" ? settledCompaction(read.value, now) : { ...read.value, moving: { ...now, step } },
  );
}
