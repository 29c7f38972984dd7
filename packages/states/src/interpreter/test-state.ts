import type { State } from "../definition/state-machine-definition.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { jsonText } from "../json-text.ts";
import type { StatesError } from "../states-error.ts";
import type { ExecutionRun, InspectedStage } from "../state-execution/execution-run.ts";
import { openFrame } from "../state-execution/frame.ts";
import { catchFailure, explain, failureOf, retryOf } from "../state-execution/handle-failure.ts";
import { enter, evaluateState, runStates } from "./run-states.ts";
import { errorAndCause, isTerminal } from "../errors.ts";
import type { Visit } from "../state-execution/visit.ts";

/** A state to test on its own, with its input and what replaces its work. */
export type StateTest = {
  name: string;
  state: State;
  run: ExecutionRun;
  input: JsonValue;
  variables: JsonObject;
  /** Retries that are taken as made. */
  retryCount: number;
  /** `Map` of the context object. */
  mapContext?: JsonObject | undefined;
};

export type StateTestOutcome = {
  status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR";
  output?: JsonValue;
  error?: string;
  cause?: string;
  nextState?: string;
  inspected: Partial<Record<InspectedStage, JsonValue>>;
  variables: JsonObject;
  errorDetails?: { catchIndex?: number; retryIndex?: number; retryBackoffIntervalSeconds?: number };
};

/**
 * Evaluates one state once. A failure comes with what a retrier or catcher would do about it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
 */
export async function testOneState(test: StateTest): Promise<StateTestOutcome> {
  const inspected: StateTestOutcome["inspected"] = {};
  const run: ExecutionRun = { ...test.run, inspect: (stage, value) => (inspected[stage] = value) };
  const frame = openFrame(test.name, test.input, test.variables);
  const at = {
    run,
    frame,
    trail: { previousEventId: 0 },
    signal: new AbortController().signal,
    language: "JSONPath" as const,
    runBlock: runStates,
    mapContext: test.mapContext,
  };
  const visit = enter(at, { state: test.state, language: "JSONPath", inputText: jsonText(test.input) });
  visit.retryCount = test.retryCount;
  visit.attempts = ("Retry" in test.state ? (test.state.Retry ?? []) : []).map(() => test.retryCount);
  try {
    const { output, next, assigned } = await evaluateState(visit);
    const variables = { ...test.variables, ...assigned };
    return { status: "SUCCEEDED", output, ...nextOf(next), inspected, variables };
  } catch (error) {
    return { ...(await failureOutcome(visit, explain(visit, failureOf(visit, error)))), inspected };
  }
}

async function failureOutcome(
  visit: Visit,
  failure: StatesError,
): Promise<Omit<StateTestOutcome, "inspected">> {
  const { variables } = visit.frame;
  const told = errorAndCause(failure);
  if (isTerminal(failure)) {
    return { status: "FAILED", ...told, variables };
  }
  const retry = retryOf(visit, failure);
  if (retry) {
    const retryIndex = retry.attempts.findIndex((count, index) => count !== visit.attempts[index]);
    const errorDetails = { retryIndex, retryBackoffIntervalSeconds: retry.delayMilliseconds / 1000 };
    return { status: "RETRIABLE", ...told, variables, errorDetails };
  }
  const caught = await catchFailure(visit, failure);
  if (!caught) {
    return { status: "FAILED", ...told, variables };
  }
  const { output, next, assigned } = caught.result;
  return {
    status: "CAUGHT_ERROR",
    ...told,
    output,
    ...nextOf(next),
    variables: { ...variables, ...assigned },
    errorDetails: { catchIndex: caught.index },
  };
}

function nextOf(next: string | undefined): { nextState?: string } {
  return next === undefined ? {} : { nextState: next };
}
