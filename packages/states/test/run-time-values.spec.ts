import { TestStateCommand } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import type { JsonObject } from "../src/json.ts";
import { distributedProcessor, functionTask, machineOf, mapMachine } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

const awsSdk = { supports: () => true, call: async (): Promise<JsonObject> => ({}) };

async function failureOf(definition: JsonObject, input: JsonObject = {}) {
  await using stage = await openStage({ lambdas: { work: () => "done" }, awsSdk });
  const { status, error, cause = "" } = await stage.run(definition, input);
  expect(status).toBe("FAILED");
  return { error, cause: cause.replace(/^An error occurred [^.]*#2\)\. /, "") };
}

const work = (fields: JsonObject) => machineOf({ Work: functionTask("work", { ...fields, End: true }) });
const byPath = (fields: JsonObject): JsonObject => ({
  StartAt: "Work",
  States: { Work: functionTask("work", { ...fields, End: true }) },
});
const wait = (fields: JsonObject) => machineOf({ Wait: { Type: "Wait", ...fields, End: true } });

// https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html: 1 to 99,999,999 seconds
// https://states-language.net/spec.html#task-state: positive integers
it.each([
  [work({ TimeoutSeconds: "{% 0 %}" }), "outside of the range 1 to 99999999: 0"],
  [work({ TimeoutSeconds: "{% 100000000 %}" }), "outside of the range 1 to 99999999: 100000000"],
  [work({ HeartbeatSeconds: "{% -5 %}" }), "outside of the range 1 to 99999999: -5"],
  [work({ TimeoutSeconds: "{% 1.5 %}" }), "returned a value that is not an integer: 1.5"],
  [work({ TimeoutSeconds: "{% 1e9 %}" }), "outside of the range 1 to 99999999: 1000000000"],
  [wait({ Seconds: "{% 1 / 0 %}" }), "Expected 'number', but was 'string' for value: \"Infinity\""],
  [wait({ Seconds: "{% 1.5 %}" }), "returned a value that is not an integer: 1.5"],
  [wait({ Seconds: "{% -1 %}" }), "outside of the range 0 to 99999999: -1"],
  [mapMachine({ Items: [1], MaxConcurrency: "{% 0.5 %}" }), "returned a value that is not an integer: 0.5"],
  [
    mapMachine({ Items: [1], ItemBatcher: { MaxItemsPerBatch: "{% 0 %}" } }),
    "outside of the range 1 to 2147483647: 0",
  ],
  [
    mapMachine({ Items: [1], ItemBatcher: { MaxInputBytesPerBatch: "{% 262145 %}" } }),
    "outside of the range 1 to 262144: 262145",
  ],
])("refuses a number that JSONata works out: %j", async (definition, problem) => {
  const failure = await failureOf(definition);
  expect(failure.error).toBe("States.QueryEvaluationError");
  expect(failure.cause).toContain(problem);
});

it.each([
  ["TimeoutSecondsPath", { t: -1 }, 'refers to value "-1" which is outside of the range 1 to 99999999: $.t'],
  ["HeartbeatSecondsPath", { t: 0 }, 'refers to value "0" which is outside of the range 1 to 99999999: $.t'],
  ["HeartbeatSecondsPath", { t: "soon" }, 'refers to value "soon" which is not a valid integer: $.t'],
  ["TimeoutSecondsPath", { t: 1.5 }, 'refers to value "1.5" which is not a valid integer: $.t'],
])("refuses what %s finds in %j, with the path in the cause", async (field, input, problem) => {
  const failure = await failureOf(byPath({ [field]: "$.t" }), input);
  expect(failure).toEqual({ error: "States.Runtime", cause: `The ${field} field ${problem}` });
});

it.each([
  ["MaxItemsPerBatch", -1, "1 to 2147483647"],
  ["MaxInputBytesPerBatch", 262_145, "1 to 262144"],
])("refuses a %s that a path finds out of its range", async (field, size, range) => {
  const ItemProcessor = distributedProcessor({ Same: { Type: "Pass", End: true } });
  const map = { Type: "Map", ItemsPath: "$.list", ItemProcessor, ItemBatcher: { [`${field}Path`]: "$.n" } };
  const failure = await failureOf(
    { StartAt: "Map", States: { Map: { ...map, End: true } } },
    { n: size, list: [1] },
  );
  expect(failure).toEqual({
    error: "States.Runtime",
    cause: `The ${field}Path field refers to value "${size}" which is outside of the range ${range}: $.n`,
  });
});

it.each(["TimeoutSecondsPath", "HeartbeatSecondsPath"])(
  "fails a task whose %s finds nothing, whatever its integration",
  async (field) => {
    const called: JsonObject[] = [
      {},
      { Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "work" } },
      { Resource: "arn:aws:states:::sqs:sendMessage", Parameters: { QueueUrl: "q", MessageBody: "m" } },
    ];
    for (const integration of called) {
      expect(await failureOf(byPath({ [field]: "$.t", ...integration }))).toEqual({
        error: "States.Runtime",
        cause: `The JSONPath '$.t' specified for the field '${field}' could not be found in the input '{}'`,
      });
    }
  },
);

it("fails on the path first where the stage lacks the integration", async () => {
  await using stage = await openStage();
  const state = {
    Type: "Task",
    Resource: "arn:aws:states:::glue:startJobRun",
    Parameters: { JobName: "j" },
    HeartbeatSecondsPath: "$.t",
    End: true,
  };
  const tested = await stage.client.send(
    new TestStateCommand({
      definition: JSON.stringify(state),
      roleArn: "arn:aws:iam::1:role/r",
      mock: { result: "{}" },
    }),
  );
  expect(tested).toMatchObject({
    status: "FAILED",
    error: "States.Runtime",
    cause: expect.stringContaining(
      "The JSONPath '$.t' specified for the field 'HeartbeatSecondsPath' could not be found in the input '{}'",
    ),
  });
});

// Recorded on AWS, and the event names the field.
it.each(["2026-02-30 10:00", "2026-02-30T00:00:00Z"])(
  "fails a Wait whose Timestamp, %s, cannot be parsed",
  async (timestamp) => {
    await using stage = await openStage();
    const failed = await stage.run(wait({ Timestamp: `{% '' & '${timestamp}' %}` }));
    expect(failed).toMatchObject({
      status: "FAILED",
      error: "States.QueryEvaluationError",
      cause: `An error occurred while executing the state 'Wait' (entered at the event id #2). The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
    });
    const events = await stage.history(String(failed.executionArn));
    const evaluation = events.find(({ type }) => type === "EvaluationFailed");
    expect(evaluation?.evaluationFailedEventDetails).toMatchObject({ state: "Wait", location: "Timestamp" });
  },
);

it("takes the bounds of a range themselves", async () => {
  await using stage = await openStage({ lambdas: { work: () => "done" } });
  const { output } = await stage.run(work({ TimeoutSeconds: "{% 99999999 %}", HeartbeatSeconds: "{% 1 %}" }));
  expect(output).toBe('"done"');
  expect(outputOf(await stage.run(wait({ Seconds: "{% 0 %}" }), { a: 1 }))).toEqual({ a: 1 });
});
