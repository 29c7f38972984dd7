import type { UnloadName } from "./export-keys.ts";

/** The table's partitions: only data files, because Spectrum reads sub-folders too. */
export const storePrefix = "store/";
/** What compactions write, until it is in the table's folders: a folder for each UNLOAD, with data alone. */
export const compactedPrefix = "compacted/";
/** One record for each date that a compaction has rewritten, or is rewriting. */
export const compactionPrefix = "compactions/";

/** Returns the folder of a partition, as ADD PARTITION names it. */
export function partitionPrefix(date: string): string {
  return `${storePrefix}dt=${date}/`;
}

export function storeKey(date: string, batch: string): string {
  return `${partitionPrefix(date)}${batch}.csv.gz`;
}

/** Reads a key of `storeKey` back; undefined for any other key. */
export function parseStoreKey(key: string): { date: string; batch: string } | undefined {
  const [, date, batch] = /^store\/dt=(\d{4}-\d\d-\d\d)\/([^/]+)\.csv\.gz$/.exec(key) ?? [];
  return date === undefined || batch === undefined ? undefined : { date, batch };
}

/** Returns the prefix of all that compactions of a date unload. */
export function compactedDatePrefix(date: string): string {
  return `${compactedPrefix}dt=${date}/`;
}

/**
 * Returns the folder of one UNLOAD of a compaction. May contain expressions that the state machine fills in.
 */
export function compactedFolder(name: {
  [Part in keyof Omit<UnloadName, "version">]: string | number;
}): string {
  return `${compactedDatePrefix(name.date.toString())}run=${name.run}/attempt=${name.attempt}/`;
}

/** Returns the date and the run of a key below `compactedFolder`; undefined for any other key. */
export function parseCompactedKey(key: string): { date: string; run: string } | undefined {
  const [, date, run] = /^compacted\/dt=(\d{4}-\d\d-\d\d)\/run=([^/]+)\//.exec(key) ?? [];
  return date === undefined || run === undefined ? undefined : { date, run };
}

/** Returns the name that a compacted file has among those of batches in the table's folder of its date. */
export function compactedStoreKey({ date, run, attempt }: Omit<UnloadName, "version">, file: number): string {
  return storeKey(date, `compacted-${run}-${attempt}-${String(file).padStart(3, "0")}`);
}

/** Returns whether a key of `storeKey` is one of `compactedStoreKey`. */
export function isCompacted(key: string): boolean {
  return key.includes("/compacted-");
}

export function compactionKey(date: string): string {
  return `${compactionPrefix}dt=${date}.json`;
}

/** Reads a key of `compactionKey` back; undefined if it is not one. */
export function parseCompactionKey(key: string): { date: string } | undefined {
  const [, date] = /^compactions\/dt=(\d{4}-\d\d-\d\d)\.json$/.exec(key) ?? [];
  return date === undefined ? undefined : { date };
}
