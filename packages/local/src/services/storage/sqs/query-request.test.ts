import { expect, test } from "vitest";
import { readQueryRequest } from "./query-request.ts";

test("numbered members become lists and maps, in the order of their numbers", () => {
  const parameters = {
    Action: "ReceiveMessage",
    Version: "2012-11-05",
    QueueUrl: "http://127.0.0.1/0/Reports",
    MaxNumberOfMessages: "10",
    "AttributeName.2": "SentTimestamp",
    "AttributeName.1": "All",
  };
  expect(readQueryRequest(parameters)).toEqual({
    QueueUrl: "http://127.0.0.1/0/Reports",
    MaxNumberOfMessages: 10,
    AttributeNames: ["All", "SentTimestamp"],
  });
});

test("the entries of a batch have attributes of their own", () => {
  const parameters = {
    Action: "SendMessageBatch",
    "SendMessageBatchRequestEntry.1.Id": "a",
    "SendMessageBatchRequestEntry.1.MessageBody": "12",
    "SendMessageBatchRequestEntry.1.MessageAttribute.1.Name": "kind",
    "SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType": "String",
    "SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue": "x",
    "SendMessageBatchRequestEntry.2.Id": "b",
    "SendMessageBatchRequestEntry.2.MessageBody": "",
  };
  const attributes = { kind: { DataType: "String", StringValue: "x" } };
  expect(readQueryRequest(parameters)).toEqual({
    Entries: [
      { Id: "a", MessageBody: "12", MessageAttributes: attributes },
      { Id: "b", MessageBody: "" },
    ],
  });
});

test("the tags of a new queue have the small name that AWS JSON gives them", () => {
  const tag = { "Tag.1.Key": "team", "Tag.1.Value": "tracks" };
  expect(readQueryRequest({ Action: "CreateQueue", ...tag })).toEqual({ tags: { team: "tracks" } });
  expect(readQueryRequest({ Action: "TagQueue", ...tag })).toEqual({ Tags: { team: "tracks" } });
});
