import { expect, test } from "vitest";
import { queryAnswer, queryError } from "./query-answer.ts";

test("lists and maps are repeated elements", () => {
  const message = {
    MessageId: "m",
    Body: "a < b & c",
    Attributes: { SentTimestamp: "1" },
    MessageAttributes: { kind: { DataType: "String", StringValue: "x" } },
  };
  expect(queryAnswer("ReceiveMessage", { Messages: [message] })).toContain(
    "<ReceiveMessageResult><Message><MessageId>m</MessageId><Body>a &lt; b &amp; c</Body>" +
      "<Attribute><Name>SentTimestamp</Name><Value>1</Value></Attribute>" +
      "<MessageAttribute><Name>kind</Name><Value><DataType>String</DataType><StringValue>x</StringValue></Value></MessageAttribute>" +
      "</Message></ReceiveMessageResult>",
  );
});

test("the entries of a batch are named after its action", () => {
  expect(queryAnswer("DeleteMessageBatch", { Successful: [{ Id: "a" }], Failed: [] })).toContain(
    "<DeleteMessageBatchResult><DeleteMessageBatchResultEntry><Id>a</Id></DeleteMessageBatchResultEntry></DeleteMessageBatchResult>",
  );
});

test("an action without an output has no result", () => {
  expect(queryAnswer("PurgeQueue", {})).not.toContain("Result>");
});

test("an error of SQS has its prefix, and one of all services has none", () => {
  const error = { message: "is wrong", fault: "Sender" };
  expect(queryError({ ...error, code: "QueueDoesNotExist" })).toContain(
    "<Code>AWS.SimpleQueueService.QueueDoesNotExist</Code>",
  );
  expect(queryError({ ...error, code: "AWS.SimpleQueueService.InvalidParameterValue" })).toContain(
    "<Code>InvalidParameterValue</Code>",
  );
});
