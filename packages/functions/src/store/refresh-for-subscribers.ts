import { logger, publishCounts } from "../aws/telemetry.ts";
import { askForRefresh } from "../push/ask-for-refresh.ts";
import { hasSubscriptions } from "../push/subscriptions-table.ts";

/**
 * Asks for a refresh of the positions, to which a drain has added, if a connection subscribes to them. If
 * that cannot be found out, logs and counts it: the reports are stored, and a later refresh has them.
 * @param drainedAt milliseconds since 1970
 */
export async function refreshForSubscribers(drainedAt: number): Promise<void> {
  try {
    if (await hasSubscriptions("positions")) {
      await askForRefresh(`drain ${drainedAt}`);
    }
  } catch (error) {
    logger.error("subscriptions to positions not read", { error });
    publishCounts("positions", { refreshesRefused: 1 });
  }
}
