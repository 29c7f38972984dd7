import { parseStoreKey, storeKey, withdrawalPrefix, withdrawnPrefix } from "./keys.ts";

/** A withdrawal of rows from a date; its id begins with the date. */
export type WithdrawalName = { date: string; id: string };

export function withdrawalKey({ date, id }: WithdrawalName): string {
  return `${withdrawalPrefix}dt=${date}/${id}.json`;
}

/** Reads a key of `withdrawalKey` back; undefined if it is not one. */
export function parseWithdrawalKey(key: string): WithdrawalName | undefined {
  const [, date, id] = /^withdrawals\/dt=(\d{4}-\d\d-\d\d)\/([^/]+)\.json$/.exec(key) ?? [];
  return date === undefined || id === undefined ? undefined : { date, id };
}

/**
 * Returns the key of the rows that a withdrawal takes out of an object of the table. Those that are taken out
 * of other contents of the same object have another one, by the ETag.
 */
export function withdrawnKey(
  { date, id, client }: WithdrawalName & { client: string },
  from: { key: string; etag: string },
): string {
  const batch = parseStoreKey(from.key)?.batch ?? "";
  return `${withdrawnPrefix}dt=${date}/${client}/${id}/${batch}-${from.etag.replaceAll('"', "")}.csv.gz`;
}

/** Returns the key in the table of rows that a withdrawal had taken out and that are put back. */
export function returnedKey({ date, id }: WithdrawalName, number: number): string {
  return storeKey(date, `returned-${id}-${String(number).padStart(3, "0")}`);
}
