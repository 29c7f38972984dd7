import { expect, it } from "vitest";
import { matchesError } from "./match-error.ts";
import { EvaluatedFailure, StateFailure } from "../errors.ts";

function matches(pattern: string, name: string): boolean {
  return matchesError([pattern], new StateFailure(name, ""));
}

// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
it("matches an error by its name, and any by States.ALL", () => {
  expect(matches("Lambda.Unknown", "Lambda.Unknown")).toBe(true);
  expect(matches("Lambda.Unknown", "Lambda.Other")).toBe(false);
  expect(matches("States.ALL", "Anything")).toBe(true);
  expect(matches("States.ALL", "States.Timeout")).toBe(true);
});

it("matches every failure but a timeout by States.TaskFailed", () => {
  expect(matches("States.TaskFailed", "Anything")).toBe(true);
  expect(matches("States.TaskFailed", "States.Timeout")).toBe(false);
  expect(matches("States.TaskFailed", "States.HeartbeatTimeout")).toBe(false);
});

it("matches a missed heartbeat by States.Timeout", () => {
  expect(matches("States.Timeout", "States.HeartbeatTimeout")).toBe(true);
});

it("matches a task's answer over the limit by States.ALL, but not a state's output", () => {
  const name = "States.DataLimitExceeded";
  expect(matchesError(["States.ALL"], new StateFailure(name, ""))).toBe(true);
  expect(matchesError(["States.ALL"], new EvaluatedFailure(name, ""))).toBe(false);
  expect(matchesError([name], new EvaluatedFailure(name, ""))).toBe(true);
});
