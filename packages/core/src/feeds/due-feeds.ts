import type { Feed } from "../clients/feed.ts";
import type { DueFeed } from "./delivery.ts";

/** Dates of a feed that one run makes at most: one that has failed for long catches up, the newest first. */
export const maxDatesOfFeed = 7;
/** Feeds that one run makes at most; the others are due in the next one. */
export const maxFeedsOfRun = 100;

/** The current export of a date. */
export type CurrentExport = { date: string; version: number; createdAt: string };

/** A client's feed, with the versions that it has delivered, by date. */
export type KnownFeed = { client: string; feed: Feed; delivered: ReadonlyMap<string, readonly number[]> };

/**
 * Returns the feeds that lack the current version of a date that was published since they began, or, of
 * those with the first version alone, any version of it. What a run failed to deliver, or was killed before
 * it did, is due in the next one. None keeps others from their turn: each has its newest date first.
 */
export function dueFeeds(feeds: readonly KnownFeed[], exports: readonly CurrentExport[]): DueFeed[] {
  const newestFirst = exports.toSorted((a, b) => (a.date > b.date ? -1 : 1));
  return feeds
    .flatMap(({ client, feed, delivered }) =>
      newestFirst
        .filter((each) => isDue(feed, each, delivered.get(each.date) ?? []))
        .slice(0, maxDatesOfFeed)
        .map(({ date }, turn) => ({ turn, due: { client, feed: feed.id, date } })),
    )
    .toSorted((a, b) => a.turn - b.turn)
    .slice(0, maxFeedsOfRun)
    .map(({ due }) => due);
}

function isDue({ createdAt, versions }: Feed, current: CurrentExport, delivered: readonly number[]): boolean {
  if (Date.parse(current.createdAt) < Date.parse(createdAt)) {
    return false;
  }
  return versions === "first"
    ? delivered.length === 0
    : delivered.every((version) => version < current.version);
}
