import { type DueFeed, type FeedResult, feedResultSchema } from "./delivery.ts";

/**
 * Returns what became of each feed that was due, from what the map over them returned: a child that ended
 * without a result has failed. What failed before it was known which feeds are due comes last.
 */
export function feedOutcome(due: readonly DueFeed[], results: readonly unknown[]): FeedResult[] {
  const told = results.flatMap((each) => {
    const parsed = feedResultSchema.safeParse(each);
    return parsed.success ? [parsed.data] : [];
  });
  const ofFeeds = due.map(
    ({ client, feed, date }): FeedResult =>
      told.find((each) => each.client === client && each.feed === feed && each.date === date) ?? {
        result: "failed",
        client,
        feed,
        date,
        error: "NoResult",
        cause: "Step Functions has the reason: see the map run Feeds of the run's execution",
      },
  );
  return [...ofFeeds, ...told.filter(({ client }) => client === undefined)];
}
