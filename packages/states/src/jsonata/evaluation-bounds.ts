import type { Expression } from "jsonata";

import { isExactInteger } from "../json.ts";
import { memoryLimitError } from "./jsonata-error.ts";
import { nativeFunctions, wrapNative } from "./native-functions.ts";

/**
 * The longest sequence that AWS accepts, and with 8 bytes for a number and one for a character the largest value: AWS
 * takes a text of 2^22 characters and refuses one of 2^23. Measured: https://github.com/floci-io/floci/issues/2737
 */
export const MAX_SEQUENCE_LENGTH = 873_782;
const MAX_VALUE_BYTES = MAX_SEQUENCE_LENGTH * 8;

/** Nodes that only read what is there, whose values were weighed before. */
const READING_NODES = new Set([
  "variable",
  "name",
  "string",
  "number",
  "value",
  "wildcard",
  "regex",
  "lambda",
]);

/** The package's hook after each node of an expression; its type of `assign` knows names alone, not symbols. */
const EVALUATE_EXIT = Symbol.for("jsonata.__evaluate_exit") as unknown as string;

const { pad, join, string } = await nativeFunctions(["pad", "join", "string"]);

/** Functions that could make of little a value that takes the process's memory. */
const bounded = new Map([
  ["pad", wrapNative(pad, ([text, width, ...rest]) => [text, checkLength(width), ...rest])],
  ["join", wrapNative(join, (values) => checkJoined(values))],
  ["string", wrapNative(string, (values) => checkFirst(values))],
]);

/**
 * Makes a compiled expression fail as soon as any part of it gives a value of more bytes than an evaluation may hold.
 */
export function boundValues(compiled: Expression): void {
  compiled.assign(EVALUATE_EXIT, (...[node, , , result]: { type?: string }[]) => {
    if (!READING_NODES.has(node?.type ?? "")) {
      checkSize(result);
    }
  });
  for (const [name, native] of bounded) {
    compiled.registerFunction(name, native);
  }
}

/** The weights of arrays and objects, which never change once they have been handed on. */
const weights = new WeakMap<object, number>();

/** Throws EvaluationLimitError for a value of more bytes than an evaluation may hold. */
export function checkSize(value: unknown): void {
  if (weightOf(value) > MAX_VALUE_BYTES) {
    throw memoryLimitError();
  }
}

function weightOf(value: unknown): number {
  if (typeof value === "string") {
    return value.length;
  }
  if (value === null || typeof value !== "object" || isExactInteger(value)) {
    return 8;
  }
  return weights.get(value) ?? weigh(value);
}

function weigh(value: object): number {
  let weight = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      weight += memberWeight(item);
    }
  } else if (!isFunctionOrRegex(value)) {
    for (const [name, member] of Object.entries(value)) {
      weight += name.length + memberWeight(member);
    }
  }
  weights.set(value, weight);
  return weight;
}

/** A container inside of another weighs something even if it is empty: lists of lists could double without end. */
function memberWeight(value: unknown): number {
  return weightOf(value) + (value !== null && typeof value === "object" ? 8 : 0);
}

function checkLength(length: unknown): unknown {
  if (Math.abs(Number(length)) > MAX_VALUE_BYTES) {
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
