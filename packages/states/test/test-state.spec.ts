import { TestStateCommand, type TestStateCommandInput } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import type { JsonObject } from "../src/json.ts";
import { inlineProcessor, machineOf } from "./machines.ts";
import { openStage, type Stage } from "./stage.ts";

function test(stage: Stage, definition: JsonObject, options: Partial<TestStateCommandInput> = {}) {
  return stage.client.send(
    new TestStateCommand({
      definition: JSON.stringify(definition),
      roleArn: "arn:aws:iam::1:role/r",
      ...options,
    }),
  );
}

const invoke: JsonObject = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: "work", "Payload.$": "$.a" },
  ResultSelector: { "got.$": "$.Payload" },
  ResultPath: "$.done",
  Retry: [{ ErrorEquals: ["Busy"], IntervalSeconds: 2, MaxAttempts: 2 }],
  Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Handle" }],
  Next: "After",
};

// https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
it("tests one state, and returns where it leads and what its data was at each stage", async () => {
  await using stage = await openStage({ lambdas: { work: (event) => ({ echo: event }) } });
  const tried = await test(stage, invoke, { input: '{"a":{"b":1}}', inspectionLevel: "DEBUG" });
  expect(tried).toMatchObject({ status: "SUCCEEDED", nextState: "After" });
  expect(JSON.parse(tried.output ?? "")).toEqual({ a: { b: 1 }, done: { got: { echo: { b: 1 } } } });
  expect(tried.inspectionData).toMatchObject({
    input: '{"a":{"b":1}}',
    afterInputPath: '{"a":{"b":1}}',
    afterParameters: '{"FunctionName":"work","Payload":{"b":1}}',
    afterResultSelector: '{"got":{"echo":{"b":1}}}',
  });
});

it("reports what a retrier and then a catcher would do about an error", async () => {
  await using stage = await openStage();
  const mock = { errorOutput: { error: "Busy", cause: "now" } };
  const options = { input: '{"a":1}', mock, inspectionLevel: "DEBUG" } as const;
  expect(await test(stage, invoke, options)).toMatchObject({
    status: "RETRIABLE",
    error: "Busy",
    cause: "now",
    inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 2 } },
  });
  const spent = await test(stage, invoke, { ...options, stateConfiguration: { retrierRetryCount: 2 } });
  expect(spent).toMatchObject({
    status: "CAUGHT_ERROR",
    nextState: "Handle",
    inspectionData: { errorDetails: { catchIndex: 0 } },
  });
  expect(JSON.parse(spent.output ?? "")).toEqual({ a: 1, error: { Error: "Busy", Cause: "now" } });
});

it("takes a mock for the work of a Map, and variables for those assigned before", async () => {
  await using stage = await openStage();
  const machine = machineOf({
    Map: {
      Type: "Map",
      Items: "{% $list %}",
      ItemProcessor: inlineProcessor({ Work: { Type: "Pass", End: true } }),
      Output: "{% $count($states.result) %}",
      End: true,
    },
  });
  const tried = await test(stage, machine, {
    stateName: "Map",
    variables: '{"list":[1,2]}',
    mock: { result: "[7,8]" },
  });
  expect(tried).toMatchObject({ status: "SUCCEEDED", output: "2" });
  expect(await test(stage, machine, { stateName: "Work", input: "5" })).toMatchObject({ output: "5" });
});

it("refuses a faulty state, and shows a failing one", async () => {
  await using stage = await openStage();
  await expect(test(stage, { Type: "Pass", Nonsense: 1, End: true })).rejects.toMatchObject({
    name: "InvalidDefinition",
  });
  expect(await test(stage, { Type: "Fail", Error: "E", Cause: "c" })).toMatchObject({
    status: "FAILED",
    error: "E",
    cause: "c",
  });
});
