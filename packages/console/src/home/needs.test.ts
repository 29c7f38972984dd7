import { expect, test } from "vitest";
import type { Export, ExportList, Run, RunSummary, Status } from "../api/client.ts";
import { needsOf, verdictOf } from "./needs.ts";

const now = Date.parse("2026-11-27T00:00:00Z");
const today = "2026-11-27";
const succeeded: RunSummary = {
  run: "r1",
  status: "SUCCEEDED",
  startedAt: "2026-11-26T15:15:00Z",
  stoppedAt: "2026-11-26T15:17:00Z",
  statusUrl: "https://api.example.com/v1/runs/r1",
};
const nothing = { exports: undefined, runs: undefined, newest: undefined, today, now };

function exported(date: string, rows: number, lateRows = 0): Export {
  return { date, rows, lateRows } as Export;
}

function list(...exports: Export[]): ExportList {
  return { from: "2026-10-27", to: today, exports, olderVersions: 0 };
}

test("a stage that runs each night and has every date needs nobody", () => {
  const exports = list(exported("2026-11-25", 100), exported("2026-11-26", 100));
  expect(needsOf({ ...nothing, exports, runs: [succeeded] })).toEqual([]);
  expect(needsOf(nothing)).toEqual([]);
});

test("a run that failed is named with its phase and cause, once they are known", () => {
  const failed = { ...succeeded, run: "r2", status: "FAILED" as const };
  const newest = { ...failed, phase: "exports", cause: "no space", statements: [] } as Run;
  expect(needsOf({ ...nothing, runs: [failed, succeeded], newest })).toEqual([
    { kind: "runFailed", run: "r2", phase: "exports", cause: "no space" },
  ]);
  expect(needsOf({ ...nothing, runs: [failed] })).toMatchObject([{ kind: "runFailed", cause: undefined }]);
});

test("a night without a run shows after 26 hours", () => {
  const old = { ...succeeded, startedAt: "2026-11-25T21:00:00Z" };
  expect(needsOf({ ...nothing, runs: [old] })).toEqual([{ kind: "noRun", since: old.startedAt }]);
  expect(needsOf({ ...nothing, runs: [{ ...old, status: "RUNNING" }] })).toEqual([]);
});

test("dates between exports are missing, and yesterday is not missing yet", () => {
  const exports = list(exported("2026-11-22", 1), exported("2026-11-24", 1), exported("2026-11-25", 1));
  expect(needsOf({ ...nothing, exports })).toEqual([{ kind: "datesMissing", dates: ["2026-11-23"] }]);
});

test("late rows that are more than a trace, and dates that a run left, are shown", () => {
  const exports = list(exported("2026-11-25", 100, 1), exported("2026-11-26", 1_000_000, 1));
  const newest = { ...succeeded, phase: "ended", statements: [], left: ["2026-10-01"] } as Run;
  expect(needsOf({ ...nothing, exports, runs: [succeeded], newest })).toEqual([
    { kind: "lateRows", date: "2026-11-25", rows: 1 },
    { kind: "datesLeft", run: "r1", dates: ["2026-10-01"] },
  ]);
});

const awaited = { data: undefined, failure: undefined };
const answered = <Data>(data: Data) => ({ data, failure: undefined });
const whole = {
  exports: answered(list()),
  runs: answered({ runs: [succeeded] }),
  newest: answered<Run>({ ...succeeded, phase: "ended", statements: [] }),
  status: answered({ unread: [] as Status["unread"] } as Status),
};

test("all is clear only once every answer is there", () => {
  expect(verdictOf(whole)).toBe("clear");
  for (const part of ["exports", "runs", "newest", "status"] as const) {
    expect(verdictOf({ ...whole, [part]: awaited }), part).toBe("awaited");
  }
});

test("nothing is clear while a part could not be read", () => {
  for (const part of ["exports", "runs", "newest", "status"] as const) {
    expect(verdictOf({ ...whole, [part]: { ...whole[part], failure: new Error("503") } }), part).toBe(
      "unread",
    );
  }
  const unread: Status["unread"] = [{ part: "alarms", reason: "no answer in ten seconds" }];
  expect(verdictOf({ ...whole, status: answered({ unread } as Status) })).toBe("unread");
});

test("a key without runs clears exports alone, and a run that succeeded is claimed of none other", () => {
  expect(verdictOf({ ...whole, runs: undefined, newest: awaited, status: undefined })).toBe("exportsClear");
  expect(verdictOf({ ...whole, runs: answered({ runs: [] }), newest: answered(undefined) })).toBe("noRun");
  const runs = answered({ runs: [{ ...succeeded, status: "RUNNING" as const }] });
  expect(verdictOf({ ...whole, runs })).toBe("running");
});
