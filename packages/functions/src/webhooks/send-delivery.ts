import type { DeliveryMessage } from "@ashiato/core/webhooks/delivery";
import { sendMessage } from "../aws/sqs-calls.ts";

/** Puts a delivery on a queue. */
export async function sendDelivery(QueueUrl: string, message: DeliveryMessage): Promise<void> {
  await sendMessage({ QueueUrl, MessageBody: JSON.stringify(message) });
}
