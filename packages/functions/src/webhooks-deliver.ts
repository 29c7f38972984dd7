import { deliveryMessageSchema } from "@ashiato/core/webhooks/delivery";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { Resource } from "sst";
import { changeVisibility } from "./aws/sqs-calls.ts";
import { parseInput } from "./batch/parse-input.ts";
import { deliver } from "./webhooks/deliver.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html */
const maxHiddenSeconds = 43_200;

/**
 * Posts events to webhooks, a message for each event and webhook. A message stays on the queue until its
 * delivery has ended: it is hidden until the next attempt is due, at most for twelve hours, and named as
 * failed, so that Lambda does not delete it.
 */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
  for (const { messageId, receiptHandle, body } of Records) {
    const next = await deliver(parseInput(deliveryMessageSchema, JSON.parse(body)));
    if (next !== undefined) {
      const seconds = Math.ceil((next - Date.now()) / 1_000);
      await changeVisibility(Resource.WebhookPosts.url, {
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.min(Math.max(seconds, 1), maxHiddenSeconds),
      });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
