import type { QueryLanguage } from "../definition/field-table.ts";
import type { State, StatesBlock } from "../definition/state-machine-definition.ts";
import type { JsonValue } from "../json.ts";
import { jsonText } from "../json-text.ts";
import { choiceState } from "../state-types/choice.ts";
import { failState } from "../state-types/fail.ts";
import { mapState } from "../state-types/map.ts";
import { parallelState } from "../state-types/parallel.ts";
import { passState } from "../state-types/pass.ts";
import { succeedState } from "../state-types/succeed.ts";
import { taskState } from "../state-types/task.ts";
import { waitState } from "../state-types/wait.ts";
import { handleFailure, resumeFailure } from "../state-execution/handle-failure.ts";
import { checkDepth, checkStateOutput } from "../payload-limit.ts";
import { type BlockRun, type MaybePromise, type StateResult, type Visit } from "../state-execution/visit.ts";

/** After this many transitions of synchronous states the event loop goes round once. */
const maxTransitionsHeld = 512;

/**
 * Runs a block of states from where its frame stands to its end and returns the block's output. Throws what
 * the last state failed with; the frame then stands at that state. `inputText` is the JSON text of the
 * frame's input, if the caller has it.
 */
export async function runStates(block: StatesBlock, at: BlockRun, inputText?: string): Promise<JsonValue> {
  const { frame } = at;
  if (frame.result !== undefined) {
    return frame.result.output;
  }
  frame.trail = at.trail;
  const language = block.QueryLanguage ?? at.language;
  let text = inputText ?? jsonText(frame.input);
  for (let transitions = 1; ; transitions += 1) {
    at.signal.throwIfAborted();
    if (transitions % maxTransitionsHeld === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const visit = enter(at, { state: stateOf(block, frame.stateName), language, inputText: text });
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
  if (!state) {
    throw new Error(`The definition has no state '${name}'.`);
  }
  return state;
}

/** Records the entry of the frame's state, unless a redrive or a restart finds the state already entered. */
export function enter(
  at: BlockRun,
  { state, language, inputText }: { state: State; language: QueryLanguage; inputText: string },
): Visit {
  const { frame, run, trail } = at;
  const { stateName: name, input } = frame;
  frame.entered ??= {
    at: run.clock.now(),
    eventId: run.history.addState(trail, `${state.Type}StateEntered`, {
      name,
      text: inputText,
    }),
  };
  // Every visit has the same members in the same order: engines are fast with those.
  return {
    run,
    frame,
    trail,
    signal: at.signal,
    runBlock: at.runBlock,
    mapContext: at.mapContext,
    name,
    state,
    language: state.QueryLanguage ?? language,
    input,
    inputText,
    enteredEventId: frame.entered.eventId,
    enteredAt: frame.entered.at,
    retryCount: frame.progress?.retry?.count ?? 0,
    attempts: frame.progress?.retry?.attempts ?? [],
    taskToken: undefined,
  };
}

/** Evaluates the state, again as long as its retriers allow it, and turns a caught failure into a result. */
function visitState(visit: Visit): MaybePromise<StateResult> {
  const { progress } = visit.frame;
  if (progress?.failure !== undefined || progress?.retry?.at !== undefined) {
    return resumed(visit);
  }
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

/** Takes up a state that had failed when the process ended: waits out its retry, or goes to its catchers. */
async function resumed(visit: Visit): Promise<StateResult> {
  const handled = await resumeFailure(visit);
  return handled === "retry" ? visitState(visit) : handled;
}

type Evaluators = {
  [T in State["Type"]]: (visit: Visit<Extract<State, { Type: T }>>) => MaybePromise<StateResult>;
};

const evaluators: Evaluators = {
  Pass: passState,
  Task: taskState,
  Choice: choiceState,
  Wait: waitState,
  Succeed: succeedState,
  Fail: failState,
  Parallel: parallelState,
  Map: mapState,
};

/** Evaluates a state once. Throws what it fails with. */
export function evaluateState(visit: Visit): MaybePromise<StateResult> {
  // The type says which evaluator takes the state; the checker cannot follow that.
  const evaluate = evaluators[visit.state.Type] as (visit: Visit) => MaybePromise<StateResult>;
  return evaluate(visit);
}

/** Refuses an output over the limit, and keeps its text with it. */
function checked(visit: Visit, result: StateResult): StateResult {
  if (result.output === visit.input) {
    result.text = visit.inputText;
  } else {
    result.text = jsonText(result.output);
    checkDepth(result.output, result.text);
  }
  checkStateOutput(visit.name, result.text);
  return result;
}

/** Records the exit, keeps the variables and returns the output as JSON text. */
function leave(visit: Visit, result: StateResult): string {
  const { frame, name, run, trail } = visit;
  const { assigned, text = jsonText(result.output) } = result;
  run.history.addState(trail, `${visit.state.Type}StateExited`, { name, text, assigned });
  if (assigned !== undefined) {
    frame.variables = { ...frame.variables, ...assigned };
  }
  frame.entered = undefined;
  frame.children = undefined;
  frame.mapRunArn = undefined;
  frame.progress = undefined;
  return text;
}
