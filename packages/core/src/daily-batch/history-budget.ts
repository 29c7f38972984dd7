import type { DailyBatchLimits } from "./names.ts";
import { secondsToNextPoll, type Polling } from "./poll-interval.ts";

/**
 * The maximum number of events in the history of an execution:
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const maxHistoryEvents = 25_000;

/** The share of these events that is reserved for a run's rounds, retries and frequent polls. */
const reservedEvents = 5_000;

/**
 * The statements of a run's first round are polled often if it exports at most so many dates whole: a night's
 * are yesterday and the three that have reached an age.
 */
export const fewDates = 4;

/** Entered, scheduled, started, succeeded, exited. */
const taskEvents = 5;
/** Entered, exited. */
const flowEvents = 2;
const pollEvents = flowEvents + taskEvents + flowEvents;
/** `AddPartition`, `Unload` (a batch), `UnloadConflicts`. */
const statementsOfDate = 3;
/** A compaction's iteration, `Staged?`, a session that has ended and `Switch`, beside its one statement. */
const otherEventsOfCompaction = flowEvents + flowEvents + taskEvents + taskEvents;
/** The iteration's start and end, `Whole?`, `ReadCount`, `Conflicts?` and `Publish`. */
const otherEventsOfDate = flowEvents + flowEvents + taskEvents + flowEvents + taskEvents;

export type HistoryLimits = Pick<
  DailyBatchLimits,
  "maxExports" | "maxCompactions" | "statementTimeLimitSeconds" | "statementPollSeconds" | "timeLimitSeconds"
>;

/** Returns the number of events of a date if each of its statements takes this long. */
export function eventsOfDate(statementSeconds: number, polling: Polling): number {
  const statement = taskEvents + pollsOf(statementSeconds, polling) * pollEvents;
  return statementsOfDate * statement + otherEventsOfDate;
}

/** Returns the number of events of a compaction if its UNLOAD takes this long. */
export function eventsOfCompaction(statementSeconds: number, polling: Polling): number {
  return taskEvents + pollsOf(statementSeconds, polling) * pollEvents + otherEventsOfCompaction;
}

/**
 * Returns the maximum number of dates that a run may export without filling its history, however slow the
 * warehouse is. The run's time limit bounds the total time of its statements. Polls become rarer as a
 * statement grows older, so their number is greatest when all statements take equally long.
 */
export function maxDatesOfRun(limits: HistoryLimits): number {
  const { maxCompactions, statementTimeLimitSeconds } = limits;
  const compactions = maxCompactions * eventsOfCompaction(statementTimeLimitSeconds, rarely(limits));
  const room = maxHistoryEvents - reservedEvents - compactions;
  let dates = 1;
  while ((dates + 1) * worstEventsOfDate(dates + 1, limits) <= room) {
    dates += 1;
  }
  return dates;
}

/** Returns the number of events of one of this many dates, if their statements take all of a run's time. */
function worstEventsOfDate(dates: number, limits: HistoryLimits): number {
  return eventsOfDate(worstStatementSeconds(dates, limits), rarely(limits));
}

function rarely({ statementPollSeconds }: HistoryLimits): Polling {
  return { pollSeconds: statementPollSeconds, often: false };
}

/** Returns the time of each statement of this many dates, if they take all of a run's time. */
export function worstStatementSeconds(
  dates: number,
  { maxExports, timeLimitSeconds, statementTimeLimitSeconds }: HistoryLimits,
): number {
  const atATime = Math.min(maxExports, dates);
  return Math.min(statementTimeLimitSeconds, (timeLimitSeconds * atATime) / (statementsOfDate * dates));
}

function pollsOf(statementSeconds: number, polling: Polling): number {
  let polls = 0;
  for (let age = 0; polls === 0 || age < statementSeconds; polls += 1) {
    age += secondsToNextPoll(age, polling);
  }
  return polls;
}
