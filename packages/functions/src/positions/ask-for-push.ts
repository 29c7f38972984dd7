import { hash } from "node:crypto";
import { Resource } from "sst";
import { sendMessage } from "../aws/sqs-calls.ts";

/**
 * Asks for what a refresh has changed to be pushed. The queue hands out one message at a time, so that one
 * push is on its way before the next one is worked out.
 */
export async function askForPush(mergedAt: string): Promise<void> {
  await sendMessage({
    QueueUrl: Resource.PositionPushes.url,
    MessageBody: JSON.stringify({ mergedAt }),
    MessageGroupId: "positions",
    MessageDeduplicationId: hash("sha256", mergedAt, "hex"),
  });
}
