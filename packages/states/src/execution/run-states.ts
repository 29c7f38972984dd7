import type { QueryLanguage, State, StatesBlock } from "../definition/state-machine-definition.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { choiceState } from "../states/choice.ts";
import { failState } from "../states/fail.ts";
import { mapState } from "../states/map.ts";
import { parallelState } from "../states/parallel.ts";
import { passState } from "../states/pass.ts";
import { succeedState } from "../states/succeed.ts";
import { taskState } from "../states/task.ts";
import { waitState } from "../states/wait.ts";
import { handleFailure } from "./handle-failure.ts";
import { checkStateOutput } from "./payload-limit.ts";
import { record, type BlockRun, type MaybePromise, type StateResult, type Visit } from "./visit.ts";

/** A run of synchronous states this long lets other work of the process have its turn. */
const transitionsPerTurn = 512;

/**
 * Runs a block of states from where its frame stands to its end and gives the block's output.
 * Throws what the last state failed with; the frame then stands at that state.
 */
export async function runStates(block: StatesBlock, at: BlockRun): Promise<JsonValue> {
  const { frame } = at;
  const language = block.QueryLanguage ?? at.language;
  let text: string | undefined;
  for (let transitions = 1; ; transitions += 1) {
    at.signal.throwIfAborted();
    if (transitions % transitionsPerTurn === 0) await new Promise((resolve) => setImmediate(resolve));
    const visit = enter(stateOf(block, frame.stateName), { ...at, language }, text);
    const evaluated = visitState(visit);
    const result = evaluated instanceof Promise ? await evaluated : evaluated;
    text = leave(visit, result);
    if (result.next === undefined) {
      frame.result = { output: result.output };
      return result.output;
    }
    frame.stateName = result.next;
    frame.input = result.output;
  }
}

function stateOf(block: StatesBlock, name: string): State {
  const state = block.States[name];
  if (!state) throw new Error(`The definition has no state '${name}'.`);
  return state;
}

/** Records the entry of the frame's state, unless a redrive finds the state already entered. */
function enter(
  state: State,
  at: BlockRun & { language: QueryLanguage },
  inputText: string | undefined,
): Visit {
  const { frame, run } = at;
  frame.entered ??= {
    at: run.clock.now(),
    eventId: record(at, `${state.Type}StateEntered`, {
      stateEnteredEventDetails: {
        name: frame.stateName,
        input: inputText ?? JSON.stringify(frame.input),
        inputDetails: { truncated: false },
      },
    }),
  };
  return {
    ...at,
    name: frame.stateName,
    state,
    language: state.QueryLanguage ?? at.language,
    input: frame.input,
    enteredEventId: frame.entered.eventId,
    enteredAt: frame.entered.at,
    retryCount: 0,
    attempts: [],
  };
}

/** Evaluates the state, again as long as its retriers say so, and turns a caught failure into a result. */
export function visitState(visit: Visit): MaybePromise<StateResult> {
  try {
    const result = evaluateState(visit);
    return result instanceof Promise
      ? result.then((settled) => checked(visit, settled)).catch((error: unknown) => failed(visit, error))
      : checked(visit, result);
  } catch (error) {
    return failed(visit, error);
  }
}

async function failed(visit: Visit, error: unknown): Promise<StateResult> {
  const handled = await handleFailure(visit, error);
  return handled === "retry" ? visitState(visit) : handled;
}

function evaluateState(visit: Visit): MaybePromise<StateResult> {
  const { state } = visit;
  switch (state.Type) {
    case "Pass":
      return passState({ ...visit, state });
    case "Task":
      return taskState({ ...visit, state });
    case "Choice":
      return choiceState({ ...visit, state });
    case "Wait":
      return waitState({ ...visit, state });
    case "Succeed":
      return succeedState({ ...visit, state });
    case "Fail":
      return failState({ ...visit, state });
    case "Parallel":
      return parallelState({ ...visit, state });
    case "Map":
      return mapState({ ...visit, state });
  }
}

/** The text of an output that has been checked, so that it is not made a second time. */
const texts = new WeakMap<StateResult, string>();

function checked(visit: Visit, result: StateResult): StateResult {
  const text = JSON.stringify(result.output);
  checkStateOutput(visit.name, text);
  texts.set(result, text);
  return result;
}

/** Records the exit, keeps the variables, and gives the output as JSON text. */
function leave(visit: Visit, result: StateResult): string {
  const text = texts.get(result) ?? JSON.stringify(result.output);
  const { assigned } = result;
  record(visit, `${visit.state.Type}StateExited`, {
    stateExitedEventDetails: {
      name: visit.name,
      output: text,
      outputDetails: { truncated: false },
      ...(assigned === undefined ? {} : assignedDetails(assigned)),
    },
  });
  const { frame } = visit;
  if (assigned !== undefined) frame.variables = { ...frame.variables, ...assigned };
  frame.entered = undefined;
  frame.children = undefined;
  frame.mapRunArn = undefined;
  return text;
}

function assignedDetails(assigned: JsonObject): JsonObject {
  const texts = Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]);
  return { assignedVariables: Object.fromEntries(texts), assignedVariablesDetails: { truncated: false } };
}
