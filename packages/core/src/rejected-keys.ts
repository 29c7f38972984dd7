import type { ExportName } from "./export-keys.ts";
import { type ChunkName, chunkPath } from "./work-keys.ts";

export const rejectedPrefix = "rejected/";
/**
 * What the app rejects after a 2xx, each kind in its own folder. People may add folders beside them for
 * repairs.
 */
export const rejectedFolders = ["reports", "messages", "rows", "conflicts"] as const;

export type RejectedFolder = (typeof rejectedFolders)[number];

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

/** Returns the prefix of a folder of `rejected/`. */
export function rejectedFolder(folder: RejectedFolder): string {
  return `${rejectedPrefix}${folder}/`;
}
