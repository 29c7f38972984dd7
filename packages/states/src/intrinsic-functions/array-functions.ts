import { isDeepStrictEqual } from "node:util";

import { isJsonObject, type JsonValue } from "../json.ts";
import { arrayAt, integerAt, IntrinsicArgumentError, type IntrinsicFunction } from "./intrinsic-function.ts";

const maxRangeLength = 1_000;

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-arrays */
export const arrayFunctions: Record<string, IntrinsicFunction> = {
  "States.Array": { minArguments: 0, maxArguments: Infinity, call: (values) => [...values] },
  "States.ArrayPartition": { minArguments: 2, maxArguments: 2, call: partition },
  "States.ArrayContains": {
    minArguments: 2,
    maxArguments: 2,
    call: (values) => arrayAt(values, 0).some((item) => isDeepStrictEqual(item, values[1])),
  },
  "States.ArrayRange": { minArguments: 3, maxArguments: 3, call: range },
  "States.ArrayGetItem": { minArguments: 2, maxArguments: 2, call: getItem },
  "States.ArrayLength": { minArguments: 1, maxArguments: 1, call: (values) => arrayAt(values, 0).length },
  "States.ArrayUnique": { minArguments: 1, maxArguments: 1, call: unique },
};

function partition(values: readonly JsonValue[]): JsonValue[] {
  const array = arrayAt(values, 0);
  const size = integerAt(values, 1);
  if (size < 1) {
    throw new IntrinsicArgumentError(`The chunk size must be a positive integer, but was ${size}`);
  }
  const chunks: JsonValue[] = [];
  for (let start = 0; start < array.length; start += size) {
    chunks.push(array.slice(start, start + size));
  }
  return chunks;
}

/** The last element is at most the end: `States.ArrayRange(1, 10, 2)` is `[1, 3, 5, 7, 9]`. */
function range(values: readonly JsonValue[]): JsonValue[] {
  const start = integerAt(values, 0);
  const end = integerAt(values, 1);
  const step = integerAt(values, 2);
  if (step === 0) {
    throw new IntrinsicArgumentError("The increment must not be zero");
  }
  const length = Math.max(Math.floor((end - start) / step) + 1, 0);
  if (length > maxRangeLength) {
    throw new IntrinsicArgumentError(
      `The range would hold ${length} items, more than the limit of ${maxRangeLength}`,
    );
  }
  return Array.from({ length }, (_, position) => start + position * step);
}

function getItem(values: readonly JsonValue[]): JsonValue {
  const array = arrayAt(values, 0);
  const index = integerAt(values, 1);
  const item = index < 0 ? undefined : array[index];
  if (item === undefined) {
    throw new IntrinsicArgumentError(
      `Index ${index} is out of bounds for an array of length ${array.length}`,
    );
  }
  return item;
}

function unique(values: readonly JsonValue[]): JsonValue[] {
  const firstByText = new Map<string, JsonValue>();
  for (const item of arrayAt(values, 0)) {
    const text = canonicalText(item);
    if (!firstByText.has(text)) {
      firstByText.set(text, item);
    }
  }
  return [...firstByText.values()];
}

/** Returns JSON text that is the same for equal values, whatever the order of their members. */
function canonicalText(value: JsonValue): string {
  return JSON.stringify(value, (_, member: JsonValue) =>
    isJsonObject(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
