import { jsonata } from "./jsonata.ts";

/** The next poll of a statement is due after two fifths of its age, but at most after this. */
const maxSeconds = 300;
const shareOfAge = 2.5;

/**
 * Returns how long the state machine waits before it polls a statement again, so that a long statement costs
 * few events of the run's history, and a short one little time.
 * @param ageSeconds since the statement was submitted
 * @param pollSeconds the first wait
 */
export function secondsToNextPoll(ageSeconds: number, pollSeconds: number): number {
  return Math.min(maxSeconds, pollSeconds + Math.floor(ageSeconds / shareOfAge));
}

/** Returns `secondsToNextPoll` as a state's field, from the variable with the time of submission. */
export function waitToNextPoll(submittedAt: string, pollSeconds: number): string {
  return jsonata(
    `$min([${maxSeconds}, ${pollSeconds} + $floor(($millis() - ${submittedAt}) / ${shareOfAge * 1_000})])`,
  );
}
