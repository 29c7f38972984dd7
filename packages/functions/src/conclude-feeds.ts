import { causeText } from "@ashiato/core/daily-batch/cause-text";
import { dueFeedSchema, type FeedResult } from "@ashiato/core/feeds/delivery";
import { feedOutcome } from "@ashiato/core/feeds/feed-outcome";
import { runFeedsKey } from "@ashiato/core/feed-keys";
import { Resource } from "sst";
import * as z from "zod";
import { writeJson } from "./aws/objects.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";

/** Longer causes do not fit into a notification together: 256 KB. */
const maxCauseCharacters = 1_000;

const inputSchema = z.object({
  run: z.string(),
  due: z.array(dueFeedSchema),
  /** What the map over the feeds returned, or what it or the search for due feeds failed with. */
  results: z.array(z.unknown()),
});

/**
 * Returns what became of each feed, keeps it in the run's records, and counts the failed ones, for which
 * there is an alarm.
 */
export async function handler(event: unknown): Promise<{ feeds: FeedResult[] }> {
  const { run, due, results } = parseInput(inputSchema, event);
  const feeds = feedOutcome(due, results).map((each) =>
    each.result === "failed" ? { ...each, cause: causeText(each.cause).slice(0, maxCauseCharacters) } : each,
  );
  await writeJson(Resource.Lake.name, runFeedsKey(run), { run, feeds });
  const failed = feeds.filter(({ result }) => result === "failed");
  for (const each of failed) {
    logger.error("feed failed", { failed: each });
  }
  const delivered = feeds.filter((each) => each.result === "delivered");
  publishCounts("feeds", {
    delivered: delivered.length,
    failed: failed.length,
    rows: delivered.reduce((sum, { rows }) => sum + rows, 0),
    bytes: delivered.reduce((sum, { bytes }) => sum + bytes, 0),
  });
  return { feeds };
}
