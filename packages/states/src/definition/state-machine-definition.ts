import type { ChoiceState } from "./choice-state.ts";
import { isInteger, isOneOf, isText, checkedApart, maxSeconds } from "./field-checks.ts";
import { fieldTable, type FieldsOf, type QueryLanguage } from "./field-table.ts";
import type { FailState, ParallelFields, PassState, SucceedState, WaitState } from "./flow-states.ts";
import type { MapFields, ProcessorFields } from "./map-state.ts";
import type { TaskState } from "./task-state.ts";

/** `StartAt` and `States`: of a machine, a Parallel branch or a Map's item processor. */
export type StatesBlock = {
  StartAt: string;
  States: Record<string, State>;
  QueryLanguage?: QueryLanguage;
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html */
export const machineFields = fieldTable({
  required: ["StartAt", "States"],
  both: {
    Comment: isText,
    StartAt: checkedApart<string>(),
    States: checkedApart<Record<string, State>>(),
    QueryLanguage: isOneOf(["JSONPath", "JSONata"]),
    TimeoutSeconds: isInteger(1, maxSeconds),
    Version: isOneOf(["1.0"]),
  },
});

/** A state machine: https://states-language.net/spec.html */
export type StateMachineDefinition = FieldsOf<typeof machineFields>;

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export type ParallelState = ParallelFields & { Branches: StatesBlock[] };

export type MapState = MapFields & { ItemProcessor?: ItemProcessor; Iterator?: ItemProcessor };

export type ItemProcessor = StatesBlock & ProcessorFields;

/** Returns a Map's processor, by its present name or by the deprecated `Iterator`. */
export function itemProcessorOf(state: MapState): ItemProcessor {
  const processor = state.ItemProcessor ?? state.Iterator;
  if (!processor) {
    throw new Error("A Map state has neither an ItemProcessor nor an Iterator.");
  }
  return processor;
}

export function isDistributed(state: MapState): boolean {
  return itemProcessorOf(state).ProcessorConfig?.Mode === "DISTRIBUTED";
}

/** Returns the blocks inside of a state, each with the field that holds it. */
export function blocksWithin(state: State): { block: StatesBlock; field: string }[] {
  if (state.Type === "Parallel") {
    return state.Branches.map((block, index) => ({ block, field: `Branches[${index}]` }));
  }
  if (state.Type !== "Map") {
    return [];
  }
  return [{ block: itemProcessorOf(state), field: state.ItemProcessor ? "ItemProcessor" : "Iterator" }];
}
