import { inspect } from "node:util";
import { StatesError } from "./states-error.ts";

/**
 * A failure with its final Cause: of a task, a Fail state, a branch, an iteration or a map run. A plain
 * `StatesError` is an evaluation's failure, whose Cause gets the state's name and event id put before it.
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

/**
 * A failure of the interpreter's own evaluation with its Cause explained: from there on a failure of the
 * state.
 */
export class EvaluatedFailure extends StateFailure {}

/** The failure of a task that took too long, or whose worker was silent for too long. */
export class TaskTimeout extends StateFailure {
  constructor(name: "States.Timeout" | "States.HeartbeatTimeout") {
    super(name, undefined);
  }
}

/**
 * Returns what a thrown value says: libraries throw errors without a message, and values that are not errors.
 */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) {
    return thrown.message === "" ? thrown.name : thrown.message;
  }
  return typeof thrown === "string" ? thrown : inspect(thrown);
}

/** A failure as it is kept over a restart. */
export type KeptFailure = {
  kind: "state" | "evaluated" | "timeout" | "other";
  error: string | undefined;
  cause: string | undefined;
};

export function keepFailure(failure: StatesError): KeptFailure {
  if (!(failure instanceof StateFailure)) {
    return { kind: "other", error: failure.name, cause: failure.message };
  }
  const { error, reason: cause } = failure;
  if (failure instanceof TaskTimeout) {
    return { kind: "timeout", error, cause };
  }
  return { kind: failure instanceof EvaluatedFailure ? "evaluated" : "state", error, cause };
}

/** Returns the failure that `keepFailure` kept. */
export function keptFailure({ kind, error, cause }: KeptFailure): StatesError {
  switch (kind) {
    case "state":
      return new StateFailure(error, cause);
    case "evaluated":
      return new EvaluatedFailure(error, cause);
    case "timeout":
      return new TaskTimeout(error === "States.Timeout" ? error : "States.HeartbeatTimeout");
    case "other":
      return new StatesError(error ?? "", cause ?? "");
  }
}

/** Ends the execution, whose history is full. Its Cause names no state. */
export class HistoryFull extends StatesError {
  constructor(maxEvents: number) {
    super("States.Runtime", `The execution reached the maximum number of history events (${maxEvents}).`);
  }
}

/** The reason of an abort: the execution was stopped or timed out, a sibling failed, or the process ends. */
export class Aborted extends Error {
  readonly by: "stop" | "timeout" | "sibling" | "close";

  constructor(by: Aborted["by"], message = `Aborted by ${by}`) {
    super(message);
    this.name = "Aborted";
    this.by = by;
  }
}

/** StopExecution, with the error and cause that its caller gave. */
export class Stopped extends Aborted {
  readonly failure: { error?: string; cause?: string };

  constructor(failure: { error?: string; cause?: string } = {}) {
    super("stop");
    this.failure = failure;
  }
}

/**
 * Returns whether the process is ending: what it cuts off is left as it is, for the next process to resume.
 */
export function isClose(reason: unknown): boolean {
  return reason instanceof Aborted && reason.by === "close";
}

/** States.Runtime ends the execution: no retrier or catcher matches it, whatever it names. */
export function isTerminal(error: unknown): boolean {
  return !(error instanceof StatesError) || error.name === "States.Runtime";
}

/** Returns the `{ Error, Cause }` of a failure; what a Fail state leaves out is empty. */
export function errorOutputOf(failure: StatesError): { Error: string; Cause: string } {
  const { error = "", cause = "" } = errorAndCause(failure);
  return { Error: error, Cause: cause };
}

/** Does the same as `errorOutputOf`, under the names of the API and of events. */
export function errorAndCause(failure: StatesError): { error?: string; cause?: string } {
  if (failure instanceof StateFailure) {
    return {
      ...(failure.error === undefined ? {} : { error: failure.error }),
      ...(failure.reason === undefined ? {} : { cause: failure.reason }),
    };
  }
  return { error: failure.name, cause: failure.message };
}
