import { Resource } from "sst";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { askForPush } from "./positions/ask-for-push.ts";
import { refreshPositions } from "./positions/stored-positions.ts";

/**
 * Refreshes the stored positions: for a message of the queue of refreshes, or by the schedule, which keeps
 * them complete where nobody asks for them. What has changed is pushed to those who subscribe to it.
 */
export async function handler(): Promise<{ devices: number; chunks: number }> {
  const { Lake, Settings } = Resource;
  const { mergedAt, ...counts } = await refreshPositions(Lake.name, Settings.storeVisibilitySeconds);
  logger.info("positions refreshed", counts);
  publishCounts("positions", counts);
  await askForPush(mergedAt);
  return counts;
}
