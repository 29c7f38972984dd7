import { choiceFields, validateChoices } from "./choice-state.ts";
import { validateErrorHandling } from "./error-handling.ts";
import { isOneOf } from "./field-checks.ts";
import { checkFields, checkOneOf, type FieldTable } from "./field-table.ts";
import {
  failFields,
  parallelFields,
  passFields,
  succeedFields,
  validateFail,
  validateParallel,
  validatePass,
  validateWait,
  waitFields,
} from "./flow-states.ts";
import { mapFields, validateMap } from "./map-state.ts";
import type { State } from "./state-machine-definition.ts";
import { taskFields, validateTask } from "./task-state.ts";
import type { StateContext } from "./validation-context.ts";

type StateType = State["Type"];

/** The fields of each type of state, and what is checked beyond each field for itself. */
const stateTypes: Record<StateType, { fields: FieldTable; validate?: (context: StateContext) => void }> = {
  Task: { fields: taskFields, validate: validateTask },
  Pass: { fields: passFields, validate: validatePass },
  Choice: { fields: choiceFields, validate: validateChoices },
  Wait: { fields: waitFields, validate: validateWait },
  Succeed: { fields: succeedFields },
  Fail: { fields: failFields, validate: validateFail },
  Parallel: { fields: parallelFields, validate: validateParallel },
  Map: { fields: mapFields, validate: validateMap },
};

/**
 * Checks one state; the containers inside it are queued.
 * https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html
 */
export function validateState(context: StateContext): void {
  const { state, location, language, diagnostics } = context;
  const { Type: type } = state;
  checkQueryLanguage(context);
  if (type === undefined) {
    diagnostics.schema("These fields are required: [Type]", location);
    return;
  }
  if (!isStateType(type)) {
    const isKnown = isOneOf(Object.keys(stateTypes));
    isKnown({ name: "Type", value: type, location: `${location}/Type`, language, diagnostics });
    return;
  }
  const { fields, validate } = stateTypes[type];
  checkFields(fields, { value: state, location, language }, diagnostics);
  if (Object.hasOwn(fields.both, "Next")) {
    checkEnd(context);
  }
  if (Object.hasOwn(fields.both, "Retry")) {
    validateErrorHandling(context);
  }
  validate?.(context);
}

function isStateType(type: unknown): type is StateType {
  return typeof type === "string" && Object.hasOwn(stateTypes, type);
}

function checkQueryLanguage({ machine, state, location, diagnostics }: StateContext): void {
  const { QueryLanguage: language } = state;
  if (language === undefined) {
    return;
  }
  if (language === "JSONPath" && machine.language === "JSONata") {
    diagnostics.schema(
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
      location,
    );
  }
}

function checkEnd({ state, location, language, diagnostics }: StateContext): void {
  const ends = state["End"] === true;
  const hasNext = Object.hasOwn(state, "Next");
  if (ends && hasNext) {
    diagnostics.schema("Only one of these fields is allowed: [Next, End]", location);
  }
  if (!ends && !hasNext) {
    checkOneOf(["Next", "End"], { value: {}, location, language, required: true }, diagnostics);
  }
}
