import { isDeepStrictEqual } from "node:util";

import type { JsonValue } from "../json.ts";
import type { FilterCondition, FilterOperand, FilterOperator, Path } from "./path-syntax.ts";

/** Finds a path's value for the item under test; undefined if nothing is there. */
export type ReadPath = (path: Path) => JsonValue | undefined;

/**
 * Whether an item meets the condition, by Jayway's rules: a string and a number are equal if they are written the
 * same, other types never compare, a missing value meets no comparison but `!=`.
 * https://github.com/json-path/JsonPath#filter-operators
 */
export function meetsCondition(condition: FilterCondition, readPath: ReadPath): boolean {
  switch (condition.kind) {
    case "and":
      return condition.conditions.every((part) => meetsCondition(part, readPath));
    case "or":
      return condition.conditions.some((part) => meetsCondition(part, readPath));
    case "not":
      return !meetsCondition(condition.condition, readPath);
    case "exists":
      return readPath(condition.path) !== undefined;
    case "compare":
      return compare(condition.operator, condition, readPath);
  }
}

function compare(
  operator: FilterOperator,
  operands: { left: FilterOperand; right: FilterOperand },
  readPath: ReadPath,
): boolean {
  if (operands.right.kind === "regex") {
    const text = valueOf(operands.left, readPath);
    return operator === "=~" && typeof text === "string" && matchesWhole(operands.right.regex, text);
  }
  const left = valueOf(operands.left, readPath);
  const right = valueOf(operands.right, readPath);
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

function valueOf(operand: FilterOperand, readPath: ReadPath): JsonValue | undefined {
  switch (operand.kind) {
    case "literal":
      return operand.value;
    case "path":
      return readPath(operand.path);
    case "regex":
      return undefined;
  }
}

function matchesWhole(regex: RegExp, text: string): boolean {
  return new RegExp(`^(?:${regex.source})$`, regex.flags).test(text);
}

function areEqual(left: JsonValue, right: JsonValue): boolean {
  if (typeof left === "string" && typeof right === "number") {
    return left === String(right);
  }
  if (typeof left === "number" && typeof right === "string") {
    return Number(right) === left;
  }
  return isDeepStrictEqual(left, right);
}

/** Negative, zero or positive; NaN for values that have no order. */
function order(left: JsonValue, right: JsonValue): number {
  if (typeof left === "number" && typeof right === "number") {
    return left - right;
  }
  if (typeof left === "string" && typeof right === "string") {
    return left < right ? -1 : Number(left > right);
  }
  return Number.NaN;
}

function isIn(value: JsonValue, list: JsonValue): boolean {
  return Array.isArray(list) && list.some((item) => areEqual(item, value));
}
