import { isJsonObject } from "../json.ts";
import {
  checkFieldValues,
  type FieldCheck,
  holdsExpressions,
  isAnyValue,
  isArn,
  isAssign,
  isBoolean,
  isInteger,
  isNumber,
  isOneOf,
  isItems,
  isPath,
  isPathOrNull,
  isPayloadTemplate,
  isReferencePath,
  isReferencePathOrCall,
  isResultPathOrNull,
  isTemplateObject,
  isText,
  isTimestamp,
  orExpression,
} from "./field-checks.ts";
import { checkFields, checkOneOf, STATE_TYPES, stateFields, type StateType } from "./state-fields.ts";
import { validateChoices } from "./validate-choices.ts";
import { validateErrorHandling } from "./validate-error-handling.ts";
import { validateMap } from "./validate-map.ts";
import { validateTask } from "./validate-task.ts";
import type { StateContext } from "./validation-context.ts";

const MAX_SECONDS = 99_999_999;
const MAX_COUNT = 2_147_483_647;

const stateChecks: Record<string, FieldCheck> = {
  Comment: isText,
  Next: isText,
  End: isBoolean,
  InputPath: isPathOrNull,
  OutputPath: isPathOrNull,
  ResultPath: isResultPathOrNull,
  Parameters: isPayloadTemplate,
  ResultSelector: isPayloadTemplate,
  Assign: isAssign(),
  Output: holdsExpressions(),
  Credentials: isTemplateObject(),
  TimeoutSeconds: orExpression(isInteger(1, MAX_SECONDS)),
  TimeoutSecondsPath: isReferencePath,
  HeartbeatSeconds: orExpression(isInteger(1, MAX_SECONDS)),
  HeartbeatSecondsPath: isReferencePath,
  Resource: isArn,
  Default: isText,
  Seconds: orExpression(isInteger(0, MAX_SECONDS)),
  SecondsPath: isReferencePath,
  Timestamp: orExpression(isTimestamp),
  TimestampPath: isReferencePath,
  Error: orExpression(isText),
  Cause: orExpression(isText),
  ErrorPath: isReferencePathOrCall,
  CausePath: isReferencePathOrCall,
  Arguments: holdsExpressions(),
  ItemsPath: isPath,
  Items: orExpression(isItems),
  ItemSelector: (field) =>
    field.language === "JSONPath" ? isPayloadTemplate(field) : holdsExpressions()(field),
  MaxConcurrency: orExpression(isInteger(0, MAX_COUNT)),
  MaxConcurrencyPath: isReferencePath,
  ToleratedFailureCount: orExpression(isInteger(0, MAX_COUNT)),
  ToleratedFailureCountPath: isReferencePath,
  ToleratedFailurePercentage: orExpression(isNumber(0, 100)),
  ToleratedFailurePercentagePath: isReferencePath,
};

/** Checks one state; the containers inside it are queued. https://docs.aws.amazon.com/step-functions/latest/dg/workflow-states.html */
export function validateState(context: StateContext): void {
  const { state, location, language, diagnostics } = context;
  const { Type: type } = state;
  checkQueryLanguage(context);
  if (type === undefined) {
    diagnostics.schema("These fields are required: [Type]", location);
    return;
  }
  if (!isStateType(type)) {
    isOneOf(STATE_TYPES)({ name: "Type", value: type, location: `${location}/Type`, language, diagnostics });
    return;
  }
  const table = stateFields[type];
  checkFields(table, { value: state, location, language }, diagnostics);
  checkFieldValues(stateChecks, state, { location, language, diagnostics });
  if (table.both.includes("Next")) {
    checkEnd(context);
  }
  if (table.both.includes("Retry")) {
    validateErrorHandling(context);
  }
  validateByType(type, context);
}

function isStateType(type: unknown): type is StateType {
  return STATE_TYPES.some((known) => known === type);
}

function checkQueryLanguage({ machine, state, location, diagnostics }: StateContext): void {
  const { QueryLanguage: language } = state;
  if (language === undefined) {
    return;
  }
  if (language !== "JSONPath" && language !== "JSONata") {
    diagnostics.schema(
      "Value must be one of the following: [JSONPath, JSONata]",
      `${location}/QueryLanguage`,
    );
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

function validateByType(type: StateType, context: StateContext): void {
  switch (type) {
    case "Task":
      return validateTask(context);
    case "Choice":
      return validateChoices(context);
    case "Wait":
      return requireOne(["Seconds", "SecondsPath", "Timestamp", "TimestampPath"], context);
    case "Fail":
      return validateFail(context);
    case "Parallel":
      return validateParallel(context);
    case "Map":
      return validateMap(context);
    case "Pass":
      return validatePass(context);
    case "Succeed":
      return undefined;
  }
}

function requireOne(
  names: readonly string[],
  { state, location, language, diagnostics }: StateContext,
): void {
  checkOneOf(names, { value: state, location, language, required: true }, diagnostics);
}

function validateFail({ state, location, language, diagnostics }: StateContext): void {
  const located = { value: state, location, language, required: false };
  checkOneOf(["Error", "ErrorPath"], located, diagnostics);
  checkOneOf(["Cause", "CausePath"], located, diagnostics);
}

function validatePass({ state, location, language, diagnostics }: StateContext): void {
  const { Result: result } = state;
  if (
    language === "JSONPath" &&
    isJsonObject(result) &&
    Object.keys(result).some((name) => name.endsWith(".$"))
  ) {
    diagnostics.warning(
      "PASS_RESULT_IS_STATIC",
      "The Result of a Pass state is not evaluated",
      `${location}/Result`,
    );
  }
  isAnyValue({ name: "Result", value: result ?? null, location, language, diagnostics });
}

const branchFields = { required: ["StartAt", "States"], both: ["StartAt", "States", "Comment"] };

function validateParallel({ machine, state, location, language, diagnostics, type }: StateContext): void {
  const { Branches: branches } = state;
  if (!Array.isArray(branches) || branches.length === 0 || !branches.every(isJsonObject)) {
    if (branches !== undefined) {
      diagnostics.schema("Expected a non-empty Array of Object", `${location}/Branches`);
    }
    return;
  }
  for (const [index, value] of branches.entries()) {
    const branchLocation = `${location}/Branches[${index}]`;
    checkFields(branchFields, { value, location: branchLocation, language }, diagnostics);
    machine.containers.push({ value, location: branchLocation, type });
  }
}
