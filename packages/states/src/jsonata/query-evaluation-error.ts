import { StatesError } from "../states-error.ts";
import type { JsonValue } from "../json.ts";

/**
 * Type names as the causes of `States.QueryEvaluationError` spell them.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export type JsonataType = "array" | "boolean" | "null" | "number" | "object" | "string";

/**
 * Where a JSONata expression stands: its text without `{% %}` and the field of the state, e.g.
 * `Output/result`.
 */
export type ExpressionPlace = { expression: string; location: string };

/**
 * Returns the failure of evaluating `place.expression`; `problem` continues the sentence, such as `returned
 * nothing (undefined).`
 */
export function queryEvaluationError(
  place: ExpressionPlace,
  problem: string,
  options?: { cause?: unknown },
): StatesError {
  return new StatesError(
    "States.QueryEvaluationError",
    `The JSONata expression '${place.expression}' specified for the field '${place.location}' ${problem}`,
    options,
  );
}

export function jsonataTypeOf(value: JsonValue): JsonataType {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "array";
  }
  if (typeof value === "string") {
    return "string";
  }
  if (typeof value === "number") {
    return "number";
  }
  return typeof value === "boolean" ? "boolean" : "object";
}

/**
 * Refuses a value of another type than the field takes: `Items` an array, `Condition` a boolean, `Seconds` a
 * number. Throws `States.QueryEvaluationError`.
 */
export function requireResultType(value: JsonValue, expected: JsonataType, place: ExpressionPlace): void {
  const actual = jsonataTypeOf(value);
  if (actual !== expected) {
    throw queryEvaluationError(
      place,
      `returned an unexpected result type. Expected '${expected}', but was '${actual}' for value: ${JSON.stringify(value)}`,
    );
  }
}

/** Refuses a fraction. Throws `States.QueryEvaluationError`. */
export function requireInteger(value: number, place: ExpressionPlace): void {
  if (!Number.isInteger(value)) {
    throw queryEvaluationError(place, `returned a value that is not an integer: ${value}`);
  }
}

/** The numbers that a field takes, both bounds included. */
export type NumberRange = { min: number; max: number };

export function isWithin(value: number, { min, max }: NumberRange): boolean {
  return value >= min && value <= max;
}

/** Refuses a number that the field does not take. Throws `States.QueryEvaluationError`. */
export function requireWithin(value: number, range: NumberRange, place: ExpressionPlace): void {
  if (!isWithin(value, range)) {
    throw queryEvaluationError(
      place,
      `returned a value outside of the range ${range.min} to ${range.max}: ${value}`,
    );
  }
}
