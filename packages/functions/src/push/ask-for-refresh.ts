import { hash } from "node:crypto";
import { Resource } from "sst";
import { sendMessage } from "../aws/sqs-calls.ts";
import { logger, publishCounts } from "../aws/telemetry.ts";

/**
 * Puts a refresh of the stored positions on its queue, once for what `state` names, whoever else asks: the
 * queue drops messages with the same deduplication id for five minutes. If the queue refuses it, logs and
 * counts that: what is stored can be shown all the same.
 * @param state what is stored now, or what has been drained
 */
export async function askForRefresh(state: string): Promise<void> {
  try {
    await sendMessage({
      QueueUrl: Resource.PositionRefreshes.url,
      MessageBody: "refresh",
      MessageGroupId: "positions",
      MessageDeduplicationId: hash("sha256", state, "hex"),
    });
  } catch (error) {
    logger.error("refresh of positions not queued", { error });
    publishCounts("positions", { refreshesRefused: 1 });
  }
}
