import {
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import { SimulatedClock } from "../src/clock.ts";
import type { JsonObject } from "../src/json.ts";
import { machineOf } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

const pass: JsonObject = { StartAt: "Pass", States: { Pass: { Type: "Pass", End: true } } };
const wait: JsonObject = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 60, End: true } } };

function standing(): SimulatedClock {
  return new SimulatedClock(Date.parse("2026-11-23T00:00:00Z"));
}

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
it("answers a second start of a running execution with the same input, and refuses another input", async () => {
  await using stage = await openStage({ clock: standing() });
  const stateMachineArn = await stage.create("wait", wait);
  const first = await stage.start(stateMachineArn, { day: 1 }, "today");
  expect(await stage.start(stateMachineArn, { day: 1 }, "today")).toBe(first);
  await expect(stage.start(stateMachineArn, { day: 2 }, "today")).rejects.toMatchObject({
    name: "ExecutionAlreadyExists",
    message: `Execution Already Exists: '${first}'`,
  });
});

it("refuses the name of an execution that has ended", async () => {
  await using stage = await openStage();
  const stateMachineArn = await stage.create("pass", pass);
  await stage.ended(await stage.start(stateMachineArn, {}, "today"));
  await expect(stage.start(stateMachineArn, {}, "today")).rejects.toMatchObject({
    name: "ExecutionAlreadyExists",
  });
});

it("refuses inputs that are not JSON or too large, and unknown machines and executions", async () => {
  await using stage = await openStage();
  const stateMachineArn = await stage.create("pass", pass);
  const start = (input: string, arn = stateMachineArn) =>
    stage.client.send(new StartExecutionCommand({ stateMachineArn: arn, input }));
  await expect(start("{")).rejects.toMatchObject({ name: "InvalidExecutionInput" });
  await expect(start(`"${"x".repeat(262_144)}"`)).rejects.toMatchObject({ name: "ValidationException" });
  await expect(start("{}", `${stateMachineArn}x`)).rejects.toMatchObject({
    name: "StateMachineDoesNotExist",
    message: `State Machine Does Not Exist: '${stateMachineArn}x'`,
  });
  await expect(start("{}", "pass")).rejects.toMatchObject({ name: "InvalidArn" });
  await expect(
    stage.ended(`${stateMachineArn.replace("stateMachine", "execution")}:x`),
  ).rejects.toMatchObject({
    name: "ExecutionDoesNotExist",
  });
});

it("creates the same machine once, and refuses a different one of its name", async () => {
  await using stage = await openStage();
  const arn = await stage.create("machine", pass);
  expect(await stage.create("machine", pass)).toBe(arn);
  await expect(stage.create("machine", wait)).rejects.toMatchObject({ name: "StateMachineAlreadyExists" });
  await expect(stage.create("a machine", pass)).rejects.toMatchObject({ name: "InvalidName" });
});

it("refuses an invalid definition and an unknown integration by name", async () => {
  await using stage = await openStage();
  await expect(stage.create("a", { ...pass, StartAt: "Nowhere" })).rejects.toMatchObject({
    name: "InvalidDefinition",
    message: expect.stringContaining("Nowhere"),
  });
  const task = (Resource: string) => ({
    StartAt: "Call",
    States: { Call: { Type: "Task", Resource, End: true } },
  });
  await expect(stage.create("b", task("arn:aws:states:::aws-sdk:comet:launch"))).rejects.toMatchObject({
    name: "InvalidDefinition",
    message: expect.stringContaining("comet:launch"),
  });
  const command = new ValidateStateMachineDefinitionCommand({ definition: "{" });
  expect(await stage.client.send(command)).toMatchObject({
    result: "FAIL",
    diagnostics: [{ code: "INVALID_JSON_DESCRIPTION" }],
  });
});

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
it("lets a running execution keep the definition that it was started with", async () => {
  await using stage = await openStage({ clock: standing() });
  const stateMachineArn = await stage.create("machine", wait);
  const executionArn = await stage.start(stateMachineArn);
  const definition = JSON.stringify(pass);
  await stage.client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
  const described = await stage.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(described).toMatchObject({ name: "machine", status: "ACTIVE", type: "STANDARD", definition });
  expect(
    await stage.client.send(new DescribeStateMachineForExecutionCommand({ executionArn })),
  ).toMatchObject({ name: "machine", definition: JSON.stringify(wait) });
});

it("lists machines and forgets a deleted one", async () => {
  await using stage = await openStage();
  const stateMachineArn = await stage.create("first", pass);
  await stage.create("second", pass);
  const list = async (maxResults: number, nextToken?: string) =>
    stage.client.send(new ListStateMachinesCommand({ maxResults, nextToken }));
  const page = await list(1);
  expect(page.stateMachines?.map(({ name }) => name)).toEqual(["first"]);
  expect((await list(1, page.nextToken)).stateMachines?.map(({ name }) => name)).toEqual(["second"]);
  await stage.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
  expect((await list(10)).stateMachines?.map(({ name }) => name)).toEqual(["second"]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html: $now() and $millis() of
// JSONata
it("evaluates expressions at the time that events are stamped with", async () => {
  await using stage = await openStage();
  const execution = await stage.run(
    machineOf({
      Before: { Type: "Pass", Output: ["{% $now() %}"], Next: "Wait" },
      Wait: { Type: "Wait", Seconds: 60, Next: "After" },
      After: { Type: "Pass", Output: "{% $append($states.input, $fromMillis($millis())) %}", End: true },
    }),
  );
  expect(outputOf(execution)).toEqual(["2026-11-23T00:00:00.000Z", "2026-11-23T00:01:00.000Z"]);
});

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
it("stops an execution with the error and cause that were said", async () => {
  await using stage = await openStage({ clock: standing() });
  const stateMachineArn = await stage.create("wait", wait);
  const executionArn = await stage.start(stateMachineArn);
  await stage.client.send(new StopExecutionCommand({ executionArn, error: "Enough", cause: "of this" }));
  expect(await stage.ended(executionArn)).toMatchObject({
    status: "ABORTED",
    error: "Enough",
    cause: "of this",
    redriveStatus: "REDRIVABLE",
  });
  expect((await stage.history(executionArn)).at(-1)).toMatchObject({
    type: "ExecutionAborted",
    executionAbortedEventDetails: { error: "Enough", cause: "of this" },
  });
});

it("lists executions newest first, by status, page by page", async () => {
  const clock = standing();
  await using stage = await openStage({ clock });
  const stateMachineArn = await stage.create("wait", wait);
  for (const name of ["a", "b", "c"]) {
    await stage.start(stateMachineArn, {}, name);
    await clock.advance(30_000);
  }
  const list = (options: object) =>
    stage.client.send(new ListExecutionsCommand({ stateMachineArn, ...options }));
  const names = (page: Awaited<ReturnType<typeof list>>) => page.executions?.map(({ name }) => name);
  expect(names(await list({}))).toEqual(["c", "b", "a"]);
  expect(names(await list({ statusFilter: "SUCCEEDED" }))).toEqual(["b", "a"]);
  const page = await list({ maxResults: 2 });
  expect(names(page)).toEqual(["c", "b"]);
  expect(names(await list({ maxResults: 2, nextToken: page.nextToken }))).toEqual(["a"]);
  await expect(list({ nextToken: "nonsense" })).rejects.toMatchObject({ name: "InvalidToken" });
});

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
it("returns a history with ids, inputs and outputs, in either order, page by page, without data", async () => {
  await using stage = await openStage();
  const execution = await stage.run(pass, { a: 1 });
  const { executionArn } = execution;
  expect(await stage.history(String(executionArn))).toMatchObject([
    { id: 1, previousEventId: 0, executionStartedEventDetails: { input: '{"a":1}' } },
    { id: 2, previousEventId: 0, stateEnteredEventDetails: { name: "Pass", input: '{"a":1}' } },
    { id: 3, previousEventId: 2, stateExitedEventDetails: { name: "Pass", output: '{"a":1}' } },
    { id: 4, previousEventId: 3, executionSucceededEventDetails: { output: '{"a":1}' } },
  ]);
  const get = (options: object) =>
    stage.client.send(new GetExecutionHistoryCommand({ executionArn, ...options }));
  const first = await get({ reverseOrder: true, maxResults: 3 });
  expect(first.events?.map(({ id }) => id)).toEqual([4, 3, 2]);
  const second = await get({ reverseOrder: true, maxResults: 3, nextToken: first.nextToken });
  expect(second.events?.map(({ id }) => id)).toEqual([1]);
  const bare = await get({ includeExecutionData: false });
  expect(bare.events?.[1]?.stateEnteredEventDetails).toEqual({ name: "Pass" });
});

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
it("runs an EXPRESS machine to its end in one call", async () => {
  await using stage = await openStage();
  const stateMachineArn = await stage.create("express", pass, "EXPRESS");
  const sync = await stage.client.send(new StartSyncExecutionCommand({ stateMachineArn, input: "[1]" }));
  expect(sync).toMatchObject({ status: "SUCCEEDED", output: "[1]" });
  expect(sync.executionArn).toMatch(/:express:express:[\w-]+:[\w-]+$/);
  const standard = await stage.create("standard", pass);
  await expect(
    stage.client.send(new StartSyncExecutionCommand({ stateMachineArn: standard })),
  ).rejects.toMatchObject({ name: "StateMachineTypeNotSupported" });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
it("fails an execution whose history is full", async () => {
  await using stage = await openStage();
  const loop = {
    StartAt: "Again?",
    States: {
      "Again?": {
        Type: "Choice",
        Choices: [{ Variable: "$.end", IsPresent: true, Next: "End" }],
        Default: "Again",
      },
      Again: { Type: "Pass", Next: "Again?" },
      End: { Type: "Succeed" },
    },
  };
  const execution = await stage.run(loop);
  expect(execution).toMatchObject({
    status: "FAILED",
    error: "States.Runtime",
    cause: "The execution reached the maximum number of history events (25000).",
  });
});

it("does not let States.ALL catch an output over the limit", async () => {
  await using stage = await openStage();
  const double = {
    Type: "Parallel",
    Branches: ["A", "B"].map((name) => ({ StartAt: name, States: { [name]: { Type: "Pass", End: true } } })),
    End: true,
  };
  const machine = (ErrorEquals: string[]) => ({
    StartAt: "Double",
    States: {
      Double: { ...double, Catch: [{ ErrorEquals, Next: "Caught" }] },
      Caught: { Type: "Pass", Result: 1, End: true },
    },
  });
  const input = "x".repeat(200_000);
  expect(await stage.run(machine(["States.ALL"]), input)).toMatchObject({
    status: "FAILED",
    error: "States.DataLimitExceeded",
  });
  expect(outputOf(await stage.run(machine(["States.DataLimitExceeded"]), input))).toBe(1);
});
