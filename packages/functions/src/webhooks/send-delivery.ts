import type { DeliveryMessage } from "@ashiato/core/webhooks/delivery";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { sqs } from "../aws/sqs.ts";

/** Puts a delivery on a queue. */
export async function sendDelivery(QueueUrl: string, message: DeliveryMessage): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
}
