import { expect, it } from "vitest";
import { parseTaskResource } from "./task-resource.ts";

it("reads function ARNs, optimized and SDK integrations with their patterns", () => {
  const arn = "arn:aws:lambda:eu-west-1:123456789012:function:work:$LATEST";
  expect(parseTaskResource(arn)).toEqual({ kind: "lambdaFunction", arn });
  expect(parseTaskResource("arn:aws:states:::lambda:invoke.waitForTaskToken")).toEqual({
    kind: "optimized",
    service: "lambda",
    action: "invoke",
    pattern: "waitForTaskToken",
  });
  expect(parseTaskResource("arn:aws:states:::states:startExecution.sync:2")).toMatchObject({
    pattern: "sync:2",
  });
  expect(parseTaskResource("arn:aws:states:::aws-sdk:redshiftdata:executeStatement")).toEqual({
    kind: "awsSdk",
    service: "redshiftdata",
    action: "executeStatement",
    pattern: "requestResponse",
  });
});

it("names what it does not support", () => {
  for (const resource of [
    "arn:aws:states:::glue:startJobRun.sync",
    "arn:aws:states:::lambda:invoke.sync",
    "arn:aws:states:::aws-sdk:sfn:startExecution.sync",
    "arn:aws:states:us-east-1:123456789012:activity:hand",
    "nonsense",
  ]) {
    expect(() => parseTaskResource(resource)).toThrow(resource);
  }
});
