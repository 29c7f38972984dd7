import { expect, it } from "vitest";
import type { MapRun, RunState } from "../../api/client.ts";
import { outcomeOf, stateToShow, tookMilliseconds } from "./state-words.ts";

const firstEnteredAt = "2026-11-27T00:00:00.000Z";
const lastExitedAt = "2026-11-27T00:00:07.000Z";
const now = Date.parse("2026-11-27T00:01:00.000Z");

it.each([
  ["from entry to exit", { firstEnteredAt, lastExitedAt, status: "succeeded" }, 7_000],
  ["until now while it runs", { firstEnteredAt, status: "running" }, 60_000],
  ["until now where it runs again", { firstEnteredAt, lastExitedAt, status: "running" }, 60_000],
  ["unknown where it was not entered", { status: "waiting" }, undefined],
] as const)("says how long a state took: %s", (_, state, expected) => {
  expect(tookMilliseconds(state, now)).toBe(expected);
});

it("shows the state whose error ended the run, or the one at work", () => {
  const state = (name: string, status: RunState["status"], more: Partial<RunState> = {}) => ({
    name,
    status,
    errors: [],
    ...more,
  });
  const errors = [{ error: "MapRunFailed", at: lastExitedAt }];
  const caught = state("Distribute", "caught", { errors, lastExitedAt });
  const mended = state("Plan", "caught", { errors, lastExitedAt: firstEnteredAt });
  expect(stateToShow([state("Plan", "succeeded"), state("Distribute", "running")], [])).toBe("Distribute");
  const failed = [caught, mended, state("Failed", "failed")];
  expect(stateToShow(failed, [])).toBe("Distribute");
  const child = { execution: "arn", status: "FAILED", objects: [] };
  expect(stateToShow(failed, [{ state: "Feeds", failedChildren: [child] }])).toBe("Feeds");
  expect(stateToShow([mended, state("Notify", "succeeded")], [])).toBeUndefined();
});

it("a map whose items failed did not simply succeed, nor did what is inside of it", () => {
  const mapRuns = [{ state: "Distribute", items: { done: 0, total: 2, failed: 2 } as MapRun["items"] }];
  expect(outcomeOf({ name: "Distribute", status: "succeeded" }, mapRuns)).toBe("partly");
  expect(outcomeOf({ name: "Batch", within: "Distribute", status: "succeeded" }, mapRuns)).toBe("partly");
  expect(outcomeOf({ name: "Distribute", status: "running" }, mapRuns)).toBe("running");
  expect(outcomeOf({ name: "Settle", status: "succeeded" }, mapRuns)).toBe("succeeded");
  expect(outcomeOf({ name: "Distribute", status: "succeeded" }, [])).toBe("succeeded");
});
