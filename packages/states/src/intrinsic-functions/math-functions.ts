import { seededRandom } from "../seeded-random.ts";
import type { JsonValue } from "../json.ts";
import {
  integerAt,
  IntrinsicArgumentError,
  type IntrinsicFunction,
  type IntrinsicSources,
} from "./intrinsic-function.ts";

const minInteger = -2_147_483_648;
const maxInteger = 2_147_483_647;

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-math-operation
 */
export const mathFunctions: Record<string, IntrinsicFunction> = {
  "States.MathRandom": { minArguments: 2, maxArguments: 3, call: random },
  "States.MathAdd": { minArguments: 2, maxArguments: 2, call: add },
};

/** Returns a number from the start, inclusive, to the end, exclusive; the same seed gives the same number. */
function random(values: readonly JsonValue[], sources: IntrinsicSources): number {
  const start = integerAt(values, 0);
  const end = integerAt(values, 1);
  if (start >= end) {
    throw new IntrinsicArgumentError(`The start ${start} must be less than the end ${end}`);
  }
  const fraction = values.length === 3 ? seededRandom(integerAt(values, 2)) : sources.random();
  return start + Math.floor(fraction * (end - start));
}

function add(values: readonly JsonValue[]): number {
  const sum = inRange(integerAt(values, 0)) + inRange(integerAt(values, 1));
  return inRange(sum);
}

function inRange(integer: number): number {
  if (integer < minInteger || integer > maxInteger) {
    throw new IntrinsicArgumentError(`${integer} is not between ${minInteger} and ${maxInteger}`);
  }
  return integer;
}
