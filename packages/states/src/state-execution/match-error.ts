import type { StatesError } from "../states-error.ts";
import { EvaluatedFailure } from "../errors.ts";

/**
 * Returns whether a retrier's or catcher's ErrorEquals matches an error. `States.ALL` matches every error but
 * `States.Runtime` and a state's own `States.DataLimitExceeded` (a task's answer over the limit is a task's
 * failure and is matched); `States.TaskFailed` matches every error but a timeout.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
 */
export function matchesError(errorEquals: readonly string[], error: StatesError): boolean {
  const { name } = error;
  if (name === "States.Runtime") {
    return false;
  }
  return errorEquals.some((pattern) => {
    if (pattern === name) {
      return true;
    }
    const wildcard = name !== "States.DataLimitExceeded" || !(error instanceof EvaluatedFailure);
    if (pattern === "States.ALL") {
      return wildcard;
    }
    if (pattern === "States.TaskFailed") {
      return wildcard && !isTimeout(name);
    }
    return pattern === "States.Timeout" && name === "States.HeartbeatTimeout";
  });
}

function isTimeout(name: string): boolean {
  return name === "States.Timeout" || name === "States.HeartbeatTimeout";
}
