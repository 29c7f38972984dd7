import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListExecutionsCommand, RedriveExecutionCommand, SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { JsonValue } from "../src/json.ts";
import { SimulatedClock } from "../src/clock.ts";
import { functionTask, machineOf, mapMachine } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "states-"));
});

afterEach(() => rm(directory, { recursive: true }));

it("keeps machines, executions and histories over a restart", async () => {
  let executionArn: string;
  {
    await using stage = await openStage({ directory });
    const arn = await stage.create("kept", machineOf({ Pass: { Type: "Pass", End: true } }));
    executionArn = await stage.start(arn, { day: 1 }, "today");
    await stage.ended(executionArn);
  }
  await using stage = await openStage({ directory });
  expect(outputOf(await stage.ended(executionArn))).toEqual({ day: 1 });
  expect(await stage.eventTypes(executionArn)).toEqual([
    "ExecutionStarted",
    "PassStateEntered",
    "PassStateExited",
    "ExecutionSucceeded",
  ]);
  const stateMachineArn = executionArn.replace(":execution:", ":stateMachine:").replace(/:today$/, "");
  await expect(stage.start(stateMachineArn, { day: 1 }, "today")).rejects.toMatchObject({
    name: "ExecutionAlreadyExists",
  });
});

it("shows what was running as ABORTED, with a cause, and redrives it", async () => {
  const definition = machineOf({
    First: { Type: "Pass", Assign: { seen: "{% $states.input %}" }, Next: "Wait" },
    Wait: { Type: "Wait", Seconds: 60, Next: "Last" },
    Last: { Type: "Pass", Output: "{% $seen %}", End: true },
  });
  let executionArn: string;
  {
    await using stage = await openStage({ directory, clock: new SimulatedClock(0) });
    executionArn = await stage.start(await stage.create("wait", definition), "kept");
    expect((await stage.history(executionArn)).at(-1)?.type).toBe("WaitStateEntered");
  }
  await using stage = await openStage({ directory, clock: new SimulatedClock(1000, { automatic: true }) });
  expect(await stage.ended(executionArn)).toMatchObject({
    status: "ABORTED",
    cause: "The stage was stopped while the execution was running. It can be redriven.",
    redriveStatus: "REDRIVABLE",
  });
  await stage.client.send(new RedriveExecutionCommand({ executionArn }));
  expect(outputOf(await stage.ended(executionArn))).toBe("kept");
  expect((await stage.history(executionArn)).map(({ id, type }) => `${id} ${type}`)).toEqual([
    "1 ExecutionStarted",
    "2 PassStateEntered",
    "3 PassStateExited",
    "4 WaitStateEntered",
    "5 ExecutionAborted",
    "6 ExecutionRedriven",
    "7 WaitStateExited",
    "8 PassStateEntered",
    "9 PassStateExited",
    "10 ExecutionSucceeded",
  ]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html: a redriven task is scheduled anew
it("issues a new token to a redriven task that waited for its token over a restart", async () => {
  const tokens: string[] = [];
  const lambdas = { ask: (event: JsonValue) => tokens.push(Object(event).token) };
  const Arguments = { FunctionName: "ask", Payload: { token: "{% $states.context.Task.Token %}" } };
  const Resource = "arn:aws:states:::lambda:invoke.waitForTaskToken";
  let executionArn: string;
  {
    await using stage = await openStage({ directory, lambdas });
    const definition = machineOf({ Ask: { Type: "Task", Resource, Arguments, End: true } });
    executionArn = await stage.start(await stage.create("ask", definition));
    await expect.poll(() => tokens.length).toBe(1);
  }
  await using stage = await openStage({ directory, lambdas });
  const answer = (taskToken: string | undefined) =>
    stage.client.send(new SendTaskSuccessCommand({ taskToken, output: '"yes"' }));
  await expect(answer(tokens[0])).rejects.toMatchObject({ name: "InvalidToken" });
  await stage.client.send(new RedriveExecutionCommand({ executionArn }));
  await expect.poll(() => tokens.length).toBe(2);
  await expect(answer(tokens[0])).rejects.toMatchObject({ name: "InvalidToken" });
  await answer(tokens[1]);
  expect(outputOf(await stage.ended(executionArn))).toBe("yes");
});

it("redrives a map run that a restart cut off, its children and the rest of the items", async () => {
  const calls: unknown[] = [];
  const lambdas = {
    work: (event: JsonValue, signal: AbortSignal): JsonValue | Promise<JsonValue> => {
      calls.push(event);
      // The first process never gets its answer for the second item.
      if (event === 2 && calls.length === 2) {
        return new Promise<never>((_, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason)),
        );
      }
      return event;
    },
  };
  const definition = mapMachine({ Items: [1, 2, 3], MaxConcurrency: 1 }, { Work: functionTask("work") });
  let executionArn: string;
  {
    await using stage = await openStage({ directory, lambdas });
    executionArn = await stage.start(await stage.create("map", definition));
    await expect.poll(() => calls).toEqual([1, 2]);
  }
  await using stage = await openStage({ directory, lambdas });
  expect(await stage.ended(executionArn)).toMatchObject({ status: "ABORTED" });
  await stage.client.send(new RedriveExecutionCommand({ executionArn }));
  const ended = await stage.ended(executionArn);
  expect(outputOf(ended)).toEqual([1, 2, 3]);
  expect(calls).toEqual([1, 2, 2, 3]);
  const stateMachineArn = String(ended.stateMachineArn);
  const list = new ListExecutionsCommand({ stateMachineArn, redriveFilter: "REDRIVEN" });
  expect((await stage.client.send(list)).executions).toHaveLength(1);
});
