import { expect, test } from "vitest";
import { runGraph } from "./run-graph.ts";
import { runSteps, type StepEvent } from "./run-steps.ts";
import { runStatements } from "./run-statements.ts";
import { shownSteps } from "./shown-steps.ts";

const begin = Date.parse("2026-11-26T15:15:00Z");

/** Events in a row, each after the one before unless it names another. */
function history(...events: (Omit<StepEvent, "id" | "timestamp"> & { type: string })[]): StepEvent[] {
  return events.map((event, index) => ({
    id: index + 1,
    previousEventId: index,
    timestamp: new Date(begin + index * 1_000),
    ...event,
  }));
}

const enter = (name: string, input = "{}") => ({
  type: "TaskStateEntered",
  stateEnteredEventDetails: { name, input },
});
const exit = (name: string) => ({ type: "TaskStateExited", stateExitedEventDetails: { name } });
const failure = { type: "TaskFailed", taskFailedEventDetails: { error: "E", cause: "C" } };

test("a task that failed, was tried again and succeeded is a success with an error", () => {
  const events = history(
    { type: "ExecutionStarted" },
    enter("Plan"),
    { type: "TaskScheduled" },
    failure,
    { type: "TaskScheduled" },
    { type: "TaskSucceeded" },
    exit("Plan"),
  );
  expect(runSteps(events).get("Plan")).toEqual({
    status: "succeeded",
    visits: { entered: 1, running: 0, succeeded: 1, caught: 0, failed: 0, aborted: 0 },
    attempts: 2,
    firstEnteredAt: "2026-11-26T15:15:01.000Z",
    lastExitedAt: "2026-11-26T15:15:06.000Z",
    errors: [{ error: "E", cause: "C", at: "2026-11-26T15:15:03.000Z" }],
  });
});

test("a failure that a catcher took is caught, and one that ended the execution failed", () => {
  const caught = history(
    { type: "ExecutionStarted" },
    enter("Plan"),
    failure,
    exit("Plan"),
    enter("Release"),
  );
  expect(runSteps(caught).get("Plan")?.status).toBe("caught");
  expect(runSteps(caught).get("Release")?.status).toBe("running");
  const ended = history({ type: "ExecutionStarted" }, enter("Plan"), failure, { type: "ExecutionFailed" });
  expect(runSteps(ended).get("Plan")?.status).toBe("failed");
  const stopped = history({ type: "ExecutionStarted" }, enter("Plan"), { type: "ExecutionAborted" });
  expect(runSteps(stopped).get("Plan")?.status).toBe("aborted");
});

test("tells the items of a map apart, whose events alternate", () => {
  const started = (index: number) => ({
    type: "MapIterationStarted",
    previousEventId: 2,
    mapIterationStartedEventDetails: { name: "Exports", index },
  });
  const events = history(
    { type: "MapStateEntered", stateEnteredEventDetails: { name: "Exports" } },
    { type: "MapStateStarted" },
    started(0),
    started(1),
    { ...enter("Unload", '{"date":"2026-11-25"}'), previousEventId: 3 },
    { ...enter("Unload", '{"date":"2026-11-26"}'), previousEventId: 4 },
    { ...exit("Unload"), previousEventId: 5 },
    { ...failure, previousEventId: 6 },
    {
      type: "MapIterationFailed",
      mapIterationFailedEventDetails: { name: "Exports", index: 1 },
      previousEventId: 8,
    },
    {
      type: "MapIterationSucceeded",
      mapIterationSucceededEventDetails: { name: "Exports", index: 0 },
      previousEventId: 7,
    },
    { type: "MapStateFailed", previousEventId: 9 },
    { type: "MapStateExited", stateExitedEventDetails: { name: "Exports" } },
  );
  const steps = runSteps(events);
  expect(steps.get("Exports")).toMatchObject({
    status: "caught",
    iterations: { started: 2, succeeded: 1, failed: 1, aborted: 0 },
  });
  expect(steps.get("Unload")).toMatchObject({
    status: "failed",
    visits: { entered: 2, succeeded: 1, failed: 1 },
    errors: [{ error: "E", item: { index: 1, date: "2026-11-26" } }],
  });
});

const definition = {
  StartAt: "A",
  States: {
    A: {
      Type: "Choice",
      Choices: [
        { Condition: "c", Next: "M" },
        { Condition: "d", Next: "M" },
      ],
      Default: "Z",
    },
    M: {
      Type: "Map",
      Label: "Each",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "In",
        States: { In: { Type: "Task", End: true, Catch: [{ ErrorEquals: ["States.ALL"], Next: "In" }] } },
      },
      Next: "Z",
    },
    Z: { Type: "Succeed" },
  },
};

test("reads the states and their transitions from the definition", () => {
  expect(runGraph(definition)).toEqual([
    {
      name: "A",
      type: "Choice",
      starts: true,
      ends: false,
      edges: [
        { to: "Z", by: "default" },
        { to: "M", by: "choice" },
      ].toReversed(),
    },
    {
      name: "M",
      type: "Map",
      starts: false,
      ends: false,
      edges: [{ to: "Z", by: "next" }],
      map: "distributed",
      label: "Each",
    },
    {
      name: "In",
      type: "Task",
      within: "M",
      starts: true,
      ends: true,
      edges: [{ to: "In", by: "catch" }],
    },
    { name: "Z", type: "Succeed", starts: false, ends: true, edges: [] },
  ]);
});

test("gives the states inside a distributed map the status of the map, and skips what was not entered", () => {
  const events = history({ type: "MapStateEntered", stateEnteredEventDetails: { name: "M" } });
  const statuses = (hasEnded: boolean) =>
    shownSteps(runGraph(definition), events, { hasEnded }).map(({ name, status }) => `${name} ${status}`);
  expect(statuses(false)).toEqual(["A waiting", "M running", "In running", "Z waiting"]);
  expect(statuses(true)).toEqual(["A skipped", "M running", "In running", "Z skipped"]);
});

test("reads the texts of a batch, how long each took and with what it failed", () => {
  const scheduled = { Sqls: ["UNLOAD 1", "UNLOAD 2"], StatementName: "run unload" };
  const described = {
    Id: "s",
    Status: "FAILED",
    Duration: 2e9,
    ResultRows: -1,
    Error: "E",
    SubStatements: [
      { Status: "FINISHED", Duration: 15e8, ResultRows: 7 },
      { Status: "FAILED", Duration: 5e8, ResultRows: -1, Error: "E" },
    ],
  };
  const events = [
    {
      id: 1,
      previousEventId: 0,
      timestamp: new Date(begin),
      taskScheduledEventDetails: { resource: "batchExecuteStatement", parameters: JSON.stringify(scheduled) },
    },
    { id: 2, previousEventId: 1 },
    {
      id: 3,
      previousEventId: 2,
      taskSucceededEventDetails: { resource: "batchExecuteStatement", output: '{"Id":"s"}' },
    },
    {
      id: 4,
      previousEventId: 3,
      taskSucceededEventDetails: { resource: "describeStatement", output: JSON.stringify(described) },
    },
  ];
  expect(runStatements(events)).toEqual([
    {
      id: "s",
      name: "run unload",
      status: "FAILED",
      submittedAt: "2026-11-26T15:15:00.000Z",
      seconds: 2,
      error: "E",
      parts: [
        { sql: "UNLOAD 1", status: "FINISHED", seconds: 1.5, rows: 7 },
        { sql: "UNLOAD 2", status: "FAILED", seconds: 0.5, error: "E" },
      ],
    },
  ]);
});
