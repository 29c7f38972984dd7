import { expect, test } from "vitest";
import { batchesWithinPayload, queueEvent } from "./queue-event.ts";

const origin = { queueArn: "arn:aws:sqs:eu-west-1:000000000000:jobs", region: "eu-west-1" };

test("an event has Lambda's fields", () => {
  const message = {
    MessageId: "1",
    ReceiptHandle: "handle",
    Body: "text",
    MD5OfBody: "md5",
    Attributes: { SentTimestamp: "1" },
    MessageAttributes: {
      kind: { DataType: "String", StringValue: "new" },
      raw: { DataType: "Binary", BinaryValue: Buffer.from("ab") },
    },
  };
  expect(JSON.parse(queueEvent([message], origin))).toEqual({
    Records: [
      {
        messageId: "1",
        receiptHandle: "handle",
        body: "text",
        attributes: { SentTimestamp: "1" },
        messageAttributes: {
          kind: { stringValue: "new", stringListValues: [], binaryListValues: [], dataType: "String" },
          raw: { binaryValue: "YWI=", stringListValues: [], binaryListValues: [], dataType: "Binary" },
        },
        md5OfBody: "md5",
        eventSource: "aws:sqs",
        eventSourceARN: origin.queueArn,
        awsRegion: "eu-west-1",
      },
    ],
  });
});

test("messages over the size of a payload become several batches, in their order", () => {
  const messages = Array.from({ length: 10 }, (_, index) => ({
    MessageId: String(index),
    Body: "x".repeat(1024 * 1024),
  }));
  const batches = batchesWithinPayload(messages, origin);
  expect(batches.map((batch) => batch.length)).toEqual([5, 5]);
  expect(batches.flat()).toEqual(messages);
  expect(batchesWithinPayload([], origin)).toEqual([]);
  for (const batch of batches) {
    expect(Buffer.byteLength(queueEvent(batch, origin))).toBeLessThanOrEqual(6 * 1024 * 1024);
  }
});
