import type { State } from "../definition/state-machine-definition.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { jsonText } from "../json-text.ts";
import { StatesError } from "../states-error.ts";
import type { ExecutionRun, InspectedStage } from "./execution-run.ts";
import { openFrame } from "./frame.ts";
import { catchFailure, errorAndCause, explain, retryOf } from "./handle-failure.ts";
import { enter, evaluateState, runStates } from "./run-states.ts";
import { isTerminal } from "./state-failure.ts";
import type { Visit } from "./visit.ts";

/** A single state to be tried: what it is given, and what stands for its work. */
export type StateTrial = {
  name: string;
  state: State;
  run: ExecutionRun;
  input: JsonValue;
  variables: JsonObject;
  /** Retries that are taken as made. */
  retryCount: number;
};

export type TrialOutcome = {
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
 * Evaluates one state once. A failure is told with what a retrier or catcher would make of it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
 */
export async function tryState(trial: StateTrial): Promise<TrialOutcome> {
  const inspected: TrialOutcome["inspected"] = {};
  const run: ExecutionRun = { ...trial.run, inspect: (stage, value) => (inspected[stage] = value) };
  const frame = openFrame(trial.name, trial.input, trial.variables);
  const at = {
    run,
    frame,
    trail: { previousEventId: 0 },
    signal: new AbortController().signal,
    language: "JSONPath" as const,
    runBlock: runStates,
  };
  const visit = enter(at, { state: trial.state, language: "JSONPath", inputText: jsonText(trial.input) });
  visit.retryCount = trial.retryCount;
  visit.attempts = ("Retry" in trial.state ? (trial.state.Retry ?? []) : []).map(() => trial.retryCount);
  try {
    const { output, next, assigned } = await evaluateState(visit);
    const variables = { ...trial.variables, ...assigned };
    return { status: "SUCCEEDED", output, ...nextOf(next), inspected, variables };
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    return { ...(await failureOutcome(visit, explain(visit, error))), inspected };
  }
}

async function failureOutcome(visit: Visit, failure: StatesError): Promise<Omit<TrialOutcome, "inspected">> {
  const { variables } = visit.frame;
  const told = errorAndCause(failure);
  if (isTerminal(failure)) return { status: "FAILED", ...told, variables };
  const retry = retryOf(visit, failure);
  if (retry) {
    const retryIndex = retry.attempts.findIndex((count, index) => count !== visit.attempts[index]);
    const errorDetails = { retryIndex, retryBackoffIntervalSeconds: retry.delayMilliseconds / 1000 };
    return { status: "RETRIABLE", ...told, variables, errorDetails };
  }
  const caught = await catchFailure(visit, failure);
  if (!caught) return { status: "FAILED", ...told, variables };
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
