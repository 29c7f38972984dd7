import { isJsonObject } from "../json.ts";
import {
  checkedApart,
  isAnyValue,
  isInteger,
  isOneOf,
  isPayloadTemplate,
  isReferencePath,
  isReferencePathOrCall,
  isResultPathOrNull,
  isText,
  isTimestamp,
  maxSeconds,
  orExpression,
} from "./field-checks.ts";
import { checkFields, checkOneOf, fieldTable, type FieldsOf } from "./field-table.ts";
import {
  argumentsAndOutput,
  errorHandling,
  everyState,
  inputAndOutputPaths,
  output,
  resultPaths,
  transition,
  type SharedFields,
} from "./state-fields.ts";
import type { StateContext } from "./validation-context.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html */
export const passFields = fieldTable({
  required: ["Type"],
  both: { Type: isOneOf(["Pass"]), ...everyState, ...transition },
  jsonPath: {
    ...inputAndOutputPaths,
    Parameters: isPayloadTemplate,
    ResultPath: isResultPathOrNull,
    Result: isAnyValue,
  },
  jsonata: output,
});

export type PassState = FieldsOf<typeof passFields> & SharedFields;

export function validatePass({ state, location, language, diagnostics }: StateContext): void {
  const { Result: result } = state;
  if (language !== "JSONPath" || !isJsonObject(result)) {
    return;
  }
  if (Object.keys(result).some((name) => name.endsWith(".$"))) {
    diagnostics.warning(
      "PASS_RESULT_IS_STATIC",
      "The Result of a Pass state is not evaluated",
      `${location}/Result`,
    );
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export const waitFields = fieldTable({
  required: ["Type"],
  both: {
    Type: isOneOf(["Wait"]),
    ...everyState,
    ...transition,
    Seconds: orExpression(isInteger(0, maxSeconds)),
    Timestamp: orExpression(isTimestamp),
  },
  jsonPath: { ...inputAndOutputPaths, SecondsPath: isReferencePath, TimestampPath: isReferencePath },
  jsonata: output,
});

export type WaitState = FieldsOf<typeof waitFields> & SharedFields;

export function validateWait({ state, location, language, diagnostics }: StateContext): void {
  const located = { value: state, location, language, required: true };
  checkOneOf(["Seconds", "SecondsPath", "Timestamp", "TimestampPath"], located, diagnostics);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html */
export const succeedFields = fieldTable({
  required: ["Type"],
  both: { Type: isOneOf(["Succeed"]), ...everyState },
  jsonPath: inputAndOutputPaths,
  jsonata: output,
});

export type SucceedState = FieldsOf<typeof succeedFields> & SharedFields;

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html */
export const failFields = fieldTable({
  required: ["Type"],
  both: {
    Type: isOneOf(["Fail"]),
    ...everyState,
    Error: orExpression(isText),
    Cause: orExpression(isText),
  },
  jsonPath: { ErrorPath: isReferencePathOrCall, CausePath: isReferencePathOrCall },
});

export type FailState = FieldsOf<typeof failFields> & SharedFields;

export function validateFail({ state, location, language, diagnostics }: StateContext): void {
  const located = { value: state, location, language, required: false };
  checkOneOf(["Error", "ErrorPath"], located, diagnostics);
  checkOneOf(["Cause", "CausePath"], located, diagnostics);
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html */
export const parallelFields = fieldTable({
  required: ["Type", "Branches"],
  both: {
    Type: isOneOf(["Parallel"]),
    ...everyState,
    ...transition,
    ...errorHandling,
    Branches: checkedApart(),
  },
  jsonPath: resultPaths,
  jsonata: argumentsAndOutput,
});

/** A Parallel state but for the type of its branches: state-machine-definition.ts. */
export type ParallelFields = FieldsOf<typeof parallelFields> & SharedFields;

const branchFields = fieldTable({
  required: ["StartAt", "States"],
  both: { StartAt: isAnyValue, States: isAnyValue, Comment: isAnyValue },
});

/** Checks the branches, and queues their states. */
export function validateParallel(context: StateContext): void {
  const { machine, state, location, language, diagnostics, type } = context;
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
