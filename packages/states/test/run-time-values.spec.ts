import { expect, it } from "vitest";
import type { JsonObject } from "../src/json.ts";
import { functionTask, machineOf, mapMachine } from "./machines.ts";
import { openStage } from "./stage.ts";

async function failureOf(definition: JsonObject, input: JsonObject = {}) {
  await using stage = await openStage({ lambdas: { work: () => "done" } });
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
it.each([
  [work({ TimeoutSeconds: "{% 0 %}" }), "outside of the range 1 to 99999999: 0"],
  [work({ TimeoutSeconds: "{% 100000000 %}" }), "outside of the range 1 to 99999999: 100000000"],
  [work({ HeartbeatSeconds: "{% -5 %}" }), "outside of the range 1 to 99999999: -5"],
  [work({ TimeoutSeconds: "{% 1.5 %}" }), "returned a value that is not an integer: 1.5"],
  [wait({ Seconds: "{% 1.5 %}" }), "returned a value that is not an integer: 1.5"],
  [wait({ Seconds: "{% -1 %}" }), "outside of the range 0 to 99999999: -1"],
  [mapMachine({ Items: [1], MaxConcurrency: "{% 0.5 %}" }), "returned a value that is not an integer: 0.5"],
  [
    mapMachine({ Items: [1], ItemBatcher: { MaxItemsPerBatch: "{% 0 %}" } }),
    "outside of the range 1 to 2147483647: 0",
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

it.each(["TimeoutSecondsPath", "HeartbeatSecondsPath"])(
  "fails a task whose %s finds nothing, whatever its integration",
  async (field) => {
    const sent = {
      Resource: "arn:aws:states:::sqs:sendMessage",
      Parameters: { QueueUrl: "q", MessageBody: "m" },
    };
    for (const definition of [byPath({ [field]: "$.t" }), byPath({ [field]: "$.t", ...sent })]) {
      expect(await failureOf(definition)).toEqual({
        error: "States.Runtime",
        cause: `The JSONPath '$.t' specified for the field '${field}' could not be found in the input '{}'`,
      });
    }
  },
);

// Recorded on AWS, and the event names the field.
it("fails a Wait whose Timestamp cannot be parsed", async () => {
  await using stage = await openStage();
  const failed = await stage.run(wait({ Timestamp: "{% '2026-02-30 10:00' %}" }));
  const cause = expect.stringMatching(
    /#2\)\. The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: 2026-02-30 10:00$/,
  );
  expect(failed).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError", cause });
  const events = await stage.history(String(failed.executionArn));
  expect(events.map(({ evaluationFailedEventDetails }) => evaluationFailedEventDetails?.location)).toContain(
    "Timestamp",
  );
});
