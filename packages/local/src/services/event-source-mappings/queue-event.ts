import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import { maxPayloadBytes } from "../service.ts";

/** Where a batch of messages comes from. */
export type QueueOrigin = { queueArn: string; region: string };

/**
 * Returns the event by which Lambda hands messages to a function.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event
 */
export function queueEvent(messages: readonly Message[], origin: QueueOrigin): string {
  return JSON.stringify({ Records: messages.map((message) => record(message, origin)) });
}

/** What surrounds the records of an event. */
const envelopeBytes = queueEvent([], { queueArn: "", region: "" }).length;

/**
 * Cuts messages into batches whose events Lambda takes. A message of the largest size fits by itself:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function batchesWithinPayload(messages: readonly Message[], origin: QueueOrigin): Message[][] {
  const batches: Message[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const size = Buffer.byteLength(JSON.stringify(record(message, origin))) + 1;
    if (bytes + size > maxPayloadBytes) {
      batches.push([]);
      bytes = envelopeBytes;
    }
    batches.at(-1)?.push(message);
    bytes += size;
  }
  return batches;
}

function record(message: Message, { queueArn, region }: QueueOrigin): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, attribute(value)]),
    ),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes !== undefined && {
      md5OfMessageAttributes: message.MD5OfMessageAttributes,
    }),
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

function attribute({ StringValue, BinaryValue, DataType }: MessageAttributeValue): object {
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}
