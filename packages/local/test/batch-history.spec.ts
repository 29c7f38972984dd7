import {
  eventsOfCompaction,
  eventsOfDate,
  maxDatesOfRun,
  worstStatementSeconds,
} from "@ashiato/core/daily-batch/history-budget";
import { expect, it } from "vitest";
import { runScripted, serviceError } from "./support/scripted-batch.ts";

const limits = {
  objectsPerBatch: 12,
  maxConcurrency: 24,
  maxExports: 4,
  maxFiles: 300,
  maxCompactions: 4,
  drainTimeLimitSeconds: 900,
  drainWaitSeconds: 5,
  statementTimeLimitSeconds: 3_600,
  statementPollSeconds: 1,
  parquet: true,
  timeLimitSeconds: 21_600,
  wholes: { wholeAges: [2, 7, 31], maxLateShare: 0.01 },
  quality: { maxSpeedMetresPerSecond: 400, minJumpMetres: 1_000 },
};

/**
 * Runs a night of so many dates, each of whose statements takes so long, conflicts included, and of as many
 * compactions as it is asked for, none of which finds the session of its staged rows.
 */
async function night(dates: number, statementSeconds: number, compactions = 0) {
  const ends = new Map<string, number>();
  const named = Array.from({ length: dates }, (_, index) => ({
    date: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
    version: 1,
    mode: "whole",
  }));
  return runScripted(
    { ...limits, maxDates: Math.min(dates, maxDatesOfRun(limits)) },
    {
      lambda: (name, payload) => {
        switch (name) {
          case "plan":
            return { result: "planned", run: "scripted", date: "2026-01-01", drain: true };
          case "store":
            return { drained: true };
          case "summarize":
            return { dates: named, ledger: { objects: 0, rowsRead: 0, rowsWritten: 0, rowsRejected: 0 } };
          case "publish":
            return { result: "published", date: payload["date"], version: 1 };
          case "compact":
            return { dates: named.slice(0, compactions).map(({ date }) => ({ date })) };
          default:
            return { result: "closed", dates: [] };
        }
      },
      sdk: (action, parameters, now) => {
        switch (action) {
          case "executeStatement":
          case "batchExecuteStatement": {
            if (parameters["SessionId"] !== undefined) {
              throw serviceError("ValidationException");
            }
            const Id = String(parameters["StatementName"]);
            ends.set(Id, now + statementSeconds * 1_000);
            return { Id, SessionId: "a-session" };
          }
          case "describeStatement": {
            const Id = String(parameters["Id"]);
            return { Id, Status: now >= (ends.get(Id) ?? 0) ? "FINISHED" : "STARTED" };
          }
          case "getStatementResult":
            return { Records: [[{ LongValue: 2 }, { LongValue: 1 }, { LongValue: 1 }]] };
          default:
            return {};
        }
      },
    },
  );
}

it.each([1, 20, 600])(
  "counts the events of a date whose statements take %i seconds as they are",
  async (seconds) => {
    const run = await night(5, seconds);
    expect(run.status, run.cause).toBe("SUCCEEDED");
    const perDate = eventsOfDate(seconds, limits.statementPollSeconds);
    // What is not of a date: the map, the functions of a round, the search for feeds, the notification.
    const others = run.events.length - 5 * perDate;
    expect(others).toBeGreaterThan(20);
    expect(others).toBeLessThan(75);
  },
);

it.each([1, 3_500])(
  "counts the events of a compaction whose UNLOAD takes %i seconds as they are",
  async (seconds) => {
    const run = await night(4, seconds, 4);
    expect(run.status, run.cause).toBe("SUCCEEDED");
    const without = await night(4, seconds);
    expect(run.events.length - without.events.length).toBe(
      4 * eventsOfCompaction(seconds, limits.statementPollSeconds),
    );
  },
);

it("stays far from the end of a history in the slowest night that a run's time has room for", async () => {
  const dates = maxDatesOfRun(limits);
  expect(dates).toBeGreaterThanOrEqual(32);
  const run = await night(dates, worstStatementSeconds(dates, limits));
  expect(run.seconds).toBeGreaterThan(0.95 * limits.timeLimitSeconds);
  expect(run.events.length).toBeGreaterThan(15_000);
  expect(run.events.length).toBeLessThan(20_100);
});
