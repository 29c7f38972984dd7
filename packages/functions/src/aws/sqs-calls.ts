import { hash } from "node:crypto";
import * as z from "zod";
import { jsonCaller } from "./json-call.ts";
import { endpointOf } from "./signer.ts";

export type BatchEntry = { Id: string; MessageBody: string };

/** A message to one queue; the last two are for a FIFO queue. */
export type NewMessage = {
  QueueUrl: string;
  MessageBody: string;
  DelaySeconds?: number;
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
};

const failed = z
  .array(z.looseObject({ Id: z.string(), Code: z.string().optional(), Message: z.string().optional() }))
  .default([]);

const sentSchema = z.looseObject({
  Successful: z.array(z.looseObject({ Id: z.string(), MD5OfMessageBody: z.string() })).default([]),
  Failed: failed,
});
const deletedSchema = z.looseObject({
  Successful: z.array(z.looseObject({ Id: z.string() })).default([]),
  Failed: failed,
});
const receivedSchema = z.looseObject({
  Messages: z
    .array(
      z.object({
        MessageId: z.string(),
        ReceiptHandle: z.string(),
        Body: z.string(),
        MD5OfBody: z.string(),
        Attributes: z.object({ SentTimestamp: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});
const attributesSchema = z.looseObject({ Attributes: z.record(z.string(), z.string()).default({}) });

/** Of each entry that the queue has kept, and of each that it has not. */
export type SentBatch = z.infer<typeof sentSchema>;
/** Of each entry that the queue has deleted, and of each that it has not. */
export type DeletedBatch = z.infer<typeof deletedSchema>;
export type ReceivedMessage = Omit<z.infer<typeof receivedSchema>["Messages"][number], "MD5OfBody">;

const call = jsonCaller({ name: "sqs", target: "AmazonSQS" });

/** An action at the address that the queue's URL names. Its failures are those of `jsonCaller`. */
function callSqs(
  action: string,
  input: { QueueUrl: string },
  options: { signal?: AbortSignal; onRetry?: () => void } = {},
): Promise<unknown> {
  return call({ endpoint: endpointOf("SQS", input.QueueUrl), action, input, ...options });
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export async function sendMessage(message: NewMessage): Promise<void> {
  await callSqs("SendMessage", message);
}

/**
 * Throws an Error if the queue kept another body than it was sent.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export async function sendMessageBatch(
  QueueUrl: string,
  Entries: readonly BatchEntry[],
  signal: AbortSignal,
): Promise<SentBatch> {
  const input = { QueueUrl, Entries };
  const result = sentSchema.parse(await callSqs("SendMessageBatch", input, { signal }));
  const sent = new Map(Entries.map(({ Id, MessageBody }) => [Id, MessageBody]));
  const changed = result.Successful.find(
    ({ Id, MD5OfMessageBody }) => MD5OfMessageBody !== hash("md5", sent.get(Id) ?? ""),
  );
  if (changed) {
    throw new Error(`The queue kept entry ${changed.Id} with another MD5 than that of its body`);
  }
  return result;
}

/**
 * Returns up to ten messages with the time at which each was sent, and whether the queue may have handed out
 * others, in an answer that was lost on its way. Throws an Error if a body came otherwise than it was sent.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export async function receiveMessages(
  QueueUrl: string,
  { waitSeconds }: { waitSeconds: number },
): Promise<{ messages: ReceivedMessage[]; lost: boolean }> {
  const input = {
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ["SentTimestamp"],
  };
  let lost = false;
  const onRetry = (): void => {
    lost = true;
  };
  const { Messages } = receivedSchema.parse(await callSqs("ReceiveMessage", input, { onRetry }));
  const changed = Messages.find(({ Body, MD5OfBody }) => MD5OfBody !== hash("md5", Body));
  if (changed) {
    throw new Error(`Message ${changed.MessageId} came with another MD5 than that of its body`);
  }
  return { messages: Messages, lost };
}

/**
 * A 200 can carry failures: `Failed` names them.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html
 */
export async function deleteMessageBatch(
  QueueUrl: string,
  Entries: readonly { Id: string; ReceiptHandle: string }[],
): Promise<DeletedBatch> {
  const input = { QueueUrl, Entries };
  return deletedSchema.parse(await callSqs("DeleteMessageBatch", input));
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export async function changeVisibility(
  QueueUrl: string,
  message: { ReceiptHandle: string; VisibilityTimeout: number },
): Promise<void> {
  const input = { QueueUrl, ...message };
  await callSqs("ChangeMessageVisibility", input);
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export async function queueAttributes(
  QueueUrl: string,
  AttributeNames: readonly string[],
): Promise<Partial<Record<string, string>>> {
  const input = { QueueUrl, AttributeNames };
  return attributesSchema.parse(await callSqs("GetQueueAttributes", input)).Attributes;
}
