import { RegexTimeoutError } from "../bounded-regex.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";
import { parsePath } from "./parse-path.ts";
import { PathSyntaxError } from "./path-syntax.ts";
import { type PathOutcome, readPath, TooManyValuesError } from "./read-path.ts";

/**
 * What a JSONPath field can read: the state's input (`$…`), the context object (`$$…`), the variables
 * (`$name…`); and what intrinsic functions draw from: `random` returns 0 ≤ n < 1, `uuid` a version 4 UUID.
 */
export type PathScope = {
  input: JsonValue;
  context: JsonObject;
  variables: JsonObject;
  random: () => number;
  uuid: () => string;
};

/**
 * Evaluates the path of InputPath, OutputPath, ItemsPath and the like: a definite path yields its value, any
 * other the list of what it finds. Throws `States.Runtime` for a path that finds nothing or is not a path.
 * https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */
export function evaluatePath(path: string, scope: PathScope): JsonValue {
  if (path === "$") {
    return scope.input;
  }
  return requirePath(path, scope, (reason) => `Invalid path '${path}' : ${reason}`);
}

/**
 * Evaluates the path that `field` holds, such as `name.$` or `ErrorPath`: as evaluatePath, with the cause
 * that AWS reports where it names the field.
 */
export function evaluatePathOfField(path: string, field: string, scope: PathScope): JsonValue {
  return requirePath(
    path,
    scope,
    () =>
      `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${JSON.stringify(scope.input)}'`,
  );
}

/**
 * Evaluates a path whose finding nothing has a cause in words of its own: `causeOf` is given Jayway's reason.
 */
export function requirePath(path: string, scope: PathScope, causeOf: (reason: string) => string): JsonValue {
  refuseNullInput(path, scope);
  const outcome = findPath(path, scope);
  if (!outcome.found) {
    throw new StatesError("States.Runtime", causeOf(outcome.reason));
  }
  return outcome.value;
}

/** No path can be applied to an input of null, not even `$` in a payload template. */
function refuseNullInput(path: string, { input }: PathScope): void {
  if (input === null && /^\s*\$(?:[.[]|\s*$)/.test(path)) {
    throw new StatesError("States.Runtime", "Unable to apply Path transformation to null or empty input.");
  }
}

/**
 * Looks the path up without failing where nothing is there. Throws `States.Runtime` for text that is not a
 * path and for one that takes too much to evaluate.
 */
export function findPath(path: string, scope: PathScope): PathOutcome {
  try {
    return readPath(parsePath(path), scope);
  } catch (error) {
    if (error instanceof PathSyntaxError || isUnaffordable(error)) {
      throw new StatesError("States.Runtime", `Invalid path '${path}' : ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** Returns whether reading a path was given up for the values or the time it took. */
export function isUnaffordable(error: unknown): error is Error {
  return error instanceof TooManyValuesError || error instanceof RegexTimeoutError;
}
