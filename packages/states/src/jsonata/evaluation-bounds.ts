import type { Expression } from "jsonata";

import { isExactInteger } from "../json.ts";
import { memoryLimitError } from "./jsonata-error.ts";
import { nativeFunctions, wrapNative } from "./native-functions.ts";

/**
 * The longest sequence that AWS accepts, and with 8 bytes for a number and one for a character the largest
 * value: AWS takes a text of 2^22 characters and refuses one of 2^23. Measured:
 * https://github.com/floci-io/floci/issues/2737
 */
export const maxSequenceLength = 873_782;
export const maxValueBytes = maxSequenceLength * 8;

/** Nodes that return what is there, or no more items of it than a sequence may have. */
const readingNodes = new Set([
  "path",
  "variable",
  "name",
  "string",
  "number",
  "value",
  "wildcard",
  "regex",
  "lambda",
]);

/**
 * The package's hook after each node of an expression; its type of `assign` knows names alone, not symbols.
 */
const evaluateExit = Symbol.for("jsonata.__evaluate_exit") as unknown as string;

const { pad, join, string } = await nativeFunctions(["pad", "join", "string"]);

/** Functions that could make of little a value that takes the process's memory. */
const bounded = new Map([
  ["pad", wrapNative(pad, ([text, width, ...rest]) => [text, checkLength(width), ...rest])],
  ["join", wrapNative(join, (values) => checkJoined(values))],
  ["string", wrapNative(string, (values) => checkFirst(values))],
]);

/**
 * Makes a compiled expression fail as soon as any part of it returns a value of more bytes than an evaluation
 * may hold.
 */
export function boundValues(compiled: Expression): void {
  compiled.assign(evaluateExit, (...[node, , , result]: { type?: string }[]) => {
    if (!readingNodes.has(node?.type ?? "")) {
      checkSize(result);
    }
  });
  for (const [name, native] of bounded) {
    compiled.registerFunction(name, native);
  }
}

/** Throws EvaluationLimitError for a value of more bytes than an evaluation may hold. */
function checkSize(value: unknown): void {
  if (value !== null && typeof value === "object") {
    takeBytes(value, maxValueBytes);
  } else if (typeof value === "string" && value.length > maxValueBytes) {
    throw memoryLimitError();
  }
}

/**
 * Returns what a value leaves of this many bytes, and stops where they are used up: lists that share their
 * members may represent far more than they take.
 */
function takeBytes(value: unknown, bytes: number): number {
  let left = bytes;
  if (typeof value === "string") {
    left -= value.length;
  } else if (value === null || typeof value !== "object" || isExactInteger(value)) {
    left -= 8;
  } else if (Array.isArray(value)) {
    for (const item of value) {
      left = takeBytes(item, left - overhead(item));
    }
  } else if (!isFunctionOrRegex(value)) {
    const members: Record<string, unknown> = Object(value);
    for (const name in members) {
      left = takeBytes(members[name], left - overhead(members[name]) - name.length);
    }
  }
  if (left < 0) {
    throw memoryLimitError();
  }
  return left;
}

/**
 * A container inside of another takes something even if it is empty: lists of lists could double without end.
 */
function overhead(value: unknown): number {
  return value !== null && typeof value === "object" ? 8 : 0;
}

function checkLength(length: unknown): unknown {
  if (Math.abs(Number(length)) > maxValueBytes) {
    throw memoryLimitError();
  }
  return length;
}

function checkJoined(values: readonly unknown[]): readonly unknown[] {
  const [texts, separator = ""] = values;
  checkLength(Array.isArray(texts) ? texts.length * String(separator).length : 0);
  return values;
}

function checkFirst(values: readonly unknown[]): readonly unknown[] {
  checkSize(values[0]);
  return values;
}

/** A lambda holds the whole environment, which holds the lambda. */
function isFunctionOrRegex(value: object): boolean {
  return "_jsonata_lambda" in value || "_jsonata_function" in value || value instanceof RegExp;
}
