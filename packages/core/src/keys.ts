/** Where things are in the two buckets. Every key of the app is made, and read back, here. */

/** The inbox: an object here is not yet distributed. */
export const workPrefix = "work/";
/** The table's partitions: only data files, because Spectrum reads sub-folders too. */
export const storePrefix = "store/";
/**
 * One marker for each date and batch that no export holds yet, and for each date that a run was asked for.
 */
export const pendingPrefix = "pending/";
/**
 * One object for each version of a date's export, written before the warehouse reads what the version is to
 * hold.
 */
export const claimPrefix = "claims/";
/** One record for each drain of the queue that is at work, or that did not end well. */
export const drainPrefix = "drains/";
/** Which execution of the batch has the inbox. */
export const lockKey = "locks/daily-batch.json";
/** One marker for each distributed batch: its outputs are complete, its inputs may be deleted. */
export const batchPrefix = "batches/";
export const rejectedPrefix = "rejected/";
/**
 * What the app rejects after it was answered with 2xx, each under a folder of its own. People put more beside
 * them, to repair it.
 */
export const rejectedFolders = ["reports", "messages", "rows", "conflicts"] as const;
export type RejectedFolder = (typeof rejectedFolders)[number];
export const runPrefix = "runs/";
export const exportPrefix = "exports/";
/** The moment up to which every accepted report is in an export. */
export const completeThroughKey = `${exportPrefix}complete-through.json`;

/**
 * A chunk that `store` wrote: its time, its number within the invocation, and the start of the SHA-256 of its
 * content.
 */
export type ChunkName = { storedAt: Date; chunk: number; hash: string };

/** Returns a key of the form `work/<yyyy>/<mm>/<dd>/<time>-<n>-<hash>.csv.gz`, time in UTC as `HHmmssSSS`. */
export function workKey(name: ChunkName): string {
  return `${workPrefix}${chunkPath(name)}.csv.gz`;
}

/**
 * Returns the key of reports of phones that break a rule, as JSON lines with the reason and the request that
 * holds each.
 */
export function rejectedReportsKey(name: ChunkName): string {
  return `${rejectedFolder("reports")}${chunkPath(name)}.jsonl.gz`;
}

/** Messages that `store` could not read, as JSON lines with the reason. */
export function rejectedMessagesKey(name: ChunkName): string {
  return `${rejectedFolder("messages")}${chunkPath(name)}.jsonl.gz`;
}

/** Returns the key of rows that `distribute` could not use, as CSV with the reason. */
export function rejectedRowsKey(batch: string): string {
  return `${rejectedFolder("rows")}${batch}.csv.gz`;
}

/**
 * Returns what UNLOAD puts before the number of each file of the rows that an export left out because another
 * report has their identity. May hold expressions that the state machine fills in.
 */
export function conflictsPrefix(name: { [Part in keyof ExportName]: string | number }): string {
  const { date, run, version } = name;
  return `${rejectedFolder("conflicts")}dt=${date}/run=${run}/version=${version}/conflicts_${date}_`;
}

/**
 * A drain, and when everything that it has received is visible on the queue again if it fails, in
 * milliseconds.
 */
export type DrainName = { until: number; id: string };

export function drainKey({ until, id }: DrainName): string {
  return `${drainPrefix}${until}-${id}.json`;
}

/** Reads a key of `drainKey` back; undefined if it is not one. */
export function parseDrainKey(key: string): DrainName | undefined {
  const [, until, id] = /^drains\/(\d+)-([^/]+)\.json$/.exec(key) ?? [];
  return until === undefined || id === undefined ? undefined : { until: Number(until), id };
}

/** Returns the folder of a partition, as ADD PARTITION names it. */
export function partitionPrefix(date: string): string {
  return `${storePrefix}dt=${date}/`;
}

export function storeKey(date: string, batch: string): string {
  return `${partitionPrefix(date)}${batch}.csv.gz`;
}

export function batchKey(batch: string): string {
  return `${batchPrefix}${batch}.json`;
}

/** Returns the prefix of all markers of a business date. */
export function pendingDatePrefix(date: string): string {
  return `${pendingPrefix}dt=${date}/`;
}

export function pendingKey(date: string, batch: string): string {
  return `${pendingDatePrefix(date)}${batch}.json`;
}

/**
 * Returns the key of the marker of a date that a run was asked for: it stays until an export answers the
 * request, whichever run makes it.
 */
export function requestKey(date: string, run: string): string {
  return pendingKey(date, `request-${run}`);
}

/** Returns whether a marker was left by a request. */
export function isRequest(key: string): boolean {
  return /\/request-[^/]*$/.test(key);
}

/** Reads the date of a key of `pendingKey` or `requestKey` back; undefined if it is not one. */
export function parsePendingKey(key: string): { date: string } | undefined {
  const [, date] = /^pending\/dt=(\d{4}-\d\d-\d\d)\/[^/]+\.json$/.exec(key) ?? [];
  return date === undefined ? undefined : { date };
}

/** Returns the prefix of all claims of a business date. */
export function claimDatePrefix(date: string): string {
  return `${claimPrefix}dt=${date}/`;
}

export function claimKey(date: string, version: number): string {
  return `${claimDatePrefix(date)}${version}.json`;
}

/** Reads a key of `claimKey` back; undefined if it is not one. */
export function parseClaimKey(key: string): { date: string; version: number } | undefined {
  const [, date, version] = /^claims\/dt=(\d{4}-\d\d-\d\d)\/([1-9]\d*)\.json$/.exec(key) ?? [];
  return date === undefined ? undefined : { date, version: Number(version) };
}

/** Returns the prefix of the Distributed Map's ResultWriter, without the slash that Step Functions adds. */
export function mapResultsPrefix(run: string): string {
  return `${runPrefix}${run}/map`;
}

/** Returns the prefix of what a run read and wrote in each of its rounds. */
export function ledgerPrefix(run: string): string {
  return `${runPrefix}${run}/ledger/`;
}

export function ledgerKey(run: string, round: number): string {
  return `${ledgerPrefix(run)}${round}.json`;
}

/**
 * Returns the key of the run's entry in its ledger for an export that it published, or that gave way to a
 * later one.
 */
export function runExportKey({ run, date, version }: ExportName): string {
  return `${runPrefix}${run}/exports/${date}-v${version}.json`;
}

/** What names an export of a business date: versions are given once, so no two runs have one in common. */
export type ExportName = { date: string; run: string; version: number };

/**
 * An UNLOAD of an export. A run that is stopped and redriven begins another attempt, while the former may
 * still be writing.
 */
export type UnloadName = ExportName & { attempt: number };

/**
 * Returns the prefix of all exports of a business date, a folder for each run and in it one for each version.
 */
export function exportDatePrefix(date: string): string {
  return `${exportPrefix}dt=${date}/`;
}

/**
 * Returns what UNLOAD puts before the number of each file and before `manifest`. May hold expressions that
 * the state machine fills in.
 */
export function unloadPrefix(name: { [Part in keyof UnloadName]: string | number }): string {
  return `${attemptPrefix(name)}locations_${name.date}_`;
}

/** Returns the folder of all that one UNLOAD writes. */
export function attemptPrefix(name: { [Part in keyof UnloadName]: string | number }): string {
  const { date, run, version, attempt } = name;
  return `${exportDatePrefix(date.toString())}run=${run}/version=${version}/attempt=${attempt}/`;
}

export function unloadManifestKey(name: UnloadName): string {
  return `${unloadPrefix(name)}manifest`;
}

/** Written last: an export exists when this object does. */
export function exportDocumentKey({ date, run, version }: ExportName): string {
  return `${exportDatePrefix(date)}run=${run}/version=${version}/export.json`;
}

/**
 * Reads a key of `exportDocumentKey` back; undefined if it is not one. An export of a run that claimed no
 * version is one folder higher, and its document alone has the version.
 */
export function parseExportDocumentKey(
  key: string,
): { date: string; run: string; version: number | undefined } | undefined {
  const [, date, run, version] =
    /^exports\/dt=(\d{4}-\d\d-\d\d)\/run=([^/]+)\/(?:version=([1-9]\d*)\/)?export\.json$/.exec(key) ?? [];
  return date === undefined || run === undefined
    ? undefined
    : { date, run, version: version === undefined ? undefined : Number(version) };
}

/** Returns the key of where the rows of each device begin in the files of an export. */
export function deviceIndexKey({ date, run, version }: ExportName): string {
  return `${exportDatePrefix(date)}run=${run}/version=${version}/devices.json`;
}

/** Returns the key of the document of an export's supplement; the first has the number 1. */
export function supplementKey({ date, run, version }: ExportName, number: number): string {
  return `${exportDatePrefix(date)}run=${run}/version=${version}/supplement-${number}.json`;
}

/** Returns whether a key is one of `supplementKey`. */
export function isSupplementKey(key: string): boolean {
  return /^exports\/dt=\d{4}-\d\d-\d\d\/run=[^/]+\/version=[1-9]\d*\/supplement-[1-9]\d*\.json$/.test(key);
}

/** Returns the key of a supplement's CSV, in the folder of the version that its run claimed. */
export function supplementFileKey({ date, run, version }: ExportName, sha256: string): string {
  return `${exportDatePrefix(date)}run=${run}/version=${version}/supplement/locations_${date}_${sha256.slice(0, 16)}.csv`;
}

/** Returns the prefix of a folder of `rejected/`. */
export function rejectedFolder(folder: RejectedFolder): string {
  return `${rejectedPrefix}${folder}/`;
}

function chunkPath({ storedAt, chunk, hash }: ChunkName): string {
  const digits = storedAt.toISOString().replaceAll(/\D/g, "");
  const day = `${digits.slice(0, 4)}/${digits.slice(4, 6)}/${digits.slice(6, 8)}`;
  return `${day}/${digits.slice(8)}-${chunk}-${hash}`;
}
