import { hash } from "node:crypto";

const minuteMilliseconds = 60_000;

/**
 * Returns the name of the run after the newest one. Every request that finds the same newest run chooses the
 * same name, which Step Functions accepts only once: of simultaneous requests, one starts a run.
 * @param newest execution ARN; undefined if the state machine has no execution
 * @param now milliseconds since 1970
 */
export function nextRun(newest: string | undefined, now: number): string {
  // A state machine that was removed and created again has no execution, but the old names are taken for 90
  // days. So its first run is named after the minute.
  // https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
  const before = newest ?? `minute ${Math.floor(now / minuteMilliseconds)}`;
  return `api-${hash("sha256", before, "hex").slice(0, 16)}`;
}
