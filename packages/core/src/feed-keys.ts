import { runPrefix } from "./run-keys.ts";

/**
 * In the lake, what UNLOAD writes for feeds; in the downloads, the files of feeds, in a folder for each
 * client.
 */
export const feedPrefix = "feeds/";
/** One document for each feed, date and version that was delivered, wherever its files are. */
export const deliveryPrefix = "deliveries/";

/** A client's feed. */
export type FeedName = { client: string; feed: string };

/** What a feed holds of a version of a date's export. */
export type DeliveryName = FeedName & { date: string; version: number };

/**
 * Returns the prefix in the lake to which UNLOAD appends the number of each file of a feed, and `manifest`.
 * @param making names the attempt, which may still be writing when another begins
 */
export function feedUnloadPrefix({ client, feed, date, version }: DeliveryName, making: string): string {
  return `${feedPrefix}${client}/${feed}/dt=${date}/version=${version}/${making}/rows_`;
}

/** Returns the folder of a client's files in the downloads, with a prefix of a feed below it. */
export function feedPlace(client: string, prefix: string): string {
  return `${feedPrefix}${client}/${prefix}`;
}

/** Returns the prefix of all that a feed delivered, or of what it delivered of a date. */
export function deliveriesPrefix({ client, feed }: FeedName, date?: string): string {
  return `${deliveryPrefix}${client}/${feed}/${date === undefined ? "" : `dt=${date}/`}`;
}

/** Written last: a delivery exists when this object does. */
export function deliveryKey(name: DeliveryName): string {
  return `${deliveriesPrefix(name, name.date)}${name.version}.json`;
}

/** Parses a key of `deliveryKey`; returns undefined for any other key. */
export function parseDeliveryKey(key: string): DeliveryName | undefined {
  const [, client, feed, date, version] =
    /^deliveries\/([^/]+)\/([^/]+)\/dt=(\d{4}-\d\d-\d\d)\/([1-9]\d*)\.json$/.exec(key) ?? [];
  return client === undefined || feed === undefined || date === undefined
    ? undefined
    : { client, feed, date, version: Number(version) };
}

/** Returns the key of a run's ledger entry for what a feed delivered of a date. */
export function runFeedKey(run: string, { client, feed, date }: Omit<DeliveryName, "version">): string {
  return `${runPrefix}${run}/feeds/${client}/${feed}/${date}.json`;
}

/** Returns the key of what became of all feeds of a run. */
export function runFeedsKey(run: string): string {
  return `${runPrefix}${run}/feeds.json`;
}
