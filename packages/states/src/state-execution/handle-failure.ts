import type { Catcher } from "../definition/error-handling.ts";
import type { JsonObject } from "../json.ts";
import { applyResultPath } from "../jsonpath/result-path.ts";
import { StatesError } from "../states-error.ts";
import { assign, finishJsonata } from "./finish.ts";
import { matchesError } from "./match-error.ts";
import { decideRetry, type Retry } from "./retry.ts";
import {
  Aborted,
  errorOutputOf,
  EvaluatedFailure,
  HistoryFull,
  isTerminal,
  keepFailure,
  keptFailure,
  messageOf,
  StateFailure,
} from "../errors.ts";
import { record, type StateResult, type Visit } from "./visit.ts";

/**
 * Returns what becomes of a state's failure: another try ("retry", after its delay), or the output of the
 * catcher that takes it. Throws the failure, with its final Cause, when the state does not handle it.
 */
export async function handleFailure(visit: Visit, thrown: unknown): Promise<StateResult | "retry"> {
  visit.signal.throwIfAborted();
  if (thrown instanceof Aborted) {
    throw thrown;
  }
  const failure = explain(visit, failureOf(visit, thrown));
  const { frame, run } = visit;
  const retry = retryOf(visit, failure);
  if (retry) {
    const at = run.clock.now() + retry.delayMilliseconds;
    frame.progress = { retry: { count: visit.retryCount + 1, attempts: retry.attempts, at } };
    frame.children = undefined;
    frame.mapRunArn = undefined;
    run.save();
    return awaitRetry(visit, at);
  }
  recordFailed(visit, failure);
  frame.progress = { ...frame.progress, failure: keepFailure(failure) };
  run.save();
  return caughtOrThrown(visit, failure);
}

/** Continues with a failure that `handleFailure` had judged before the process ended. */
export async function resumeFailure(visit: Visit): Promise<StateResult | "retry"> {
  const { failure, retry } = visit.frame.progress ?? {};
  if (failure !== undefined) {
    return caughtOrThrown(visit, keptFailure(failure));
  }
  return awaitRetry(visit, retry?.at ?? 0);
}

async function awaitRetry(visit: Visit, at: number): Promise<"retry"> {
  const { frame, run } = visit;
  const left = at - run.clock.now();
  // A retry without a delay comes after what else is going on, too.
  await run.clock.wait(Math.max(left, 0), visit.signal);
  const { count = 0, attempts = [] } = frame.progress?.retry ?? {};
  visit.retryCount = count;
  visit.attempts = attempts;
  frame.progress = { retry: { count, attempts } };
  return "retry";
}

async function caughtOrThrown(visit: Visit, failure: StatesError): Promise<StateResult> {
  const caught = await catchFailure(visit, failure);
  if (!caught) {
    throw failure;
  }
  return caught.result;
}

/** Returns the retry that the state's retriers grant a failure. */
export function retryOf(visit: Visit, failure: StatesError): Retry | undefined {
  const { state } = visit;
  const retriers = "Retry" in state ? (state.Retry ?? []) : [];
  return decideRetry(retriers, failure, { attempts: visit.attempts, random: visit.run.random });
}

/** Returns what the catcher that takes a failure makes of it; undefined if no catcher does. */
export async function catchFailure(
  visit: Visit,
  failure: StatesError,
): Promise<{ result: StateResult; index: number } | undefined> {
  const { state } = visit;
  const catchers = "Catch" in state ? (state.Catch ?? []) : [];
  const index = catchers.findIndex((candidate) => matchesError(candidate.ErrorEquals, failure));
  const catcher = catchers[index];
  if (!catcher) {
    return undefined;
  }
  try {
    return { result: await catcherResult(visit, failure, { catcher, index }), index };
  } catch (error) {
    visit.signal.throwIfAborted();
    throw explain(visit, failureOf(visit, error));
  }
}

/**
 * Returns the failure for whatever was thrown, so that a state can be retried and caught whatever its
 * libraries throw: an evaluation's failure in JSONata, a failed task in a Task. Data that exhaust the stack
 * end the execution, as a state's own data that nest too deep do.
 */
export function failureOf(visit: Visit, thrown: unknown): StatesError {
  if (thrown instanceof StatesError) {
    return thrown;
  }
  const options = { cause: thrown };
  if (thrown instanceof RangeError) {
    return new StatesError("States.Runtime", "The data are nested too deeply to be evaluated.", options);
  }
  const cause = `An internal error occurred: ${messageOf(thrown)}`;
  if (visit.language === "JSONata") {
    return new StatesError("States.QueryEvaluationError", cause, options);
  }
  return new StatesError(
    visit.state.Type === "Task" ? "States.TaskFailed" : "States.Runtime",
    cause,
    options,
  );
}

/** Puts the state's name before the Cause of an evaluation's failure, and records it when AWS does. */
export function explain(visit: Visit, error: StatesError): StatesError {
  if (error instanceof StateFailure || error instanceof HistoryFull) {
    return error;
  }
  const cause = `An error occurred while executing the state '${visit.name}' (entered at the event id #${visit.enteredEventId}). ${error.message}`;
  if (error.name === "States.QueryEvaluationError") {
    record(visit, "EvaluationFailed", {
      evaluationFailedEventDetails: {
        state: visit.name,
        ...locationOf(error),
        error: error.name,
        cause,
      },
    });
  }
  return error.name === "States.Runtime"
    ? new StatesError(error.name, cause, { cause: error })
    : new EvaluatedFailure(error.name, cause, { cause: error });
}

/** `Output/result` is in the field `Output`. */
function locationOf(error: StatesError): JsonObject {
  const named = /specified for the field '([^'/]+)|^The (\w+) field cannot be parsed/.exec(error.message);
  const field = named?.[1] ?? named?.[2];
  return field === undefined ? {} : { location: field };
}

/** Parallel and Map record that they have failed, before they are caught or end the block. */
function recordFailed(visit: Visit, failure: StatesError): void {
  const { Type } = visit.state;
  if ((Type === "Parallel" || Type === "Map") && !isTerminal(failure)) {
    record(visit, `${Type}StateFailed`);
  }
}

async function catcherResult(
  visit: Visit,
  failure: StatesError,
  { catcher, index }: { catcher: Catcher; index: number },
): Promise<StateResult> {
  const errorOutput = errorOutputOf(failure);
  if (visit.language === "JSONata") {
    return finishJsonata(visit, {
      fields: catcher,
      states: { input: visit.input, errorOutput },
      otherwise: errorOutput,
      next: catcher.Next,
      at: `Catch[${index}]/`,
    });
  }
  const assigned = assign(visit, catcher.Assign, errorOutput);
  const output =
    catcher.ResultPath === undefined
      ? errorOutput
      : applyResultPath(catcher.ResultPath, visit.input, errorOutput);
  return { output, assigned, next: catcher.Next };
}
