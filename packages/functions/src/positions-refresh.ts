import { Resource } from "sst";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { refreshPositions } from "./positions/stored-positions.ts";

/**
 * Refreshes the stored positions: for a message of the queue of refreshes, or by the schedule, which keeps
 * them complete where nobody asks for them.
 */
export async function handler(): Promise<{ devices: number; chunks: number }> {
  const { Lake, Settings } = Resource;
  const counts = await refreshPositions(Lake.name, Settings.storeVisibilitySeconds);
  logger.info("positions refreshed", counts);
  publishCounts("positions", counts);
  return counts;
}
