import { hash } from "node:crypto";
import * as z from "zod";
import { jsonCaller } from "./json-call.ts";
import { endpointOf } from "./signer.ts";

export type BatchEntry = { Id: string; MessageBody: string };

const resultSchema = z.looseObject({
  Successful: z.array(z.looseObject({ Id: z.string(), MD5OfMessageBody: z.string() })).default([]),
  Failed: z
    .array(z.looseObject({ Id: z.string(), Code: z.string().optional(), Message: z.string().optional() }))
    .default([]),
});

/** Of each entry that the queue has kept, and of each that it has not. */
export type BatchResult = z.infer<typeof resultSchema>;

const call = jsonCaller({ name: "sqs", target: "AmazonSQS" });

/**
 * SendMessageBatch of SQS, at the address that the queue's URL names. Throws an Error if the queue kept
 * another body than it was sent.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
export async function sendMessageBatch(
  QueueUrl: string,
  Entries: readonly BatchEntry[],
  signal: AbortSignal,
): Promise<BatchResult> {
  const input = { QueueUrl, Entries };
  const action = "SendMessageBatch";
  const result = resultSchema.parse(
    await call({ endpoint: endpointOf("SQS", QueueUrl), action, input, signal }),
  );
  const sent = new Map(Entries.map(({ Id, MessageBody }) => [Id, MessageBody]));
  const changed = result.Successful.find(
    ({ Id, MD5OfMessageBody }) => MD5OfMessageBody !== hash("md5", sent.get(Id) ?? ""),
  );
  if (changed) {
    throw new Error(`The queue kept entry ${changed.Id} with another MD5 than that of its body`);
  }
  return result;
}
