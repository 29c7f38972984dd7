import type { ChoiceState } from "./choice-state.ts";
import { isInteger, isOneOf, isText, checkedApart, maxSeconds } from "./field-checks.ts";
import { fieldTable, type FieldsOf, type QueryLanguage } from "./field-table.ts";
import type { FailState, ParallelState, PassState, SucceedState, WaitState } from "./flow-states.ts";
import { itemProcessorOf, type MapState } from "./map-state.ts";
import type { TaskState } from "./task-state.ts";

/** The execution model of a machine, or of a Distributed Map's children. */
export type ExecutionType = "STANDARD" | "EXPRESS";

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
