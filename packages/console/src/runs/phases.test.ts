import { expect, test } from "vitest";
import type { Run } from "../api/client.ts";
import { laterRun, phaseStates } from "./phases.ts";

test("a run in progress has done what comes before its phase", () => {
  expect(phaseStates({ status: "RUNNING", phase: "distribute" })).toEqual({
    plan: "done",
    drain: "done",
    distribute: "running",
    summarize: "waiting",
    exports: "waiting",
    feeds: "waiting",
    notify: "waiting",
  });
});

test("a failed run shows where, and one that ended has done all", () => {
  expect(phaseStates({ status: "FAILED", phase: "exports" })).toMatchObject({
    summarize: "done",
    exports: "failed",
    notify: "waiting",
  });
  expect(new Set(Object.values(phaseStates({ status: "SUCCEEDED", phase: "ended" })))).toEqual(
    new Set(["done"]),
  );
});

test("of two readings of a run the later one counts, in whatever order they come", () => {
  const began = { run: "r", status: "RUNNING", phase: "plan", statements: [] } as unknown as Run;
  const further = { ...began, phase: "distribute", map: { total: 9, done: 3 } } as Run;
  const ended = { ...further, status: "SUCCEEDED", phase: "ended" } as Run;
  expect(laterRun(undefined, began)).toBe(began);
  for (const [one, other] of [
    [began, further],
    [further, ended],
    [began, ended],
  ] as const) {
    expect(laterRun(one, other)).toBe(other);
    expect(laterRun(other, one)).toBe(other);
  }
});
