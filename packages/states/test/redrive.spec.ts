import { ListMapRunsCommand, RedriveExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import type { JsonValue } from "../src/json.ts";
import { inlineProcessor, invokeTask, machineOf, mapMachine } from "./machines.ts";
import { openStage, outputOf, type Stage } from "./stage.ts";

/** A function that refuses the given events until it is mended, and counts what it is called with. */
function fragile(refused: readonly JsonValue[]) {
  const calls: JsonValue[] = [];
  const state = { mended: false };
  const lambda = (event: JsonValue) => {
    calls.push(event);
    if (!state.mended && refused.includes(event)) {
      throw new Error(`${JSON.stringify(event)} is refused`);
    }
    return event;
  };
  return { calls, state, lambda };
}

async function redrive(stage: Stage, executionArn: string) {
  await stage.client.send(new RedriveExecutionCommand({ executionArn }));
  return stage.ended(executionArn);
}

// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
it("goes on from the state that failed, with its input and the variables", async () => {
  const { calls, state, lambda } = fragile([2]);
  await using stage = await openStage({ lambdas: { work: lambda } });
  const failed = await stage.run(
    machineOf({
      First: invokeTask("work", { Output: 2, Assign: { kept: "yes" }, Next: "Second" }),
      Second: invokeTask("work", { Output: { kept: "{% $kept %}" }, End: true }),
    }),
    1,
  );
  expect(failed).toMatchObject({ status: "FAILED", error: "Error", redriveStatus: "REDRIVABLE" });
  state.mended = true;
  const executionArn = String(failed.executionArn);
  const redriven = await redrive(stage, executionArn);
  expect(outputOf(redriven)).toEqual({ kept: "yes" });
  expect(redriven).toMatchObject({ redriveCount: 1, redriveStatus: "NOT_REDRIVABLE" });
  expect(calls).toEqual([1, 2, 2]);
  expect(await stage.eventTypes(executionArn)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskSucceeded",
    "TaskStateExited",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskStarted",
    "TaskFailed",
    "ExecutionFailed",
    "ExecutionRedriven",
    "TaskScheduled",
    "TaskStarted",
    "TaskSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html: "Parallel", "Inline Map"
it("runs only the branches and iterations again that did not succeed", async () => {
  const { calls, state, lambda } = fragile([20, 2]);
  await using stage = await openStage({ lambdas: { work: lambda } });
  const branch = (event: number) =>
    inlineProcessor({
      [`Branch ${event}`]: invokeTask("work", {
        Arguments: { FunctionName: "work", Payload: event },
        End: true,
      }),
    });
  const failed = await stage.run(
    machineOf({
      Map: {
        Type: "Map",
        Items: [1, 2, 3],
        MaxConcurrency: 1,
        ItemProcessor: inlineProcessor({ Work: invokeTask("work") }),
        Next: "Both",
      },
      Both: { Type: "Parallel", Branches: [branch(10), branch(20)], End: true },
    }),
  );
  const executionArn = String(failed.executionArn);
  expect(calls).toEqual([1, 2]);
  state.mended = true;
  expect(outputOf(await redrive(stage, executionArn))).toEqual([10, 20]);
  expect(calls).toEqual([1, 2, 2, 3, 10, 20]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html
it("redrives a map run: children that succeeded are not run again, those not started are", async () => {
  const { calls, state, lambda } = fragile([2]);
  await using stage = await openStage({ lambdas: { work: lambda } });
  const failed = await stage.run(
    mapMachine({ Items: [1, 2, 3, 4], MaxConcurrency: 1 }, { Work: invokeTask("work") }),
  );
  expect(failed).toMatchObject({ status: "FAILED", error: "States.ExceedToleratedFailureThreshold" });
  expect(calls).toEqual([1, 2]);
  state.mended = true;
  const executionArn = String(failed.executionArn);
  expect(outputOf(await redrive(stage, executionArn))).toEqual([1, 2, 3, 4]);
  expect(calls).toEqual([1, 2, 2, 3, 4]);
  const { mapRuns = [] } = await stage.client.send(new ListMapRunsCommand({ executionArn }));
  expect(mapRuns).toHaveLength(1);
  expect(await stage.mapRunOf(executionArn)).toMatchObject({
    status: "SUCCEEDED",
    redriveCount: 1,
    executionCounts: { total: 4, succeeded: 4, failed: 0, running: 0 },
  });
  expect(await stage.eventTypes(executionArn)).toEqual([
    "ExecutionStarted",
    "MapStateEntered",
    "MapStateStarted",
    "MapRunStarted",
    "MapRunFailed",
    "MapStateFailed",
    "ExecutionFailed",
    "ExecutionRedriven",
    "MapRunRedriven",
    "MapRunSucceeded",
    "MapStateSucceeded",
    "MapStateExited",
    "ExecutionSucceeded",
  ]);
});

it("refuses what cannot be redriven, and says why", async () => {
  await using stage = await openStage();
  const succeeded = await stage.run({ StartAt: "Pass", States: { Pass: { Type: "Pass", End: true } } });
  await expect(redrive(stage, String(succeeded.executionArn))).rejects.toMatchObject({
    name: "ExecutionNotRedrivable",
    message: "Execution is SUCCEEDED and cannot be redriven",
  });
});
