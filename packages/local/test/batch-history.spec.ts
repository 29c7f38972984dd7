import {
  eventsOfCompaction,
  eventsOfDate,
  fewDates,
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

/** Dates that a round exports, and how long each of their statements takes. */
type Round = { dates: number; seconds: number };

/**
 * Runs a night of rounds, with conflicts in every date, and in the first of them as many compactions as it is
 * asked for, none of which finds the session of its staged rows.
 */
async function night(rounds: readonly Round[], compactions = 0) {
  const ends = new Map<string, number>();
  let round = -1;
  const named = () =>
    Array.from({ length: rounds[round]?.dates ?? 0 }, (_, index) => ({
      date: new Date(Date.UTC(2026, round, 1 + index)).toISOString().slice(0, 10),
      version: 1,
      mode: "whole",
    }));
  const dates = rounds.reduce((sum, each) => sum + each.dates, 0);
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
            round += 1;
            return { dates: named(), ledger: { objects: 0, rowsRead: 0, rowsWritten: 0, rowsRejected: 0 } };
          case "publish":
            return { result: "published", date: payload["date"], version: 1 };
          case "compact":
            return { dates: named().slice(0, round === 0 ? compactions : 0) };
          case "conclude":
            return { result: round < rounds.length - 1 ? "pending" : "closed", dates: [] };
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
            ends.set(Id, now + (rounds[round]?.seconds ?? 0) * 1_000);
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
    for (const often of [true, false]) {
      const dates = often ? fewDates : fewDates + 1;
      const run = await night([{ dates, seconds }]);
      expect(run.status, run.cause).toBe("SUCCEEDED");
      const perDate = eventsOfDate(seconds, { pollSeconds: limits.statementPollSeconds, often });
      // What is not of a date: the map, the functions of a round, the search for feeds, the notification.
      const others = run.events.length - dates * perDate;
      expect(others).toBeGreaterThan(20);
      expect(others).toBeLessThan(75);
    }
  },
);

it.each([1, 3_500])(
  "counts the events of a compaction whose UNLOAD takes %i seconds as they are",
  async (seconds) => {
    const run = await night([{ dates: 4, seconds }], 4);
    expect(run.status, run.cause).toBe("SUCCEEDED");
    const without = await night([{ dates: 4, seconds }]);
    expect(run.events.length - without.events.length).toBe(
      4 * eventsOfCompaction(seconds, { pollSeconds: limits.statementPollSeconds, often: true }),
    );
  },
);

it("stays far from the end of a history in the slowest night that a run's time has room for", async () => {
  const dates = maxDatesOfRun(limits);
  expect(dates).toBeGreaterThanOrEqual(32);
  const run = await night([{ dates, seconds: worstStatementSeconds(dates, limits) }]);
  expect(run.seconds).toBeGreaterThan(0.95 * limits.timeLimitSeconds);
  expect(run.events.length).toBeGreaterThan(15_000);
  expect(run.events.length).toBeLessThan(20_100);
});

it.each([
  { few: 300, others: 600 },
  { few: 900, others: 480 },
])(
  "has room for all other dates after a first round that is polled often: statements of $few s, then of $others s",
  async ({ few, others }) => {
    const dates = maxDatesOfRun(limits) - fewDates;
    const rounds = [
      { dates: fewDates, seconds: few },
      { dates, seconds: others },
    ];
    const run = await night(rounds, limits.maxCompactions);
    expect(run.status, run.cause).toBe("SUCCEEDED");
    expect(run.seconds).toBeGreaterThan(0.75 * limits.timeLimitSeconds);
    expect(run.events.length).toBeGreaterThan(15_000);
    expect(run.events.length).toBeLessThan(22_000);
  },
);
