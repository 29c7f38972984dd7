import type { DailyBatchLimits } from "./names.ts";
import { secondsToNextPoll } from "./poll-interval.ts";

/**
 * Events that the history of an execution may have:
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const maxHistoryEvents = 25_000;

/** Of these, what a run may need for its rounds, and for requests that are repeated after a failure. */
const reservedEvents = 5_000;

/** Entered, scheduled, started, succeeded, exited. */
const taskEvents = 5;
/** Entered, exited. */
const flowEvents = 2;
const pollEvents = flowEvents + taskEvents + flowEvents;
/** `AddPartition`, `Unload`, `Count`, `UnloadConflicts`. */
const statementsOfDate = 4;
/** The iteration's start and end, `Whole?`, `ReadCount`, `Conflicts?` and `Publish`. */
const otherEventsOfDate = flowEvents + flowEvents + taskEvents + flowEvents + taskEvents;

export type HistoryLimits = Pick<
  DailyBatchLimits,
  "maxExports" | "statementTimeLimitSeconds" | "statementPollSeconds" | "timeLimitSeconds"
>;

/** Returns the events of a date whose statements take this long each. */
export function eventsOfDate(statementSeconds: number, pollSeconds: number): number {
  const statement = taskEvents + pollsOf(statementSeconds, pollSeconds) * pollEvents;
  return statementsOfDate * statement + otherEventsOfDate;
}

/**
 * Returns the most dates that a run may export so that its history does not come near its end, however slow
 * the warehouse is. A run's time bounds what its statements take together. Polls become rarer as a statement
 * grows older, so there are most of them when all statements take equally long.
 */
export function maxDatesOfRun(limits: HistoryLimits): number {
  let dates = 1;
  while ((dates + 1) * worstEventsOfDate(dates + 1, limits) <= maxHistoryEvents - reservedEvents) {
    dates += 1;
  }
  return dates;
}

/** Returns the events of each of so many dates when their statements take all of a run's time. */
function worstEventsOfDate(dates: number, limits: HistoryLimits): number {
  return eventsOfDate(worstStatementSeconds(dates, limits), limits.statementPollSeconds);
}

/** Returns how long each statement of so many dates takes when they take all of a run's time. */
export function worstStatementSeconds(
  dates: number,
  { maxExports, timeLimitSeconds, statementTimeLimitSeconds }: HistoryLimits,
): number {
  const atATime = Math.min(maxExports, dates);
  return Math.min(statementTimeLimitSeconds, (timeLimitSeconds * atATime) / (statementsOfDate * dates));
}

function pollsOf(statementSeconds: number, pollSeconds: number): number {
  let polls = 0;
  for (let age = 0; polls === 0 || age < statementSeconds; polls += 1) {
    age += secondsToNextPoll(age, pollSeconds);
  }
  return polls;
}
