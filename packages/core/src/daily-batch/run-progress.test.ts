import { expect, test } from "vitest";
import { type ProgressEvent, runProgress } from "./run-progress.ts";

function entered(id: number, name: string, input: object = {}): ProgressEvent {
  return {
    id,
    previousEventId: id - 1,
    type: "StateEntered",
    stateEnteredEventDetails: { name, input: JSON.stringify(input) },
  };
}

function task(id: number, resource: string, texts: { parameters: object; output: object }): ProgressEvent[] {
  const named = { resourceType: "aws-sdk:redshiftdata", resource };
  return [
    {
      id,
      previousEventId: id - 1,
      type: "TaskScheduled",
      taskScheduledEventDetails: { ...named, parameters: JSON.stringify(texts.parameters) },
    },
    { id: id + 1, previousEventId: id, type: "TaskStarted" },
    {
      id: id + 2,
      previousEventId: id + 1,
      type: "TaskSucceeded",
      taskSucceededEventDetails: { ...named, output: JSON.stringify(texts.output) },
    },
  ];
}

const begun = [
  entered(1, "Plan"),
  entered(2, "Plan"),
  entered(3, "AlreadyRunning?", { result: "planned", run: "r", date: "2026-11-21" }),
  entered(4, "Distribute"),
  entered(5, "Exports"),
  entered(6, "Unload"),
];

test("a run that has just begun is being planned", () => {
  expect(runProgress([])).toEqual({ phase: "plan", statements: [] });
});

test("the phase is that of the last main state, and the date is the planned one", () => {
  expect(runProgress(begun.slice(0, 4))).toMatchObject({ phase: "distribute", date: "2026-11-21" });
  expect(runProgress(begun)).toMatchObject({ phase: "exports" });
});

test("a run that fails stays in the phase that failed", () => {
  const failed = [...begun, entered(7, "Release"), entered(8, "NotifyFailure"), entered(9, "Failed")];
  expect(runProgress(failed)).toMatchObject({ phase: "exports" });
  expect(
    runProgress([...begun, entered(7, "Conclude"), entered(8, "Notify"), entered(9, "NotifyFailure")]),
  ).toMatchObject({
    phase: "notify",
  });
});

test("a run whose inbox could not be distributed failed in that phase, though Summarize says so", () => {
  const failed = [...begun.slice(0, 4), entered(5, "Summarize"), entered(6, "Release"), entered(7, "Failed")];
  const ended = (error: string): ProgressEvent => ({
    id: 8,
    type: "ExecutionFailed",
    executionFailedEventDetails: { error },
  });
  expect(runProgress([...failed, ended("MapRunFailed")])).toMatchObject({ phase: "distribute" });
  expect(runProgress([...failed, ended("LedgerMismatch")])).toMatchObject({ phase: "summarize" });
});

test("a statement has the name under which it was submitted and the status that was last described", () => {
  const events = [
    ...begun,
    ...task(7, "executeStatement", {
      parameters: { StatementName: "r unload 2026-11-21" },
      output: { Id: "s-1" },
    }),
    ...task(10, "executeStatement", {
      parameters: { StatementName: "r unload conflicts 2026-11-21" },
      output: { Id: "s-2" },
    }),
    ...task(13, "describeStatement", { parameters: { Id: "s-1" }, output: { Id: "s-1", Status: "STARTED" } }),
    ...task(16, "describeStatement", {
      parameters: { Id: "s-1" },
      output: { Id: "s-1", Status: "FAILED", Error: "no such table" },
    }),
  ];
  expect(runProgress(events).statements).toEqual([
    { id: "s-1", name: "r unload 2026-11-21", status: "FAILED", error: "no such table" },
    { id: "s-2", name: "r unload conflicts 2026-11-21", status: "SUBMITTED" },
  ]);
});
