import { StatesError } from "../states-error.ts";

/**
 * A failure with its final Cause: of a task, a Fail state, a branch, an iteration or a map run. A plain `StatesError` is
 * an evaluation's failure, whose Cause gets the state's name and event id put before it.
 */
export class StateFailure extends StatesError {
  /** Undefined where a Fail state names no error or no cause. */
  readonly error: string | undefined;
  readonly reason: string | undefined;

  constructor(error: string | undefined, reason: string | undefined, options?: { cause?: unknown }) {
    super(error ?? "", reason ?? "", options);
    this.error = error;
    this.reason = reason;
  }
}

/** A failure of the interpreter's own evaluation, its Cause explained: a failure of the state from there on. */
export class EvaluatedFailure extends StateFailure {}

/** The reason of an abort: the execution was stopped, timed out, or a sibling failed. */
export class Aborted extends Error {
  readonly by: "stop" | "timeout" | "sibling" | "close";

  constructor(by: Aborted["by"], message = `Aborted by ${by}`) {
    super(message);
    this.name = "Aborted";
    this.by = by;
  }
}

/** States.Runtime ends the execution: no retrier or catcher matches it, whatever it names. */
export function isTerminal(error: unknown): boolean {
  return !(error instanceof StatesError) || error.name === "States.Runtime";
}
