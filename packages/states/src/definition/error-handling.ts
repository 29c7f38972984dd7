import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import {
  checkedApart,
  holdsExpressions,
  isAssign,
  isInteger,
  isNonEmptyTextList,
  isNumber,
  isOneOf,
  isResultPathOrNull,
  isText,
  maxSeconds,
} from "./field-checks.ts";
import { checkFields, fieldTable, type FieldsOf } from "./field-table.ts";
import type { StateContext } from "./validation-context.ts";

/** 366 days, as the service has it. */
const maxDelaySeconds = 31_622_400;

const retrierFields = fieldTable({
  required: ["ErrorEquals"],
  both: {
    ErrorEquals: isNonEmptyTextList,
    IntervalSeconds: isInteger(1, maxSeconds),
    MaxAttempts: isInteger(0, maxSeconds),
    BackoffRate: isNumber(1, Infinity),
    MaxDelaySeconds: isInteger(1, maxDelaySeconds),
    JitterStrategy: isOneOf(["FULL", "NONE"]),
    Comment: isText,
  },
});

export type Retrier = FieldsOf<typeof retrierFields>;

const catcherFields = fieldTable({
  required: ["ErrorEquals", "Next"],
  both: {
    ErrorEquals: isNonEmptyTextList,
    Next: isText,
    Assign: isAssign("errorOutput"),
    Comment: isText,
  },
  jsonPath: { ResultPath: isResultPathOrNull },
  jsonata: { Output: holdsExpressions("errorOutput") },
});

export type Catcher = FieldsOf<typeof catcherFields>;

export const retryField = checkedApart<Retrier[]>();
export const catchField = checkedApart<Catcher[]>();

/**
 * Checks the Retry and Catch of a state.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function validateErrorHandling(context: StateContext): void {
  const retriers = handlersOf("Retry", context);
  for (const [index, retrier] of retriers.entries()) {
    const location = `${context.location}/Retry[${index}]`;
    checkFields(retrierFields, { value: retrier, location, language: context.language }, context.diagnostics);
    checkDelays(retrier, location, context);
  }
  const catchers = handlersOf("Catch", context);
  for (const [index, catcher] of catchers.entries()) {
    const location = `${context.location}/Catch[${index}]`;
    checkFields(catcherFields, { value: catcher, location, language: context.language }, context.diagnostics);
  }
  checkCatchAll("Retry", retriers, context);
  checkCatchAll("Catch", catchers, context);
}

function handlersOf(name: "Retry" | "Catch", { state, location, diagnostics }: StateContext): JsonObject[] {
  const value = state[name];
  if (value === undefined) {
    return [];
  }
  if (!Array.isArray(value) || !value.every(isJsonObject)) {
    diagnostics.schema("Expected an Array of Object", `${location}/${name}`);
    return [];
  }
  return value;
}

function checkDelays(retrier: JsonObject, location: string, { diagnostics }: StateContext): void {
  const { IntervalSeconds: interval, MaxDelaySeconds: maxDelay } = retrier;
  if (typeof interval === "number" && typeof maxDelay === "number" && maxDelay <= interval) {
    diagnostics.schema("MaxDelaySeconds must be greater than IntervalSeconds", `${location}/MaxDelaySeconds`);
  }
}

function checkCatchAll(
  name: string,
  handlers: readonly JsonObject[],
  { location, diagnostics }: StateContext,
): void {
  for (const [position, handler] of handlers.entries()) {
    const errors: JsonValue[] = Array.isArray(handler["ErrorEquals"]) ? handler["ErrorEquals"] : [];
    const index = errors.indexOf("States.ALL");
    if (index !== -1 && (errors.length > 1 || position < handlers.length - 1)) {
      diagnostics.schema(
        "States.ALL must appear alone and at end of list",
        `${location}/${name}[${position}]/ErrorEquals[${index}]`,
      );
    }
  }
}
