import { expect, it } from "vitest";
import { distributedProcessor, inlineProcessor, machineOf } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

const set = { Type: "Pass", Assign: { outer: "o" }, Next: "Inner" };

// https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-scope
it("lets inner states read outer variables, and keeps inner ones inside", async () => {
  await using stage = await openStage();
  const execution = await stage.run(
    machineOf({
      Set: set,
      Inner: {
        Type: "Map",
        Items: [1, 2],
        ItemProcessor: inlineProcessor({
          Assign: { Type: "Pass", Assign: { inner: "{% $outer & $states.input %}" }, Next: "Read" },
          Read: { Type: "Pass", Output: "{% $inner %}", End: true },
        }),
        Next: "After",
      },
      After: {
        Type: "Pass",
        Output: { inner: "{% $exists($inner) %}", items: "{% $states.input %}" },
        End: true,
      },
    }),
  );
  expect(outputOf(execution)).toEqual({ inner: false, items: ["o1", "o2"] });
});

it("does not let the children of a Distributed Map see outer variables", async () => {
  await using stage = await openStage();
  const execution = await stage.run(
    machineOf({
      Set: set,
      Inner: {
        Type: "Map",
        Items: ["{% $outer %}"],
        ItemProcessor: distributedProcessor({
          Read: { Type: "Pass", Output: ["{% $states.input %}", "{% $exists($outer) %}"], End: true },
        }),
        End: true,
      },
    }),
  );
  expect(outputOf(execution)).toEqual([["o", false]]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variables-assign: "evaluated
// in parallel"
it("assigns from the values that were there at the entry", async () => {
  await using stage = await openStage();
  const execution = await stage.run(
    machineOf({
      Set: { Type: "Pass", Assign: { a: 1, b: 2 }, Next: "Swap" },
      Swap: { Type: "Pass", Assign: { a: "{% $b %}", b: "{% $a %}" }, Output: "{% $a %}", Next: "Show" },
      Show: { Type: "Pass", Output: ["{% $states.input %}", "{% $a %}", "{% $b %}"], End: true },
    }),
  );
  expect(outputOf(execution)).toEqual([1, 2, 1]);
});

it("refuses an assignment over 256 KiB", async () => {
  await using stage = await openStage();
  const execution = await stage.run(
    machineOf({ Set: { Type: "Pass", Assign: { a: "{% $pad('', 262144, 'x') %}" }, End: true } }),
  );
  expect(execution).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
});

it("fails a Map whose ItemSelector fails for one item, and leaves nothing running", async () => {
  await using stage = await openStage();
  const execution = await stage.run(
    machineOf({
      Set: set,
      Inner: {
        Type: "Map",
        Items: [1, { a: 1 }],
        ItemSelector: "{% $states.context.Map.Item.Value.a %}",
        ItemProcessor: inlineProcessor({ Wait: { Type: "Wait", Seconds: 60, End: true } }),
        Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "Caught" }],
        Next: "Caught",
      },
      Caught: { Type: "Pass", Output: "{% $states.input.Error %}", End: true },
    }),
  );
  expect(outputOf(execution)).toBe("States.QueryEvaluationError");
});
