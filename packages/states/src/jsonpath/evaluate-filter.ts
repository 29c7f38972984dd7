import { isDeepStrictEqual } from "node:util";

import { execWithin } from "../bounded-regex.ts";
import { numberOf, orderOfNumbers } from "../exact-integer.ts";
import type { JsonValue } from "../json.ts";
import type { FilterCondition, FilterOperand, FilterOperator, Path } from "./path-syntax.ts";

/** The item under test. */
export type FilterItem = {
  /** Finds a path's value for the item; undefined if nothing is there. */
  readPath: (path: Path) => JsonValue | undefined;
  /** When the evaluation must have ended, in `performance.now()` milliseconds. */
  deadline: number;
};

/**
 * Returns whether an item meets the condition, by the rules of the old Jayway that AWS runs: a path alone
 * asks for a value that is neither missing nor null, a string compares with a number or a boolean by what it
 * says, other types never compare, and a missing value meets no comparison but `!=`. Throws
 * RegexTimeoutError. https://github.com/json-path/JsonPath#filter-operators
 */
export function meetsCondition(condition: FilterCondition, item: FilterItem): boolean {
  switch (condition.kind) {
    case "and":
      return condition.conditions.every((part) => meetsCondition(part, item));
    case "or":
      return condition.conditions.some((part) => meetsCondition(part, item));
    case "not":
      return !meetsCondition(condition.condition, item);
    case "exists":
      return (item.readPath(condition.path) ?? null) !== null;
    case "compare":
      return compare(condition.operator, condition, item);
  }
}

function compare(
  operator: FilterOperator,
  operands: { left: FilterOperand; right: FilterOperand },
  item: FilterItem,
): boolean {
  if (operands.right.kind === "regex") {
    const text = valueOf(operands.left, item);
    return operator === "=~" && typeof text === "string" && matchesWhole(operands.right.regex, text, item);
  }
  const left = valueOf(operands.left, item);
  const right = valueOf(operands.right, item);
  if (left === undefined || right === undefined) {
    return operator === "!=" && left !== right;
  }
  return compareValues(operator, left, right);
}

function compareValues(operator: FilterOperator, left: JsonValue, right: JsonValue): boolean {
  switch (operator) {
    case "==":
      return areEqual(left, right);
    case "!=":
      return !areEqual(left, right);
    case "<":
      return order(left, right) < 0;
    case "<=":
      return order(left, right) <= 0;
    case ">":
      return order(left, right) > 0;
    case ">=":
      return order(left, right) >= 0;
    case "=~":
      return false;
    case "in":
      return isIn(left, right);
    case "nin":
      return !isIn(left, right);
    case "subsetof":
      return Array.isArray(left) && left.every((item) => isIn(item, right));
    case "anyof":
      return Array.isArray(left) && left.some((item) => isIn(item, right));
    case "noneof":
      return Array.isArray(left) && !left.some((item) => isIn(item, right));
    case "contains":
      return typeof left === "string" ? typeof right === "string" && left.includes(right) : isIn(right, left);
    case "size":
      return typeof left === "string" || Array.isArray(left) ? left.length === right : false;
    case "empty":
      return (typeof left === "string" || Array.isArray(left)) && (left.length === 0) === right;
  }
}

function valueOf(operand: FilterOperand, item: FilterItem): JsonValue | undefined {
  switch (operand.kind) {
    case "literal":
      return operand.value;
    case "path":
      return item.readPath(operand.path);
    case "regex":
      return undefined;
  }
}

function matchesWhole(regex: RegExp, text: string, { deadline }: FilterItem): boolean {
  const whole = new RegExp(`^(?:${regex.source})$`, regex.flags);
  return execWithin(whole, text, deadline - performance.now()) !== null;
}

function areEqual(left: JsonValue, right: JsonValue): boolean {
  if (typeof left === "string" && typeof right !== "string") {
    return areEqual(right, left);
  }
  if (typeof left === "boolean" && typeof right === "string") {
    return String(left) === right;
  }
  const number = typeof right === "string" ? numberIn(right) : right;
  return orderOfNumbers(left, number) === 0 || isDeepStrictEqual(left, right);
}

/** Returns a negative number, zero or a positive one; NaN for values that have no order. */
function order(left: JsonValue, right: JsonValue): number {
  if (typeof left === "string" && typeof right === "string") {
    return left < right ? -1 : Number(left > right);
  }
  return orderOfNumbers(
    typeof left === "string" ? numberIn(left) : left,
    typeof right === "string" ? numberIn(right) : right,
  );
}

function numberIn(text: string): JsonValue {
  return text.trim() === "" ? Number.NaN : numberOf(text);
}

function isIn(value: JsonValue, list: JsonValue): boolean {
  return Array.isArray(list) && list.some((item) => areEqual(item, value));
}
