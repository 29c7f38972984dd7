import { businessDate } from "@ashiato/core/business-date";
import { compactionIsDue, type CompactionLimits, type DateFiles } from "@ashiato/core/daily-batch/compaction";
import {
  compactionPrefix,
  isCompacted,
  parseCompactionKey,
  parseStoreKey,
  partitionPrefix,
  storePrefix,
} from "@ashiato/core/store-keys";
import { Resource } from "sst";
import { listObjects } from "../aws/objects.ts";
import { collect } from "../batch/collect.ts";
import { readCompaction, writeCompaction } from "../batch/compaction-record.ts";
import { listPendingDates } from "../batch/pending-dates.ts";

/** What a run may compact. */
export type Planning = CompactionLimits & { run: string; room: number };

/**
 * Plans compactions of dates that are due, and that have nothing pending besides what the run is about to
 * export: writes down the files that each is to replace, before the warehouse reads them. Those that were
 * never compacted come first, then the one that was tried longest ago, so that none keeps others waiting.
 * Returns the dates.
 */
export async function planCompactions(
  { run, room, ...limits }: Planning,
  exported: readonly string[],
): Promise<string[]> {
  const planned: string[] = [];
  if (room === 0) {
    return planned;
  }
  for (const date of await datesDue(limits, new Set(exported))) {
    if (planned.length < room && (await plan(date, run))) {
      planned.push(date);
    }
  }
  return planned;
}

async function plan(date: string, run: string): Promise<boolean> {
  const read = await readCompaction(date);
  const { moving } = read.value;
  // The run that finishes it has not come yet.
  if (moving !== undefined && moving.step !== "planned") {
    return false;
  }
  return await writeCompaction(read, {
    ...read.value,
    moving: { step: "planned", run, replaced: await listPartition(date) },
  });
}

/** Returns the objects in the table's folder of a date. */
export async function listPartition(
  date: string,
): Promise<{ key: string; bytes: number; modified: string }[]> {
  return await collect(listObjects(Resource.Lake.name, partitionPrefix(date)));
}

async function datesDue(limits: CompactionLimits, exported: ReadonlySet<string>): Promise<string[]> {
  const bucket = Resource.Lake.name;
  const { timeZone } = Resource.Settings;
  const today = businessDate(Date.now(), timeZone);
  const pending = await listPendingDates(bucket);
  const due = (await countFiles(bucket, timeZone)).filter(
    (files) =>
      (exported.has(files.date) || !pending.has(files.date)) && compactionIsDue(files, today, limits),
  );
  const tried = new Map<string, string>();
  for await (const { key, modified } of listObjects(bucket, compactionPrefix)) {
    tried.set(parseCompactionKey(key)?.date ?? "", modified);
  }
  const triedAt = ({ date }: DateFiles): string => tried.get(date) ?? "";
  return due
    .toSorted((a, b) => (triedAt(a) < triedAt(b) ? -1 : Number(triedAt(a) > triedAt(b)) || b.loose - a.loose))
    .map(({ date }) => date);
}

async function countFiles(bucket: string, timeZone: string): Promise<DateFiles[]> {
  const dates = new Map<string, DateFiles>();
  for await (const { key, modified } of listObjects(bucket, storePrefix)) {
    const date = parseStoreKey(key)?.date;
    if (date === undefined) {
      continue;
    }
    const files = dates.get(date) ?? { date, loose: 0, compacted: 0, compactedOn: undefined };
    dates.set(date, files);
    if (isCompacted(key)) {
      files.compacted += 1;
      files.compactedOn = businessDate(Date.parse(modified), timeZone);
    } else {
      files.loose += 1;
    }
  }
  return [...dates.values()];
}
