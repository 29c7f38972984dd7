import { expect, it } from "vitest";
import type { JsonObject } from "../src/json.ts";
import { inlineProcessor } from "./machines.ts";
import { openStage } from "./stage.ts";

async function eventsOf(definition: JsonObject, input = {}): Promise<string[]> {
  await using stage = await openStage();
  const execution = await stage.run(definition, input);
  const events = await stage.history(String(execution.executionArn));
  return events.map(({ id, previousEventId, type }) => `${id} < ${previousEventId} ${type}`);
}

/** A machine in JSONPath of one inline Map over the input's `list`. */
function mapOverList(states: JsonObject, fields: JsonObject = {}): JsonObject {
  const ItemProcessor = inlineProcessor(states);
  const map = { Type: "Map", ItemsPath: "$.list", ItemProcessor, End: true, ...fields };
  return { StartAt: "Map", States: { Map: map } };
}

const wait = { Type: "Wait", Seconds: 60, End: true };
const fail = { Type: "Fail", Error: "E" };

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
it("follows each branch's events, and records the states that a failing branch aborts", async () => {
  const events = await eventsOf({
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        Branches: [
          { StartAt: "Wait", States: { Wait: wait } },
          { StartAt: "Fail", States: { Fail: fail } },
        ],
        Catch: [{ ErrorEquals: ["E"], Next: "Done" }],
        Next: "Done",
      },
      Done: { Type: "Succeed" },
    },
  });
  expect(events).toEqual([
    "1 < 0 ExecutionStarted",
    "2 < 0 ParallelStateEntered",
    "3 < 2 ParallelStateStarted",
    "4 < 3 WaitStateEntered",
    "5 < 3 FailStateEntered",
    "6 < 4 WaitStateAborted",
    "7 < 5 ParallelStateFailed",
    "8 < 7 ParallelStateExited",
    "9 < 8 SucceedStateEntered",
    "10 < 9 SucceedStateExited",
    "11 < 10 ExecutionSucceeded",
  ]);
});

it("records the iterations that a failing one aborts", async () => {
  const events = await eventsOf(
    mapOverList({
      Pick: {
        Type: "Choice",
        Choices: [{ Variable: "$", NumericEquals: 2, Next: "Fail" }],
        Default: "Wait",
      },
      Fail: fail,
      Wait: wait,
    }),
    { list: [1, 2] },
  );
  expect(events.slice(-5)).toEqual([
    expect.stringMatching(/MapIterationFailed$/),
    expect.stringMatching(/WaitStateAborted$/),
    expect.stringMatching(/MapIterationAborted$/),
    expect.stringMatching(/MapStateFailed$/),
    expect.stringMatching(/ExecutionFailed$/),
  ]);
});

it("lets an iteration follow the one that made room for it", async () => {
  const events = await eventsOf(mapOverList({ Same: { Type: "Pass", End: true } }, { MaxConcurrency: 1 }), {
    list: [1, 2],
  });
  expect(events.slice(2)).toEqual([
    "3 < 2 MapStateStarted",
    "4 < 3 MapIterationStarted",
    "5 < 4 PassStateEntered",
    "6 < 5 PassStateExited",
    "7 < 6 MapIterationSucceeded",
    "8 < 7 MapIterationStarted",
    "9 < 8 PassStateEntered",
    "10 < 9 PassStateExited",
    "11 < 10 MapIterationSucceeded",
    "12 < 11 MapStateSucceeded",
    "13 < 12 MapStateExited",
    "14 < 13 ExecutionSucceeded",
  ]);
});
