import { orderOfNumbers, toDouble } from "../exact-integer.ts";
import type { JsonValue } from "../json.ts";
import { stringMatches } from "./string-matches.ts";
import { parseTimestamp } from "./timestamp.ts";

/** Compares the variable with the rule's value; a value of the wrong type makes it false, never an error. */
type Comparison = (variable: JsonValue, value: JsonValue) => boolean;

const comparisons: Record<string, (order: number) => boolean> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThan: (order) => order > 0,
  GreaterThanEquals: (order) => order >= 0,
};

/** The operators that compare two values; each but StringMatches also comes with `Path` at its end. */
export const valueOperators: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["BooleanEquals", (variable, value) => typeof variable === "boolean" && variable === value],
  ["StringMatches", matchesPattern],
  ...Object.entries(comparisons).flatMap(([name, holds]): [string, Comparison][] => [
    [`String${name}`, (variable, value) => holds(stringOrder(variable, value))],
    [`Numeric${name}`, (variable, value) => holds(orderOfNumbers(variable, value))],
    [`Timestamp${name}`, (variable, value) => holds(timestampOrder(variable, value))],
  ]),
]);

/**
 * The operators that test the variable alone, but IsPresent, which needs no value; they compare with true or
 * false.
 */
export const typeTests: ReadonlyMap<string, (variable: JsonValue) => boolean> = new Map([
  ["IsNull", (variable) => variable === null],
  ["IsNumeric", (variable) => typeof toDouble(variable) === "number"],
  ["IsString", (variable) => typeof variable === "string"],
  ["IsBoolean", (variable) => typeof variable === "boolean"],
  ["IsTimestamp", (variable) => typeof variable === "string" && parseTimestamp(variable) !== undefined],
]);

export type OperatorValueType = "boolean" | "number" | "string" | "timestamp";

/**
 * Returns the type that an operator's value has in the definition; undefined for a name that is not an
 * operator.
 */
export function operatorValueType(operator: string): OperatorValueType | undefined {
  if (operator === "IsPresent" || typeTests.has(operator) || operator === "BooleanEquals") {
    return "boolean";
  }
  if (!valueOperators.has(operator)) {
    return undefined;
  }
  if (operator.startsWith("Numeric")) {
    return "number";
  }
  return operator.startsWith("Timestamp") ? "timestamp" : "string";
}

/** Returns the operator whose `Path` variant `name` is; undefined if there is no such operator. */
export function operatorOfPathVariant(name: string): string | undefined {
  const operator = name.endsWith("Path") ? name.slice(0, -"Path".length) : "";
  return valueOperators.has(operator) && operator !== "StringMatches" ? operator : undefined;
}

function matchesPattern(variable: JsonValue, pattern: JsonValue): boolean {
  return typeof variable === "string" && typeof pattern === "string" && stringMatches(variable, pattern);
}

/** Returns a negative number, zero or a positive one; NaN, which meets no comparison, for other types. */
function stringOrder(left: JsonValue, right: JsonValue): number {
  if (typeof left !== "string" || typeof right !== "string") {
    return Number.NaN;
  }
  return left < right ? -1 : Number(left > right);
}

function timestampOrder(left: JsonValue, right: JsonValue): number {
  const leftTime = typeof left === "string" ? parseTimestamp(left) : undefined;
  const rightTime = typeof right === "string" ? parseTimestamp(right) : undefined;
  if (leftTime === undefined || rightTime === undefined) {
    return Number.NaN;
  }
  return leftTime < rightTime ? -1 : Number(leftTime > rightTime);
}
