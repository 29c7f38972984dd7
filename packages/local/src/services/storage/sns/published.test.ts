import { expect, test } from "vitest";
import { publishedBy, textFor } from "./published.ts";

const topic = { TopicArn: "arn:topic" };

test("a message has its id from the answer, and its subject and attributes from the call", () => {
  const call = {
    ...topic,
    Action: "Publish",
    Message: "text",
    Subject: "subject",
    "MessageAttributes.entry.1.Name": "kind",
    "MessageAttributes.entry.1.Value.DataType": "String",
    "MessageAttributes.entry.1.Value.StringValue": "alarm",
  };
  expect(publishedBy(call, "<MessageId>1</MessageId>")).toEqual([
    {
      topicArn: "arn:topic",
      messageId: "1",
      subject: "subject",
      message: "text",
      byProtocol: undefined,
      attributes: { kind: { Type: "String", Value: "alarm" } },
    },
  ]);
});

test("a batch has those messages that its answer does not name as failed", () => {
  const call = {
    ...topic,
    Action: "PublishBatch",
    "PublishBatchRequestEntries.member.1.Id": "a",
    "PublishBatchRequestEntries.member.1.Message": "first",
    "PublishBatchRequestEntries.member.2.Id": "b",
    "PublishBatchRequestEntries.member.2.Message": "too long",
  };
  const answer =
    "<Successful><member><Id>a</Id><MessageId>1</MessageId></member></Successful><Failed><member><Id>b</Id></member></Failed>";
  expect(publishedBy(call, answer)).toMatchObject([{ messageId: "1", message: "first" }]);
});

test("a message may say something else to each protocol", () => {
  const Message = JSON.stringify({ default: "to all", email: "by mail" });
  const [published] = publishedBy(
    { ...topic, Action: "Publish", MessageStructure: "json", Message },
    "<MessageId>1</MessageId>",
  );
  expect(published && [textFor(published, "email"), textFor(published, "https")]).toEqual([
    "by mail",
    "to all",
  ]);
});

test("other calls, and bodies of queues, publish nothing", () => {
  expect(publishedBy({ ...topic, Action: "Subscribe" }, "")).toEqual([]);
  expect(publishedBy({ QueueUrl: "q", Entries: [{ Id: "1" }] }, "{}")).toEqual([]);
  expect(publishedBy(undefined, "")).toEqual([]);
});
