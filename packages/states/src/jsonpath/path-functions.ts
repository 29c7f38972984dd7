import { toDouble } from "../exact-integer.ts";
import { isJsonObject, type JsonValue } from "../json.ts";
import type { PathFunctionName } from "./path-syntax.ts";

/**
 * Applies a function at the end of a path, such as `$.list.length()`. Undefined if it has no result for the
 * value.
 * https://github.com/json-path/JsonPath#functions
 */
export function applyPathFunction(
  name: PathFunctionName,
  value: JsonValue,
  operands: readonly JsonValue[],
): JsonValue | undefined {
  switch (name) {
    case "length":
    case "size":
      return lengthOf(value);
    case "min":
      return aggregate(value, operands, (numbers) => numbers.reduce((least, n) => Math.min(least, n)));
    case "max":
      return aggregate(value, operands, (numbers) => numbers.reduce((most, n) => Math.max(most, n)));
    case "sum":
      return aggregate(value, operands, sum);
    case "avg":
      return aggregate(value, operands, mean);
    case "stddev":
      return aggregate(value, operands, standardDeviation);
    case "keys":
      return isJsonObject(value) ? Object.keys(value) : undefined;
    case "concat":
      return [...(Array.isArray(value) ? value : []), ...operands].map(String).join("");
    case "append":
      return Array.isArray(value) ? [...value, ...operands] : undefined;
    case "first":
      return elementAt(value, 0);
    case "last":
      return elementAt(value, -1);
    case "index":
      return elementAt(value, operands[0]);
  }
}

function lengthOf(value: JsonValue): number | undefined {
  if (Array.isArray(value)) {
    return value.length;
  }
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}

function elementAt(value: JsonValue, index: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(value) && typeof index === "number" ? value.at(index) : undefined;
}

/** The numbers of a list and of the arguments; without any the functions have no result. */
function aggregate(
  value: JsonValue,
  operands: readonly JsonValue[],
  reduce: (numbers: number[]) => number,
): number | undefined {
  const candidates = Array.isArray(value) ? [...value, ...operands] : operands;
  const numbers = candidates
    .map((candidate) => toDouble(candidate))
    .filter((value) => typeof value === "number");
  return numbers.length === 0 ? undefined : reduce(numbers);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

function mean(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

function standardDeviation(numbers: readonly number[]): number {
  const middle = mean(numbers);
  return Math.sqrt(mean(numbers.map((n) => (n - middle) ** 2)));
}
