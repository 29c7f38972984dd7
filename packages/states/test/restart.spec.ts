import { cpSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { JsonValue } from "../src/json.ts";
import { SimulatedClock } from "../src/clock.ts";
import { MemoryS3 } from "../src/cli/memory-s3.ts";
import { functionTask, inlineProcessor, machineOf, mapMachine } from "./machines.ts";
import { openStage, outputOf, type Stage, type StageOptions } from "./stage.ts";

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

it("keeps an execution from the answer to its start on, whatever becomes of the process", async () => {
  const atAnswer = await mkdtemp(join(tmpdir(), "states-"));
  try {
    await using stage = await openStage({ directory });
    const arn = await stage.create("answered", machineOf({ Pass: { Type: "Pass", End: true } }));
    const executionArn = await stage.start(arn, { day: 1 });
    // What a process that is killed now leaves behind.
    cpSync(directory, atAnswer, { recursive: true });
    await using next = await openStage({ directory: atAnswer });
    expect(outputOf(await next.ended(executionArn))).toEqual({ day: 1 });
    expect(await next.eventTypes(executionArn)).toEqual(await stage.eventTypes(executionArn));
  } finally {
    await rm(atAnswer, { recursive: true });
  }
});

/** Runs `before` in a first process, ends it, and runs `after` in a second one of the same directory. */
async function acrossRestart<T>(
  options: StageOptions,
  before: (stage: Stage) => Promise<T>,
  after: (stage: Stage, kept: T) => Promise<void>,
): Promise<void> {
  let kept: T;
  {
    await using stage = await openStage({ ...options, directory });
    kept = await before(stage);
  }
  await using stage = await openStage({ ...options, directory });
  await after(stage, kept);
}

it("goes on with a wait for the time that is left, as if nothing had been", async () => {
  const definition = machineOf({
    First: { Type: "Pass", Assign: { seen: "{% $states.input %}" }, Next: "Wait" },
    Wait: { Type: "Wait", Seconds: 60, Next: "Last" },
    Last: { Type: "Pass", Output: "{% $seen %}", End: true },
  });
  const clock = new SimulatedClock(0);
  await acrossRestart(
    { clock },
    async (stage) => {
      const executionArn = await stage.start(await stage.create("wait", definition), "kept");
      await expect.poll(() => clock.waiting).toBe(1);
      await clock.advance(20_000);
      return executionArn;
    },
    async (stage, executionArn) => {
      await expect.poll(() => clock.waiting).toBe(1);
      await clock.advance(39_999);
      const { status } = await stage.client.send(new DescribeExecutionCommand({ executionArn }));
      expect(status).toBe("RUNNING");
      await clock.advance(1);
      expect(outputOf(await stage.ended(executionArn))).toBe("kept");
      const events = await stage.history(executionArn);
      expect(events.map(({ id, previousEventId, type }) => `${id} ${previousEventId} ${type}`)).toEqual([
        "1 0 ExecutionStarted",
        "2 0 PassStateEntered",
        "3 2 PassStateExited",
        "4 3 WaitStateEntered",
        "5 4 WaitStateExited",
        "6 5 PassStateEntered",
        "7 6 PassStateExited",
        "8 7 ExecutionSucceeded",
      ]);
    },
  );
});

it("keeps the deadline of an execution", async () => {
  const definition = {
    ...machineOf({ Wait: { Type: "Wait", Seconds: 3600, End: true } }),
    TimeoutSeconds: 100,
  };
  const clock = new SimulatedClock(0);
  await acrossRestart(
    { clock },
    async (stage) => {
      const executionArn = await stage.start(await stage.create("wait", definition));
      await expect.poll(() => clock.waiting).toBe(2);
      await clock.advance(60_000);
      return executionArn;
    },
    async (stage, executionArn) => {
      await expect.poll(() => clock.waiting).toBe(2);
      await clock.advance(40_000);
      expect(await stage.ended(executionArn)).toMatchObject({
        status: "TIMED_OUT",
        stopDate: new Date(100_000),
      });
    },
  );
});

it("keeps the schedule of a retry, and counts the tries made before", async () => {
  const times: number[] = [];
  const clock = new SimulatedClock(0);
  const work = () => {
    times.push(clock.now() / 1000);
    throw new Error("busy");
  };
  const Retry = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 100, BackoffRate: 2, MaxAttempts: 2 }];
  const definition = machineOf({ Work: functionTask("work", { Retry, End: true }) });
  await acrossRestart(
    { clock, lambdas: { work } },
    async (stage) => {
      const executionArn = await stage.start(await stage.create("work", definition));
      await expect.poll(() => clock.waiting).toBe(1);
      await clock.advance(40_000);
      return executionArn;
    },
    async (stage, executionArn) => {
      await expect.poll(() => clock.waiting).toBe(1);
      await clock.advance(60_000);
      await expect.poll(() => times).toEqual([0, 100]);
      await expect.poll(() => clock.waiting).toBe(1);
      await clock.advance(200_000);
      expect(await stage.ended(executionArn)).toMatchObject({ status: "FAILED", cause: expect.any(String) });
      expect(times).toEqual([0, 100, 300]);
      const types = await stage.eventTypes(executionArn);
      expect(types.filter((type) => type === "LambdaFunctionScheduled")).toHaveLength(3);
    },
  );
});

const tokenArguments = { FunctionName: "ask", Payload: { token: "{% $states.context.Task.Token %}" } };
const tokenTask = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
  Arguments: tokenArguments,
  End: true,
};

it("takes the answer to a token that an earlier process issued, without another call", async () => {
  const tokens: string[] = [];
  const lambdas = { ask: (event: JsonValue) => tokens.push(Object(event).token) };
  await acrossRestart(
    { lambdas },
    async (stage) => {
      const executionArn = await stage.start(await stage.create("ask", machineOf({ Ask: tokenTask })));
      await expect.poll(async () => (await stage.eventTypes(executionArn)).at(-1)).toBe("TaskSubmitted");
      return executionArn;
    },
    async (stage, executionArn) => {
      const [taskToken] = tokens;
      await stage.client.send(new SendTaskSuccessCommand({ taskToken, output: '"yes"' }));
      expect(outputOf(await stage.ended(executionArn))).toBe("yes");
      expect(tokens).toHaveLength(1);
      expect((await stage.eventTypes(executionArn)).slice(1, -1)).toEqual([
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
        "TaskStateExited",
      ]);
    },
  );
});

it("takes the answer to a token of a Distributed Map's child at once, too", async () => {
  const tokens: string[] = [];
  const lambdas = { ask: (event: JsonValue) => tokens.push(Object(event).token) };
  await acrossRestart(
    { lambdas },
    async (stage) => {
      const definition = mapMachine({ Items: [1, 2] }, { Ask: tokenTask });
      const executionArn = await stage.start(await stage.create("ask", definition));
      await expect.poll(() => tokens.length).toBe(2);
      return executionArn;
    },
    async (stage, executionArn) => {
      const answers = tokens.map((taskToken) =>
        stage.client.send(new SendTaskSuccessCommand({ taskToken, output: '"yes"' })),
      );
      await Promise.all(answers);
      expect(outputOf(await stage.ended(executionArn))).toEqual(["yes", "yes"]);
    },
  );
});

// https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html: a redriven task is scheduled
// anew
it("issues a new token to a redriven task", async () => {
  const tokens: string[] = [];
  await using stage = await openStage({
    lambdas: { ask: (event: JsonValue) => tokens.push(Object(event).token) },
  });
  const executionArn = await stage.start(await stage.create("ask", machineOf({ Ask: tokenTask })));
  await expect.poll(() => tokens.length).toBe(1);
  await stage.client.send(new SendTaskFailureCommand({ taskToken: tokens[0], error: "No" }));
  expect(await stage.ended(executionArn)).toMatchObject({ status: "FAILED", error: "No" });
  await stage.client.send(new RedriveExecutionCommand({ executionArn }));
  await expect.poll(() => tokens.length).toBe(2);
  const answer = (taskToken: string | undefined) =>
    stage.client.send(new SendTaskSuccessCommand({ taskToken, output: '"yes"' }));
  await expect(answer(tokens[0])).rejects.toMatchObject({ name: "TaskTimedOut" });
  await answer(tokens[1]);
  expect(outputOf(await stage.ended(executionArn))).toBe("yes");
});

it("goes on with a map run: the children that were cut off, then the rest of the items", async () => {
  const calls: unknown[] = [];
  const work = (event: JsonValue, signal: AbortSignal): JsonValue | Promise<JsonValue> => {
    calls.push(event);
    // The first process never gets its answer for the second item.
    return event === 2 && calls.length === 2 ? never(signal) : event;
  };
  const definition = mapMachine({ Items: [1, 2, 3], MaxConcurrency: 1 }, { Work: functionTask("work") });
  await acrossRestart(
    { lambdas: { work } },
    async (stage) => {
      const executionArn = await stage.start(await stage.create("map", definition));
      await expect.poll(() => calls).toEqual([1, 2]);
      return executionArn;
    },
    async (stage, executionArn) => {
      expect(outputOf(await stage.ended(executionArn))).toEqual([1, 2, 3]);
      expect(calls).toEqual([1, 2, 2, 3]);
      expect(await stage.mapRunOf(executionArn)).toMatchObject({
        status: "SUCCEEDED",
        redriveCount: 0,
        executionCounts: { total: 3, succeeded: 3, aborted: 0 },
      });
      const types = await stage.eventTypes(executionArn);
      expect(types.filter((type) => type?.startsWith("MapRun"))).toEqual([
        "MapRunStarted",
        "MapRunSucceeded",
      ]);
    },
  );
});

it("goes on in a listing after its last object, whatever has been deleted before", async () => {
  const keys = Array.from({ length: 5 }, (_, index) => `in/${index}`);
  const seen: unknown[] = [];
  const work = (key: JsonValue, signal: AbortSignal): JsonValue | Promise<JsonValue> => {
    seen.push(key);
    return seen.length === 3 ? never(signal) : key;
  };
  const reader = {
    Resource: "arn:aws:states:::s3:listObjectsV2",
    Arguments: { Bucket: "lake", Prefix: "in/" },
  };
  const ItemSelector = "{% $states.context.Map.Item.Value.Key %}";
  const map = { ItemReader: reader, ItemSelector, MaxConcurrency: 1 };
  const s3 = new MemoryS3(() => 0);
  for (const key of keys) {
    s3.put("lake", key, "x");
  }
  await acrossRestart(
    { lambdas: { work }, s3 },
    async (stage) => {
      const definition = mapMachine(map, { Work: functionTask("work") });
      const executionArn = await stage.start(await stage.create("map", definition));
      await expect.poll(() => seen).toEqual(keys.slice(0, 3));
      s3.delete("lake", "in/0");
      s3.delete("lake", "in/1");
      return executionArn;
    },
    async (stage, executionArn) => {
      expect(outputOf(await stage.ended(executionArn))).toEqual(keys);
      expect(seen).toEqual([...keys.slice(0, 3), ...keys.slice(2)]);
    },
  );
});

it("goes on in the branches and iterations that had not ended, each from its own event", async () => {
  const branch = (name: string, seconds: number) =>
    inlineProcessor({
      [`Wait ${name}`]: { Type: "Wait", Seconds: seconds, Next: name },
      [name]: { Type: "Pass", Output: name, End: true },
    });
  const definition = machineOf({
    Both: {
      Type: "Parallel",
      Branches: [
        branch("short", 10),
        inlineProcessor({
          Each: {
            Type: "Map",
            Items: [1, 2],
            MaxConcurrency: 1,
            ItemProcessor: branch("long", 100),
            End: true,
          },
        }),
      ],
      End: true,
    },
  });
  const run = async (disturbed: boolean) => {
    const clock = new SimulatedClock(0);
    const name = disturbed ? "disturbed" : "undisturbed";
    let stage = await openStage({ directory, clock });
    const executionArn = await stage.start(await stage.create(name, definition));
    await expect.poll(() => clock.waiting).toBe(2);
    for (const milliseconds of [15_000, 90_000]) {
      await clock.advance(milliseconds);
      if (disturbed) {
        await stage[Symbol.asyncDispose]();
        stage = await openStage({ directory, clock });
      }
      await vi.waitUntil(() => clock.waiting === 1);
    }
    await clock.advance(95_000);
    expect(outputOf(await stage.ended(executionArn))).toEqual(["short", ["long", "long"]]);
    const events = await stage.history(executionArn);
    await stage[Symbol.asyncDispose]();
    return events.map(({ id, previousEventId, type }) => `${id} ${previousEventId} ${type}`);
  };
  expect(await run(true)).toEqual(await run(false));
});

it("waits on for the execution that a task started, and starts no second one", async () => {
  const clock = new SimulatedClock(0);
  await acrossRestart(
    { clock },
    async (stage) => {
      const inner = machineOf({ Wait: { Type: "Wait", Seconds: 60, End: true } });
      const StateMachineArn = await stage.create("inner", inner);
      const Arguments = { StateMachineArn, Input: [1] };
      const Resource = "arn:aws:states:::states:startExecution.sync:2";
      const outer = machineOf({ Run: { Type: "Task", Resource, Arguments, End: true } });
      const executionArn = await stage.start(await stage.create("outer", outer));
      await expect.poll(() => clock.waiting).toBe(1);
      return { executionArn, StateMachineArn };
    },
    async (stage, { executionArn, StateMachineArn }) => {
      await expect.poll(() => clock.waiting).toBe(1);
      await clock.advance(60_000);
      expect(outputOf(await stage.ended(executionArn))).toMatchObject({ Status: "SUCCEEDED", Output: [1] });
      const list = new ListExecutionsCommand({ stateMachineArn: StateMachineArn });
      expect((await stage.client.send(list)).executions).toHaveLength(1);
    },
  );
});

function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}
