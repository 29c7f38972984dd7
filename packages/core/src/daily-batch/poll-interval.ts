import { jsonata } from "./jsonata.ts";

const maxSeconds = 300;
/** The share of a statement's age after which it is polled again. */
const share = 0.4;
/** The same of a statement that is polled often, until it is this old. */
const oftenShare = 0.1;
const oftenSeconds = 300;

/** The first wait, in seconds, and whether those after it are short at first. */
export type Polling = { pollSeconds: number; often: boolean };

/**
 * Returns how long the state machine waits before it polls a statement again: the longer, the older this is,
 * so that a long statement costs few events of the run's history, and a short one little time. Where a
 * history has room for it, polls are frequent until the statement is five minutes old.
 * @param ageSeconds since the statement was submitted
 */
export function secondsToNextPoll(ageSeconds: number, { pollSeconds, often }: Polling): number {
  const ofAge = often && ageSeconds < oftenSeconds ? oftenShare : share;
  return Math.min(maxSeconds, pollSeconds + Math.floor(ageSeconds * ofAge));
}

/**
 * Returns `secondsToNextPoll` as a state's field, from the variable with the time of submission and the
 * condition for frequent polls.
 */
export function waitToNextPoll(submittedAt: string, pollSeconds: number, often: string): string {
  return jsonata(
    `($age := ($millis() - ${submittedAt}) / 1000; $share := ${often} and $age < ${oftenSeconds} ? ${oftenShare} : ${share}; ` +
      `$min([${maxSeconds}, ${pollSeconds} + $floor($age * $share)]))`,
  );
}
