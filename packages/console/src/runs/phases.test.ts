import { expect, test } from "vitest";
import { phaseStates } from "./phases.ts";

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
