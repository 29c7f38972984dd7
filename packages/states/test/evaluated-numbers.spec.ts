import { expect, it } from "vitest";
import type { JsonObject } from "../src/json.ts";
import { distributedProcessor, functionTask, invokeTask } from "./machines.ts";
import { openStage, outputOf, type Stage } from "./stage.ts";

const lambdas = { echo: (event: unknown) => Object(event) };

async function run(stage: Stage, state: JsonObject, input: JsonObject = {}) {
  return stage.run({ StartAt: "S", States: { S: { End: true, ...state } } }, input);
}

const map = {
  Type: "Map",
  ItemProcessor: distributedProcessor({ Same: { Type: "Pass", End: true } }),
};

// https://states-language.net/spec.html#task-state: positive integers; #wait-state
it.each<[JsonObject, string]>([
  [functionTask("echo", { TimeoutSeconds: "{% 0 %}" }), "outside of the range 1 to 99999999: 0"],
  [functionTask("echo", { TimeoutSeconds: "{% 1e9 %}" }), "outside of the range 1 to 99999999: 1000000000"],
  [functionTask("echo", { TimeoutSeconds: "{% 2.5 %}" }), "not an integer: 2.5"],
  [functionTask("echo", { HeartbeatSeconds: "{% -1 %}" }), "outside of the range 1 to 99999999: -1"],
  [{ Type: "Wait", Seconds: "{% 1.5 %}" }, "not an integer: 1.5"],
  [{ Type: "Wait", Seconds: "{% -1 %}" }, "outside of the range 0 to 99999999: -1"],
  [{ Type: "Wait", Seconds: "{% 1 / 0 %}" }, "Expected 'number', but was 'string' for value: \"Infinity\""],
  [{ ...map, Items: [1], MaxConcurrency: "{% 1.5 %}" }, "not an integer: 1.5"],
  [
    { ...map, Items: [1], ItemBatcher: { MaxItemsPerBatch: "{% 0 %}" } },
    "outside of the range 1 to 2147483647: 0",
  ],
  [
    { ...map, Items: [1], ItemBatcher: { MaxInputBytesPerBatch: "{% 262145 %}" } },
    "outside of the range 1 to 262144: 262145",
  ],
])("refuses what an expression gives beyond the field's range: %j", async (state, cause) => {
  await using stage = await openStage({ lambdas });
  const execution = await run(stage, { QueryLanguage: "JSONata", ...state });
  expect(execution).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  expect(execution.cause).toContain(cause);
});

it.each<[JsonObject, string]>([
  [
    functionTask("echo", { TimeoutSecondsPath: "$.n" }),
    "TimeoutSecondsPath field references a value outside of the range 1 to 99999999: $.n == -1",
  ],
  [
    functionTask("echo", { HeartbeatSecondsPath: "$.n" }),
    "HeartbeatSecondsPath field references a value outside",
  ],
  [
    functionTask("echo", { TimeoutSecondsPath: "$.no" }),
    "The JSONPath '$.no' specified for the field 'TimeoutSecondsPath' could not be found",
  ],
  [
    { ...invokeTask("echo"), HeartbeatSecondsPath: "$.no" },
    "specified for the field 'HeartbeatSecondsPath' could not be found",
  ],
  [
    { ...map, ItemsPath: "$.list", ItemBatcher: { MaxItemsPerBatchPath: "$.n" } },
    "outside of the range 1 to 2147483647",
  ],
])("refuses what a path gives beyond the field's range: %j", async (state, cause) => {
  await using stage = await openStage({ lambdas });
  const { Arguments: _, Output: __, ...fields } = state;
  const parameters = state.Arguments === undefined ? {} : { Parameters: { FunctionName: "echo" } };
  const execution = await run(stage, { ...fields, ...parameters }, { n: -1, list: [1] });
  expect(execution).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  expect(execution.cause).toContain(cause);
});

// Recorded on AWS.
it("names a timestamp that an expression gives and that is none", async () => {
  await using stage = await openStage();
  const execution = await run(stage, {
    Type: "Wait",
    QueryLanguage: "JSONata",
    Timestamp: "{% '2026-02-30' & 'T00:00:00Z' %}",
  });
  expect(execution).toMatchObject({
    error: "States.QueryEvaluationError",
    cause:
      "An error occurred while executing the state 'S' (entered at the event id #2). The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: 2026-02-30T00:00:00Z",
  });
  const events = await stage.history(execution.executionArn ?? "");
  expect(events.find(({ type }) => type === "EvaluationFailed")?.evaluationFailedEventDetails).toMatchObject({
    state: "S",
    location: "Timestamp",
  });
});

it("takes what is within the range", async () => {
  await using stage = await openStage({ lambdas });
  const task = functionTask("echo", { QueryLanguage: "JSONata", TimeoutSeconds: "{% 99999999 %}" });
  expect(outputOf(await run(stage, task, { a: 1 }))).toEqual({ a: 1 });
  expect(
    outputOf(await run(stage, { Type: "Wait", QueryLanguage: "JSONata", Seconds: "{% 0 %}" }, { a: 1 })),
  ).toEqual({ a: 1 });
});
