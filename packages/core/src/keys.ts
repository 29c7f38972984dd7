/** The keys in the two buckets. Every key of the app is made, and parsed, here. */

/** The inbox of objects that are not yet distributed. */
export const workPrefix = "work/";
/** The table's partitions: only data files, because Spectrum reads sub-folders too. */
export const storePrefix = "store/";
/** What compactions write, until it is in the table's folders: a folder for each UNLOAD, with data alone. */
export const compactedPrefix = "compacted/";
/** One record for each date that a compaction has rewritten, or is rewriting. */
export const compactionPrefix = "compactions/";
/**
 * One marker for each date and batch that no export holds yet, and for each date that was requested of a run.
 */
export const pendingPrefix = "pending/";
/**
 * One object for each version of a date's export, written before the warehouse reads the version's rows.
 */
export const claimPrefix = "claims/";
/** One record for each drain of the queue that is at work, or that did not end well. */
export const drainPrefix = "drains/";
/** Names the execution of the batch that has the inbox. */
export const lockKey = "locks/daily-batch.json";
/** One marker for each distributed batch: its outputs are complete, its inputs may be deleted. */
export const batchPrefix = "batches/";
export const rejectedPrefix = "rejected/";
/**
 * What the app rejects after a 2xx, each kind in its own folder. People may add folders beside them for
 * repairs.
 */
export const rejectedFolders = ["reports", "messages", "rows", "conflicts"] as const;
export type RejectedFolder = (typeof rejectedFolders)[number];
/** One record for each withdrawal of a client's rows from a date. */
export const withdrawalPrefix = "withdrawals/";
/** The rows that withdrawals took out of the table, as its files have them. */
export const withdrawnPrefix = "withdrawn/";
/** What is known of the files that were dropped: receipts, and what their conversion writes. */
export const intakePrefix = "intake/";
/** One record for each file that was announced for an upload. */
export const uploadPrefix = "uploads/";
export const runPrefix = "runs/";
/** What each comparison of the stored data found. */
export const reconciliationPrefix = "reconciliations/";
export const exportPrefix = "exports/";
/**
 * In the lake, what UNLOAD writes for feeds; in the downloads, the files of feeds, in a folder for each
 * client.
 */
export const feedPrefix = "feeds/";
/** One document for each feed, date and version that was delivered, wherever its files are. */
export const deliveryPrefix = "deliveries/";
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
 * Returns the key of phones' reports that break a rule, as JSON lines, each with the reason and the request.
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
 * Returns the prefix of the files with an export's conflicts; UNLOAD appends a number to it. May contain
 * expressions that the state machine fills in.
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
 * Returns the key of the marker of a requested date. The marker stays until an export of any run covers the
 * request.
 */
export function requestKey(date: string, run: string): string {
  return pendingKey(date, `request-${run}`);
}

/** Returns whether a marker was left by a request. */
export function isRequest(key: string): boolean {
  return /\/request-[^/]*$/.test(key);
}

/** Returns the date in a key of `pendingKey` or `requestKey`; undefined for any other key. */
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

/** Parses a key of `claimKey`; returns undefined for any other key. */
export function parseClaimKey(key: string): { date: string; version: number } | undefined {
  const [, date, version] = /^claims\/dt=(\d{4}-\d\d-\d\d)\/([1-9]\d*)\.json$/.exec(key) ?? [];
  return date === undefined ? undefined : { date, version: Number(version) };
}

/**
 * Returns the key of a run's ledger entry for an export that it published, or that gave way to another one.
 */
export function runExportKey({ run, date, version }: ExportName): string {
  return `${runPrefix}${run}/exports/${date}-v${version}.json`;
}

/** Parses a key of `runExportKey`; returns undefined for any other key. */
export function parseRunExportKey(key: string): ExportName | undefined {
  const [, run, date, version] =
    /^runs\/([^/]+)\/exports\/(\d{4}-\d\d-\d\d)-v([1-9]\d*)\.json$/.exec(key) ?? [];
  return date === undefined || run === undefined || version === undefined
    ? undefined
    : { date, run, version: Number(version) };
}

/** Returns the key of what a comparison of the stored data found. */
export function reconciliationKey(name: string): string {
  return `${reconciliationPrefix}${name}.json`;
}

/** Identifies an export of a business date. Each version is given once, so no two runs share one. */
export type ExportName = { date: string; run: string; version: number };

/**
 * Identifies an UNLOAD of an export. A run that is stopped and redriven makes another attempt while the first
 * may still be writing.
 */
export type UnloadName = ExportName & { attempt: number };

/**
 * Returns the prefix of all exports of a business date, with a folder for each run, and in it one for each
 * version.
 */
export function exportDatePrefix(date: string): string {
  return `${exportPrefix}dt=${date}/`;
}

/**
 * Returns the prefix to which UNLOAD appends the number of each file, and `manifest`. May contain expressions
 * that the state machine fills in.
 */
export function unloadPrefix(name: { [Part in keyof UnloadName]: string | number }): string {
  return `${attemptPrefix(name)}locations_${name.date}_`;
}

/**
 * Returns the folder of an UNLOAD's Parquet files: what a partition of the table of days points to, so only
 * data files may lie below it. May contain expressions that the state machine fills in.
 */
export function parquetPrefix(name: { [Part in keyof UnloadName]: string | number }): string {
  return `${attemptPrefix(name)}parquet/`;
}

/** Returns the prefix to which UNLOAD appends the number of each Parquet file. */
export function parquetUnloadPrefix(name: { [Part in keyof UnloadName]: string | number }): string {
  return `${parquetPrefix(name)}locations_${name.date}_`;
}

/** Returns the key of the late rows of a supplement, beside the Parquet files of its export. */
export function lateParquetKey(prefix: string, number: number): string {
  return `${prefix}late-${number}.parquet`;
}

/** Returns the prefix of all that the attempts at a version unloaded. */
export function attemptsPrefix({ date, run, version }: ExportName): string {
  return `${exportDatePrefix(date)}run=${run}/version=${version}/attempt=`;
}

/** Returns the version to which a file of an attempt belongs; undefined for any other key. */
export function parseAttemptKey(key: string): ExportName | undefined {
  const [, date, run, version] =
    /^exports\/dt=(\d{4}-\d\d-\d\d)\/run=([^/]+)\/version=([1-9]\d*)\/attempt=/.exec(key) ?? [];
  return date === undefined || run === undefined || version === undefined
    ? undefined
    : { date, run, version: Number(version) };
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
 * Parses a key of `exportDocumentKey`; returns undefined for any other key. An export of a run that claimed
 * no version is one folder higher, and only its document has the version.
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

/** Returns the key of the Parquet file of a supplement, beside its CSV. */
export function supplementParquetKey(csvKey: string): string {
  return csvKey.replace(/\.csv$/, ".parquet");
}

/** Returns the prefix of a folder of `rejected/`. */
export function rejectedFolder(folder: RejectedFolder): string {
  return `${rejectedPrefix}${folder}/`;
}

/** A file that was dropped: whose it is, and the id of its contents at its place. */
export type IntakeName = { client: string; id: string };

/** Returns the key of the receipt of a file: `intake/<client>/<id>.json`. */
export function receiptKey({ client, id }: IntakeName): string {
  return `${intakePrefix}${client}/${id}.json`;
}

/** Reads a key of `receiptKey` back; undefined if it is not one. */
export function parseReceiptKey(key: string): IntakeName | undefined {
  const [, client, id] = /^intake\/([^/]+)\/([0-9a-f]+)\.json$/.exec(key) ?? [];
  return client === undefined || id === undefined ? undefined : { client, id };
}

/** Returns the key of the marker of contents that were registered: which file had them first. */
export function intakeContentKey(client: string, content: string): string {
  return `${intakePrefix}${client}/contents/${content}.json`;
}

/** An attempt to take a file in; another writes elsewhere, as the former may still be writing. */
export type IntakeAttempt = IntakeName & { attempt: number };

/** Returns the prefix of what the parts of a file say of their conversion. */
export function intakePartsPrefix(name: IntakeAttempt): string {
  return `${intakeAttemptPrefix(name)}parts/`;
}

export function intakePartKey(name: IntakeAttempt, part: number): string {
  return `${intakePartsPrefix(name)}${numbered(part)}.json`;
}

/** Returns the prefix of the rows of a file, which are no work objects before all of it is converted. */
export function intakeRowsPrefix(name: IntakeAttempt): string {
  return `${intakeAttemptPrefix(name)}rows/`;
}

export function intakeRowsKey(name: IntakeAttempt, part: number, object: number): string {
  return `${intakeRowsPrefix(name)}${numbered(part)}-${numbered(object)}.csv.gz`;
}

/** Returns the key of a part's rejected rows, whose lines are counted from the part's first. */
export function intakePartRejectsKey(name: IntakeAttempt, part: number): string {
  return `${intakeAttemptPrefix(name)}rejects/${numbered(part)}.jsonl.gz`;
}

/** Returns the key of all rejected rows of a file, as JSON lines with line numbers and reasons. */
export function intakeRejectsKey(name: IntakeAttempt): string {
  return `${intakeAttemptPrefix(name)}rejects.jsonl.gz`;
}

/** An upload, and who announced it: a client by its key, or the stage itself. */
export type UploadName = { owner: string; id: string };

/** Returns the prefix of the records of an owner's uploads. */
export function uploadsPrefix(owner: string): string {
  return `${uploadPrefix}${owner}/`;
}

export function uploadRecordKey({ owner, id }: UploadName): string {
  return `${uploadsPrefix(owner)}${id}.json`;
}

/** Reads a key of `uploadRecordKey` back; undefined if it is not one. */
export function parseUploadRecordKey(key: string): UploadName | undefined {
  const [, owner, id] = /^uploads\/([^/]+)\/([0-9a-f]{24})\.json$/.exec(key) ?? [];
  return owner === undefined || id === undefined ? undefined : { owner, id };
}

/** Returns the key in the inbox of a file that is uploaded: a folder of its own keeps names apart. */
export function uploadedFileKey({ client, id, name }: IntakeName & { name: string }): string {
  return `${client}/${id}/${name}`;
}

function intakeAttemptPrefix({ client, id, attempt }: IntakeAttempt): string {
  return `${intakePrefix}${client}/${id}/attempt=${attempt}/`;
}

/** Keys are listed in the order of their characters. */
function numbered(index: number): string {
  return String(index).padStart(5, "0");
}

function chunkPath({ storedAt, chunk, hash }: ChunkName): string {
  const digits = storedAt.toISOString().replaceAll(/\D/g, "");
  const day = `${digits.slice(0, 4)}/${digits.slice(4, 6)}/${digits.slice(6, 8)}`;
  return `${day}/${digits.slice(8)}-${chunk}-${hash}`;
}
