export const exportPrefix = "exports/";
/** The moment up to which every accepted report is in an export. */
export const completeThroughKey = `${exportPrefix}complete-through.json`;

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

/** Returns the key of what a version looks like, in counts. */
export function pictureKey({ date, run, version }: ExportName): string {
  return `${exportDatePrefix(date)}run=${run}/version=${version}/picture.json.gz`;
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
