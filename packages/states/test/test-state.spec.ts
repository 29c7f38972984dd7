import * as s3 from "@aws-sdk/client-s3";
import * as sqs from "@aws-sdk/client-sqs";
import { TestStateCommand, type TestStateCommandInput } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import type { JsonObject } from "../src/json.ts";
import { sdkClients } from "../src/integrations/sdk-clients.ts";
import { distributedProcessor, inlineProcessor, machineOf } from "./machines.ts";
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

const send: JsonObject = {
  Type: "Task",
  Resource: "arn:aws:states:::sqs:sendMessage",
  Parameters: { QueueUrl: "q", MessageBody: "m" },
  End: true,
};

/** TestState of a message sent, with the model of SQS at hand. */
async function sent(mock: TestStateCommandInput["mock"]) {
  const client = new sqs.SQSClient({ region: "us-east-1" });
  await using stage = await openStage({ awsSdk: sdkClients({ sqs: { client, sdk: sqs } }) });
  return await test(stage, send, { mock });
}

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_MockInput.html: STRICT unless another
// mode is named
it.each([
  { result: '{"MessageId":1}', fieldValidationMode: "STRICT", problem: "MessageId is not a string" },
  { result: '{"MessageId":1}', problem: "MessageId is not a string" },
  {
    result: '{"Message":"1"}',
    fieldValidationMode: "PRESENT",
    problem: "Message is not a member of SendMessageResult",
  },
] as const)("refuses the mock $result in mode $fieldValidationMode", async ({ problem, ...mock }) => {
  await expect(sent(mock)).rejects.toMatchObject({
    name: "ValidationException",
    message: `Mock result schema validation error: ${problem}.`,
  });
});

it.each([
  { result: '{"MessageId":"1"}', fieldValidationMode: "STRICT" },
  { result: '{"Message":1}', fieldValidationMode: "NONE" },
] as const)("takes the mock $result in mode $fieldValidationMode", async (mock) => {
  expect(await sent(mock)).toMatchObject({ status: "SUCCEEDED", output: mock.result });
});

it("asks in mode STRICT for the members that an action always answers", async () => {
  const client = new s3.S3Client({ region: "us-east-1" });
  await using stage = await openStage({
    awsSdk: sdkClients({ sqs: { client, sdk: sqs }, s3: { client, sdk: s3 } }),
  });
  const state = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:sqs:sendMessageBatch", End: true };
  const partial = { result: '{"Successful":[]}' };
  await expect(test(stage, state, { mock: partial })).rejects.toThrow("Failed is missing");
  const present = { ...partial, fieldValidationMode: "PRESENT" } as const;
  expect((await test(stage, state, { mock: present })).status).toBe("SUCCEEDED");
});

it.each([
  [
    { Type: "Pass", End: true },
    { mock: { result: "{}" } },
    "only be given for a Task, Map or Parallel state",
  ],
  [send, { context: "{}" }, "together with a mock"],
  [send, { mock: { result: "{}", errorOutput: { error: "E" } } }, "Only one of"],
  [send, { mock: { errorOutput: { cause: "c" } } }, "error is required"],
  [
    send,
    { mock: { errorOutput: { error: "E" } }, stateConfiguration: { errorCausedByState: "Work" } },
    "no state 'Work' inside",
  ],
] satisfies [JsonObject, Partial<TestStateCommandInput>, string][])(
  "refuses for %j the mock %j",
  async (state, options, message) => {
    await using stage = await openStage();
    const refused = { name: "ValidationException", message: expect.stringContaining(message) };
    await expect(test(stage, state, options)).rejects.toMatchObject(refused);
  },
);

it("takes the context's execution, retries and token", async () => {
  await using stage = await openStage();
  const state = {
    QueryLanguage: "JSONata",
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
    Arguments: { FunctionName: "f", Payload: "{% $states.context.Task.Token %}" },
    Output: "{% [$states.context.Execution.Name, $states.context.State.RetryCount] %}",
    End: true,
  };
  const context = { Execution: { Name: "daily" }, State: { RetryCount: 2 }, Task: { Token: "t-1" } };
  const tested = await test(stage, state, {
    mock: { result: '"answer"' },
    context: JSON.stringify(context),
    inspectionLevel: "DEBUG",
  });
  expect(JSON.parse(tested.output ?? "")).toEqual(["daily", 2]);
  expect(tested.inspectionData?.afterArguments).toBe('{"FunctionName":"f","Payload":"t-1"}');
});

it("shows what a Distributed Map does with the data of its reader, and judges its failures", async () => {
  await using stage = await openStage();
  const state = {
    QueryLanguage: "JSONata",
    Type: "Map",
    ItemReader: {
      Resource: "arn:aws:states:::s3:getObject",
      Arguments: { Bucket: "b", Key: "k" },
      ReaderConfig: { InputType: "JSON", ItemsPointer: "/rows" },
    },
    ItemSelector: { n: "{% $states.context.Map.Item.Value %}" },
    ItemBatcher: { MaxItemsPerBatch: 2 },
    MaxConcurrency: 7,
    ToleratedFailureCount: 1,
    ItemProcessor: distributedProcessor({ Work: { Type: "Pass", End: true } }),
    End: true,
  };
  const mapItemReaderData = '{"rows":[1,2,3]}';
  const options = { mock: { result: "[0]" }, inspectionLevel: "DEBUG" } as const;
  const passed = { mapItemReaderData, mapIterationFailureCount: 1 };
  const tested = await test(stage, state, { ...options, stateConfiguration: passed });
  expect(tested).toMatchObject({ status: "SUCCEEDED", output: "[0]" });
  expect(tested.inspectionData).toMatchObject({
    afterItemsPointer: "[1,2,3]",
    afterItemSelector: '[{"n":1},{"n":2},{"n":3}]',
    afterItemBatcher: '[{"Items":[{"n":1},{"n":2}]},{"Items":[{"n":3}]}]',
    maxConcurrency: 7,
    toleratedFailureCount: 1,
  });
  const failed = { mapItemReaderData, mapIterationFailureCount: 2 };
  expect(await test(stage, state, { ...options, stateConfiguration: failed })).toMatchObject({
    status: "FAILED",
    error: "States.ExceedToleratedFailureThreshold",
  });
});
