/** Where things lie in the two buckets. Every key of the app is made, and read back, here. */

/** The inbox: an object here is not yet distributed. */
export const workPrefix = "work/";
/** The table's partitions: only data files, because Spectrum reads sub-folders too. */
export const storePrefix = "store/";
/** One marker for each date and batch that no export holds yet. */
export const pendingPrefix = "pending/";
/** One marker for each distributed batch: its outputs are complete, its inputs may be deleted. */
export const batchPrefix = "batches/";
export const rejectedPrefix = "rejected/";
/** What the app rejects after it was answered with 202, each under a folder of its own. People put more beside them, to repair it. */
export const rejectedFolders = ["messages", "rows", "conflicts"] as const;
export type RejectedFolder = (typeof rejectedFolders)[number];
export const runPrefix = "runs/";
export const exportPrefix = "exports/";

/** A chunk that `store` wrote: when, the how-many-eth of its invocation, and the start of its content's SHA-256. */
export type ChunkName = { storedAt: Date; chunk: number; hash: string };

/** `work/<yyyy>/<mm>/<dd>/<time>-<n>-<hash>.csv.gz`, time in UTC as `HHmmssSSS`. */
export function workKey(name: ChunkName): string {
  return `${workPrefix}${chunkPath(name)}.csv.gz`;
}

/** Messages that `store` could not read, as JSON lines with the reason. */
export function rejectedMessagesKey(name: ChunkName): string {
  return `${rejectedFolder("messages")}${chunkPath(name)}.jsonl.gz`;
}

/** Rows that `distribute` could not use, as CSV with the reason. */
export function rejectedRowsKey(batch: string): string {
  return `${rejectedFolder("rows")}${batch}.csv.gz`;
}

/** What UNLOAD puts before the number of each file of the rows that an export left out because another report has their identity. */
export function conflictsPrefix(date: string, run: string): string {
  return `${rejectedFolder("conflicts")}dt=${date}/run=${run}/conflicts_${date}_`;
}

/** The folder of a partition, as ADD PARTITION names it. */
export function partitionPrefix(date: string): string {
  return `${storePrefix}dt=${date}/`;
}

export function storeKey(date: string, batch: string): string {
  return `${partitionPrefix(date)}${batch}.csv.gz`;
}

export function batchKey(batch: string): string {
  return `${batchPrefix}${batch}.json`;
}

export function pendingKey(date: string, batch: string): string {
  return `${pendingPrefix}dt=${date}/${batch}.json`;
}

/** Reads a key of `pendingKey` back; undefined if it is none. */
export function parsePendingKey(key: string): { date: string; batch: string } | undefined {
  const [, date, batch] = /^pending\/dt=(\d{4}-\d\d-\d\d)\/([^/]+)\.json$/.exec(key) ?? [];
  return date !== undefined && batch !== undefined ? { date, batch } : undefined;
}

/** Prefix of the Distributed Map's ResultWriter, without the slash that Step Functions adds. */
export function mapResultsPrefix(run: string): string {
  return `${runPrefix}${run}/map`;
}

export function ledgerKey(run: string): string {
  return `${runPrefix}${run}/ledger.json`;
}

/** What the run has to export for a date: the markers it covers and the rows it wrote. */
export function runDateKey(run: string, date: string): string {
  return `${runPrefix}${run}/dates/${date}.json`;
}

/** The run's entry in its ledger for an export that it published. */
export function runExportKey(run: string, date: string): string {
  return `${runPrefix}${run}/exports/${date}.json`;
}

/** All exports of a business date, one folder for each run. */
export function exportDatePrefix(date: string): string {
  return `${exportPrefix}dt=${date}/`;
}

/** What UNLOAD puts before the number of each file and before `manifest`. */
export function unloadPrefix(date: string, run: string): string {
  return `${exportDatePrefix(date)}run=${run}/locations_${date}_`;
}

export function unloadManifestKey(date: string, run: string): string {
  return `${unloadPrefix(date, run)}manifest`;
}

/** Written last: an export exists when this object does. */
export function exportDocumentKey(date: string, run: string): string {
  return `${exportDatePrefix(date)}run=${run}/export.json`;
}

/** Reads a key of `exportDocumentKey` back; undefined if it is none. */
export function parseExportDocumentKey(key: string): { date: string; run: string } | undefined {
  const [, date, run] = /^exports\/dt=(\d{4}-\d\d-\d\d)\/run=([^/]+)\/export\.json$/.exec(key) ?? [];
  return date !== undefined && run !== undefined ? { date, run } : undefined;
}

/** The prefix of a folder of `rejected/`. */
export function rejectedFolder(folder: RejectedFolder): string {
  return `${rejectedPrefix}${folder}/`;
}

function chunkPath({ storedAt, chunk, hash }: ChunkName): string {
  const digits = storedAt.toISOString().replaceAll(/\D/g, "");
  const day = `${digits.slice(0, 4)}/${digits.slice(4, 6)}/${digits.slice(6, 8)}`;
  return `${day}/${digits.slice(8)}-${chunk}-${hash}`;
}
