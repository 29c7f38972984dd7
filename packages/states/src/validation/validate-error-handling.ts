import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import {
  checkFieldValues,
  type FieldCheck,
  holdsExpressions,
  isAssign,
  isInteger,
  isNonEmptyListOf,
  isNumber,
  isOneOf,
  isResultPathOrNull,
  isText,
} from "./field-checks.ts";
import { checkFields, type FieldTable } from "./state-fields.ts";
import type { StateContext } from "./validation-context.ts";

const MAX_SECONDS = 99_999_999;
/** One day less than a year, as the service has it. */
const MAX_DELAY_SECONDS = 31_622_400;

const retrierFields: FieldTable = {
  required: ["ErrorEquals"],
  both: [
    "ErrorEquals",
    "IntervalSeconds",
    "MaxAttempts",
    "BackoffRate",
    "MaxDelaySeconds",
    "JitterStrategy",
    "Comment",
  ],
};

const retrierChecks: Record<string, FieldCheck> = {
  ErrorEquals: isNonEmptyListOf("String"),
  IntervalSeconds: isInteger(1, MAX_SECONDS),
  MaxAttempts: isInteger(0, MAX_SECONDS),
  BackoffRate: isNumber(1, Infinity),
  MaxDelaySeconds: isInteger(1, MAX_DELAY_SECONDS),
  JitterStrategy: isOneOf(["FULL", "NONE"]),
  Comment: isText,
};

const catcherFields: FieldTable = {
  required: ["ErrorEquals", "Next"],
  both: ["ErrorEquals", "Next", "Assign", "Comment"],
  jsonPath: ["ResultPath"],
  jsonata: ["Output"],
};

const catcherChecks: Record<string, FieldCheck> = {
  ErrorEquals: isNonEmptyListOf("String"),
  Next: isText,
  ResultPath: isResultPathOrNull,
  Output: holdsExpressions("errorOutput"),
  Assign: isAssign("errorOutput"),
  Comment: isText,
};

/**
 * Checks the Retry and Catch of a state.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function validateErrorHandling(context: StateContext): void {
  const retriers = handlersOf("Retry", context);
  for (const [index, retrier] of retriers.entries()) {
    const location = `${context.location}/Retry[${index}]`;
    const place = { location, language: context.language, diagnostics: context.diagnostics };
    checkFields(retrierFields, { value: retrier, location, language: context.language }, context.diagnostics);
    checkFieldValues(retrierChecks, retrier, place);
    checkDelays(retrier, location, context);
  }
  const catchers = handlersOf("Catch", context);
  for (const [index, catcher] of catchers.entries()) {
    const location = `${context.location}/Catch[${index}]`;
    const place = { location, language: context.language, diagnostics: context.diagnostics };
    checkFields(catcherFields, { value: catcher, location, language: context.language }, context.diagnostics);
    checkFieldValues(catcherChecks, catcher, place);
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
