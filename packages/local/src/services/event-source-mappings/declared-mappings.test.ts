import { expect, test } from "vitest";
import { DeclaredResources } from "../declared.ts";
import { type MappingPlan, readMappings } from "./declared-mappings.ts";

const type = "aws:lambda/eventSourceMapping:EventSourceMapping";

function read(state: object): MappingPlan[] {
  const queueArn = "arn:aws:sqs:eu-west-1:000000000000:jobs";
  const declared = { eventSourceArn: queueArn, functionName: "work", ...state };
  const resource = { type, name: "Jobs", id: "1", custom: true, inputs: {}, state: declared };
  return readMappings(new DeclaredResources([resource]));
}

test("a mapping has Lambda's defaults", () => {
  expect(read({})).toEqual([
    {
      name: "Jobs",
      queueArn: "arn:aws:sqs:eu-west-1:000000000000:jobs",
      functionArn: "work",
      enabled: true,
      maxMessages: 10,
      windowSeconds: 0,
      maxConcurrency: 5,
      reportsFailures: false,
    },
  ]);
});

test("what is not served is refused by its name", () => {
  const fifo = { eventSourceArn: "arn:aws:sqs:eu-west-1:000000000000:jobs.fifo" };
  expect(() => read({ filterCriteria: { filters: [{ pattern: "{}" }] } })).toThrow("filters are not served");
  expect(() => read({ eventSourceArn: "arn:aws:kinesis:eu-west-1:000000000000:stream/a" })).toThrow(
    "only queues are served",
  );
  expect(() => read({ batchSize: 11 })).toThrow("a batch of 11 messages: without a batching window");
  expect(() => read({ ...fifo, batchSize: 11 })).toThrow("a FIFO queue has at most 10");
  expect(() => read({ ...fifo, maximumBatchingWindowInSeconds: 1 })).toThrow("takes no batching window");
  expect(read({ batchSize: 11, maximumBatchingWindowInSeconds: 1 })).toHaveLength(1);
});
