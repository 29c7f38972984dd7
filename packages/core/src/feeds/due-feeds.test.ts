import { expect, test } from "vitest";
import { feedDefinitionSchema, withFeed } from "../clients/feed.ts";
import { type CurrentExport, dueFeeds, type KnownFeed, maxDatesOfFeed, maxFeedsOfRun } from "./due-feeds.ts";

const began = "2026-11-10T00:00:00.000Z";

function known(client: string, delivered: Record<string, number[]> = {}, asked: object = {}): KnownFeed {
  const definition = feedDefinitionSchema.parse(asked);
  const [feed] = withFeed([], { id: "daily", definition, at: began });
  if (feed === undefined) {
    throw new Error("withFeed returned no feed");
  }
  return { client, feed, delivered: new Map(Object.entries(delivered)) };
}

function exported(day: number, version = 1, createdAt = "2026-11-20T00:00:00.000Z"): CurrentExport {
  return { date: `2026-11-${String(day).padStart(2, "0")}`, version, createdAt };
}

const dates = (...args: Parameters<typeof dueFeeds>) => dueFeeds(...args).map(({ date }) => date);

test("a version that a feed has not delivered is due, the newest date first", () => {
  const feed = known("acme", { "2026-11-11": [1], "2026-11-12": [1] });
  expect(dates([feed], [exported(11), exported(12, 3), exported(13)])).toEqual(["2026-11-13", "2026-11-12"]);
});

test("with the first version alone, a date is due once", () => {
  const feed = known("acme", { "2026-11-12": [1] }, { versions: "first" });
  expect(dates([feed], [exported(12, 3), exported(13, 2)])).toEqual(["2026-11-13"]);
});

test("what was published before a feed began is not due, but a later version of it is", () => {
  const before = "2026-11-09T00:00:00.000Z";
  expect(dates([known("acme")], [exported(1, 1, before), exported(2, 2)])).toEqual(["2026-11-02"]);
});

test("a feed that lacks many dates keeps no other from its turn, and a run has a bound", () => {
  const many = Array.from({ length: 20 }, (_, index) => exported(index + 1));
  const feeds = Array.from({ length: 60 }, (_, index) => known(`client-${index}`));
  const due = dueFeeds(feeds, many);
  expect(due).toHaveLength(maxFeedsOfRun);
  expect(new Set(due.map(({ client }) => client)).size).toBe(60);
  expect(dueFeeds([known("acme")], many)).toHaveLength(maxDatesOfFeed);
});
