import { expect, it } from "vitest";
import { readTargetInput, type TargetInputPlan } from "./target-input.ts";

// The event of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
const event = {
  version: "0",
  id: "7bf73129-1428-4cd3-a780-95db273d1602",
  "detail-type": "EC2 Instance State-change Notification",
  source: "aws.ec2",
  account: "123456789012",
  time: "2015-11-11T21:29:54Z",
  region: "us-east-1",
  resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
  detail: { "instance-id": "i-0123456789", state: "RUNNING", said: 'a "quote"', tags: [{ k: 1 }, { k: 2 }] },
};

const rule = {
  ruleArn: "arn:aws:events:us-east-1:123456789012:rule/example",
  ruleName: "example",
  ingestionTime: "2015-11-11T21:29:55Z",
};

const inputPaths = { instance: "$.detail.instance-id", state: "$.detail.state", said: "$.detail.said" };

function handed(plan: TargetInputPlan): string | undefined {
  return readTargetInput(plan)(event, rule);
}

function transformed(inputTemplate: string, paths: Record<string, string> = inputPaths): string | undefined {
  return handed({ inputTransformer: { inputPaths: paths, inputTemplate } });
}

it("passes on the event as it is, a constant, or a part of the event", () => {
  expect(handed({})).toBeUndefined();
  expect(handed({ input: '{"a": 1}' })).toBe('{"a": 1}');
  expect(handed({ inputPath: "$.detail.state" })).toBe('"RUNNING"');
  expect(handed({ inputPath: "$.resources[0]" })).toBe(JSON.stringify(event.resources[0]));
  expect(handed({ inputPath: "$.detail.tags[*].k" })).toBe("[1,2]");
  expect(handed({ inputPath: "$" })).toBe(JSON.stringify(event));
  expect(handed({ inputPath: "$.detail.nothing" })).toBe("null");
});

it("fills a template's texts and JSON", () => {
  expect(transformed('"instance <instance> is in <state>"')).toBe('"instance i-0123456789 is in RUNNING"');
  expect(transformed('{"instance": <instance>, "all": "<state>: \\"<instance>\\""}')).toBe(
    '{"instance": "i-0123456789", "all": "RUNNING: \\"i-0123456789\\""}',
  );
  expect(transformed('"one <state>"\n"two <state>"')).toBe('"one RUNNING"\n"two RUNNING"');
});

it("keeps JSON whole whatever a value holds", () => {
  expect(JSON.parse(transformed('{"a": <said>, "b": "said: <said>"}') ?? "")).toEqual({
    a: 'a "quote"',
    b: 'said: a "quote"',
  });
  expect(transformed('{"tags": <tags>}', { tags: "$.detail.tags" })).toBe('{"tags": [{"k":1},{"k":2}]}');
  expect(transformed('{"none": <none>}', { none: "$.detail.none" })).toBe('{"none": ""}');
});

it("knows the variables that need no path", () => {
  const { detail: _, ...envelope } = event;
  expect(
    JSON.parse(
      transformed(
        '{"arn": <aws.events.rule-arn>, "name": "<aws.events.rule-name>", "at": <aws.events.event.ingestion-time>, "event": <aws.events.event>, "all": <aws.events.event.json>}',
        {},
      ) ?? "",
    ),
  ).toEqual({ arn: rule.ruleArn, name: "example", at: rule.ingestionTime, event: envelope, all: event });
});

it.each<[string, TargetInputPlan, string]>([
  ["two of the three", { input: "{}", inputPath: "$" }, "Only one of Input"],
  ["an input that is not JSON", { input: "{" }, "JSON"],
  ["a path with brackets for names", { inputPath: "$['detail']" }, "$['detail']"],
  [
    "a template that is not JSON",
    { inputTransformer: { inputPaths: {}, inputTemplate: "a text" } },
    "a text",
  ],
  [
    "a variable without a path",
    { inputTransformer: { inputPaths: {}, inputTemplate: '"<a>"' } },
    "the variable <a>",
  ],
  [
    "a variable with a reserved name",
    { inputTransformer: { inputPaths: { "AWS.a": "$" }, inputTemplate: '"a"' } },
    "AWS.a",
  ],
])("refuses %s", (_what, plan, message) => {
  expect(() => readTargetInput(plan)).toThrow(message);
});
