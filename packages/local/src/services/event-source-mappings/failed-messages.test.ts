import { expect, test } from "vitest";
import { failedMessages } from "./failed-messages.ts";

const ids = ["a", "b"];

test.each([
  ["null", []],
  ["", []],
  ["{}", []],
  ['{"batchItemFailures": null}', []],
  ['{"batchItemFailures": []}', []],
  ['{"batchItemFailures": [{"itemIdentifier": "b"}]}', ["b"]],
])("an answer %s names what failed", (payload, failed) => {
  expect([...failedMessages(payload, ids)]).toEqual(failed);
});

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
test.each([
  "no JSON",
  '"text"',
  '{"batchItemFailures": [{"itemIdentifier": ""}]}',
  '{"batchItemFailures": [{"itemIdentifier": null}]}',
  '{"batchItemFailures": [{"id": "b"}]}',
  '{"batchItemFailures": [{"itemIdentifier": "c"}]}',
])("an answer %s fails the whole batch", (payload) => {
  expect([...failedMessages(payload, ids)]).toEqual(ids);
});
