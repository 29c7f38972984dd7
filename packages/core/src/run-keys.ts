import type { ExportName } from "./export-keys.ts";

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
export const runPrefix = "runs/";
/** What each comparison of the stored data found. */
export const reconciliationPrefix = "reconciliations/";

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

/** Returns the prefix of the Distributed Map's ResultWriter, without the slash that Step Functions adds. */
export function mapResultsPrefix(run: string): string {
  return `${runPrefix}${run}/map`;
}

/** Returns the prefix of the ledgers of a run's rounds. */
export function ledgerPrefix(run: string): string {
  return `${runPrefix}${run}/ledger/`;
}

export function ledgerKey(run: string, round: number): string {
  return `${ledgerPrefix(run)}${round}.json`;
}
