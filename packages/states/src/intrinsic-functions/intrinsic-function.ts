import { toDouble } from "../exact-integer.ts";
import type { JsonValue } from "../json.ts";

/** Where States.MathRandom and States.UUID draw from: `random` returns 0 ≤ n < 1, `uuid` a version 4 UUID. */
export type IntrinsicSources = { random: () => number; uuid: () => string };

/**
 * A function of the States namespace and how many arguments it takes. `call` throws IntrinsicArgumentError.
 */
export type IntrinsicFunction = {
  minArguments: number;
  maxArguments: number;
  call: (values: readonly JsonValue[], sources: IntrinsicSources) => JsonValue;
};

/** The value of an argument is not one that the function takes; the message says which and why. */
export class IntrinsicArgumentError extends Error {}

/** The encoding and hashing functions take at most this many characters. */
const maxTextLength = 10_000;

export function arrayAt(values: readonly JsonValue[], position: number): JsonValue[] {
  const value = values[position];
  if (!Array.isArray(value)) {
    throw wrongType(value, position, "an array");
  }
  return value;
}

export function textAt(values: readonly JsonValue[], position: number): string {
  const value = values[position];
  if (typeof value !== "string") {
    throw wrongType(value, position, "a string");
  }
  return value;
}

/** Returns a string of at most maxTextLength characters. */
export function limitedTextAt(values: readonly JsonValue[], position: number): string {
  const text = textAt(values, position);
  if (text.length > maxTextLength) {
    throw new IntrinsicArgumentError(
      `Argument ${position + 1} has ${text.length} characters, more than the limit of ${maxTextLength}`,
    );
  }
  return text;
}

/** Returns a number, rounded to the nearest integer (a half goes up, as in Java's Math.round). */
export function integerAt(values: readonly JsonValue[], position: number): number {
  const value = values[position];
  const number = value === undefined ? undefined : toDouble(value);
  if (typeof number !== "number") {
    throw wrongType(value, position, "a number");
  }
  return Math.round(number) + 0;
}

/** Returns the error for a value of a type that the argument (counted from 0) does not take. */
export function wrongType(
  value: JsonValue | undefined,
  position: number,
  expected: string,
): IntrinsicArgumentError {
  return new IntrinsicArgumentError(
    `Argument ${position + 1} must be ${expected}, but was ${JSON.stringify(value)}`,
  );
}
