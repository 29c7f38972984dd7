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

it("reads activities, and integrations that AWS has and the stage lacks", () => {
  const arn = "arn:aws:states:us-east-1:123456789012:activity:hand";
  expect(parseTaskResource(arn)).toEqual({ kind: "activity", arn });
  expect(parseTaskResource("arn:aws:states:::glue:startJobRun.sync")).toEqual({
    kind: "lacking",
    service: "glue",
    action: "startJobRun",
    pattern: "sync",
  });
});

it("names what neither AWS nor the stage supports", () => {
  for (const resource of [
    "arn:aws:states:::lambda:invoke.sync",
    "arn:aws:states:::lambda:revoke",
    "arn:aws:states:::nothing:invoke",
    "arn:aws:states:::aws-sdk:sfn:startExecution.sync",
    "nonsense",
  ]) {
    expect(() => parseTaskResource(resource)).toThrow(resource);
  }
});
