import { jsonata } from "./jsonata.ts";

/** A statement is looked at again after half of its age, at most this. */
const maxSeconds = 300;
const shareOfAge = 2;

/**
 * Returns how long the state machine waits before it looks at a statement again: a long statement costs few
 * events of the run's history, a short one little time.
 * @param ageSeconds since the statement was submitted
 * @param pollSeconds the first wait
 */
export function secondsToNextPoll(ageSeconds: number, pollSeconds: number): number {
  return Math.min(maxSeconds, pollSeconds + Math.floor(ageSeconds / shareOfAge));
}

/** Returns `secondsToNextPoll` as a state's field has it, of the variable with the time of the submission. */
export function waitToNextPoll(submittedAt: string, pollSeconds: number): string {
  return jsonata(
    `$min([${maxSeconds}, ${pollSeconds} + $floor(($millis() - ${submittedAt}) / ${shareOfAge * 1_000})])`,
  );
}
