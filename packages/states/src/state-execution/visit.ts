import type { QueryLanguage } from "../definition/field-table.ts";
import type { State, StatesBlock } from "../definition/state-machine-definition.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { ExecutionRun } from "./execution-run.ts";
import type { Frame } from "./frame.ts";
import type { EventDetails, Trail } from "./history.ts";

/** Runs a block of states from where its frame stands to its end and returns the block's output. */
type RunBlock = (block: StatesBlock, at: BlockRun) => Promise<JsonValue>;

/** The block of states that a visit belongs to. */
export type BlockRun = {
  run: ExecutionRun;
  frame: Frame;
  trail: Trail;
  /** Aborts with the block: the execution was stopped or timed out, or a sibling failed. */
  signal: AbortSignal;
  /** The language of states that do not name one. */
  language: QueryLanguage;
  /** Runs a block inside this one. */
  runBlock: RunBlock;
  /** `Map` of the context object, inside an iteration. */
  mapContext?: JsonObject | undefined;
};

/** One visit of a state, from its entry to its exit. */
export type Visit<S extends State = State> = BlockRun & {
  name: string;
  state: S;
  language: QueryLanguage;
  /** The state's input, before InputPath, and its JSON text. */
  input: JsonValue;
  inputText: string;
  enteredEventId: number;
  enteredAt: number;
  /** Retries made so far, in all and by retrier. */
  retryCount: number;
  attempts: readonly number[];
  taskToken?: string | undefined;
};

/** What a state results in: the next state (none ends the block), the output and newly assigned variables. */
export type StateResult = {
  output: JsonValue;
  next?: string | undefined;
  assigned?: JsonObject | undefined;
  /** The output's JSON text, once it has been made. */
  text?: string;
};

export type MaybePromise<T> = T | Promise<T>;

export function record(visit: BlockRun, type: string, details?: EventDetails): number {
  return visit.run.history.add(visit.trail, type, details);
}

/**
 * Returns the context object:
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function contextObject(visit: Visit): JsonObject {
  const retries =
    visit.state.Type === "Task" || visit.state.Type === "Map" || visit.state.Type === "Parallel"
      ? { RetryCount: visit.retryCount }
      : {};
  return {
    Execution: visit.run.context.Execution,
    StateMachine: visit.run.context.StateMachine,
    State: { Name: visit.name, EnteredTime: new Date(visit.enteredAt).toISOString(), ...retries },
    ...(visit.mapContext === undefined ? {} : { Map: visit.mapContext }),
    ...(visit.taskToken === undefined ? {} : { Task: { Token: visit.taskToken } }),
  };
}
