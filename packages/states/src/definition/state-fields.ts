import { catchField, retryField } from "./error-handling.ts";
import {
  holdsExpressions,
  isAssign,
  isBoolean,
  isOneOf,
  isPathOrNull,
  isPayloadTemplate,
  isResultPathOrNull,
  isText,
} from "./field-checks.ts";
import { fieldTable, type FieldsOf } from "./field-table.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html#amazon-states-language-common-fields
 */
export const everyState = { Comment: isText, QueryLanguage: isOneOf(["JSONPath", "JSONata"]) };

/** Where a state leads and which variables it assigns, of every state but Choice, Succeed and Fail. */
export const transition = { Next: isText, End: isBoolean, Assign: isAssign() };

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export const errorHandling = { Retry: retryField, Catch: catchField };

export const inputAndOutputPaths = { InputPath: isPathOrNull, OutputPath: isPathOrNull };

/**
 * How a state with a result makes its output:
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html
 */
export const resultPaths = {
  ...inputAndOutputPaths,
  Parameters: isPayloadTemplate,
  ResultSelector: isPayloadTemplate,
  ResultPath: isResultPathOrNull,
};

export const output = { Output: holdsExpressions() };

export const argumentsAndOutput = { Arguments: holdsExpressions(), ...output };

const sharedFields = fieldTable({
  both: { ...everyState, Assign: isAssign() },
  jsonPath: inputAndOutputPaths,
  jsonata: output,
});

/** What the interpreter reads of any state; a state whose type has no such field has it undefined. */
export type SharedFields = FieldsOf<typeof sharedFields>;
