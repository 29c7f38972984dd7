import { createHash } from "node:crypto";
import type { Expression } from "jsonata";

import { toDouble } from "../exact-integer.ts";
import { seededRandom } from "../seeded-random.ts";
import { argumentError, JsonataError, memoryLimitError } from "./jsonata-error.ts";
import { type Focus, nativeFunctions, wrapNative } from "./native-functions.ts";
import { parseStrictJson } from "./strict-json.ts";

/** Names that no expression can write, so that no expression can read or shadow them. */
export const randomSource = "states:random";
export const uuidSource = "states:uuid";
export const timeSource = "states:time";

const hashAlgorithms = new Map([
  ["SHA-1", "sha1"],
  ["SHA-384", "sha384"],
  ["SHA-256", "sha256"],
  ["SHA-512", "sha512"],
  ["MD5", "md5"],
]);

/** Measured on AWS: https://github.com/floci-io/floci/pull/2790 */
const maxRangeLength = 360_145;

const maxLong = 2 ** 63;

const { base64decode } = await nativeFunctions(["base64decode"]);

/**
 * Adds to a compiled expression the functions that Step Functions adds to JSONata, and takes `$eval` away.
 * `$base64decode` fails for a text that is not base64, where Node's own decoder takes anything. What they
 * make of odd arguments was measured on AWS: https://github.com/floci-io/floci/pull/2676
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */
export function addStatesFunctions(compiled: Expression): void {
  compiled.registerFunction("partition", ofAtMost(2, partition));
  compiled.registerFunction("range", ofAtMost(3, range));
  compiled.registerFunction("hash", ofAtMost(2, hash));
  compiled.registerFunction("parse", ofAtMost(1, parse));
  compiled.registerFunction("random", ofAtMost(1, random));
  compiled.registerFunction("uuid", ofAtMost(0, uuid));
  compiled.registerFunction("base64decode", wrapNative(base64decode, checkBase64));
  compiled.assign("eval", undefined);
}

/** Throws a DOMException, which is an internal error of the evaluation, as it is on AWS. */
function checkBase64(values: readonly unknown[]): readonly unknown[] {
  const [text] = values;
  if (typeof text === "string") {
    atob(text);
  }
  return values;
}

type OwnFunction = (focus: Focus, values: readonly unknown[]) => unknown;

/** Returns a function that refuses the first argument beyond those that it takes. */
function ofAtMost(count: number, call: OwnFunction) {
  return function own(this: Focus, ...values: unknown[]): unknown {
    if (values.length > count && values[count] !== undefined) {
      throw argumentError(count + 1);
    }
    return call(this, values);
  };
}

/** Draws from a source of the evaluation: a number of its random source, a UUID, its time. */
export function callSource(focus: Focus, name: string): unknown {
  const source = focus.environment.lookup(name);
  if (typeof source !== "function") {
    throw new TypeError(`The evaluation has no source named ${name}`);
  }
  return source();
}

/**
 * Returns chunks of an array; all in one without a size, undefined for an empty array and for a size of zero.
 */
function partition(_: Focus, values: readonly unknown[]): unknown[][] | undefined {
  const [array, size] = values;
  if (array === undefined) {
    return undefined;
  }
  if (!Array.isArray(array)) {
    throw new JsonataError("T0412", { index: 1 });
  }
  const chunkSize = size === undefined ? array.length : wholeNumberAt(values, 1);
  if (chunkSize < 0) {
    throw new JsonataError("D3137", { message: "Second argument must be zero or greater" });
  }
  if (array.length === 0 || chunkSize === 0) {
    return undefined;
  }
  const chunks: unknown[][] = [];
  for (let start = 0; start < array.length; start += chunkSize) {
    chunks.push(array.slice(start, start + chunkSize));
  }
  return chunks;
}

/**
 * Returns the numbers from a start to an end, which belongs to them: `$range(1, 9, 2)` is `[1, 3, 5, 7, 9]`.
 * Undefined without a step, for a step of zero and for one that leads away from the end. Throws
 * EvaluationLimitError.
 */
function range(_: Focus, values: readonly unknown[]): number[] | undefined {
  const start = wholeNumberAt(values, 0);
  const end = wholeNumberAt(values, 1);
  if (values[2] === undefined) {
    return undefined;
  }
  const step = wholeNumberAt(values, 2);
  if (step === 0 || (step > 0 && start > end) || (step < 0 && start < end)) {
    return undefined;
  }
  const length = Math.floor((end - start) / step) + 1;
  if (length > maxRangeLength) {
    throw memoryLimitError();
  }
  return sequenceOf(Array.from({ length }, (__, index) => start + index * step));
}

/** Marks an array as a sequence of JSONata, of which a single value is the same as the value itself. */
function sequenceOf<T>(values: T[]): T[] {
  Object.defineProperty(values, "sequence", { value: true });
  return values;
}

/** Returns a digest in hexadecimal digits; undefined without an algorithm. */
function hash(_: Focus, [text, algorithm]: readonly unknown[]): string | undefined {
  if (typeof text !== "string") {
    throw argumentError(1);
  }
  if (algorithm === undefined) {
    return undefined;
  }
  if (typeof algorithm !== "string") {
    throw argumentError(2);
  }
  const nodeName = hashAlgorithms.get(algorithm);
  if (nodeName === undefined) {
    const known = [...hashAlgorithms.keys()].join(", ");
    throw new JsonataError("D3137", { message: `Hash algorithm '${algorithm}' must be one of ${known}` });
  }
  return createHash(nodeName).update(text, "utf8").digest("hex");
}

function parse(_: Focus, [text]: readonly unknown[]): unknown {
  if (text === undefined) {
    return undefined;
  }
  if (typeof text !== "string") {
    throw argumentError(1);
  }
  const value = parseStrictJson(text);
  if (value === undefined) {
    throw new JsonataError("D3137", { message: "Invalid JSON" });
  }
  return value;
}

function random(focus: Focus, values: readonly unknown[]): unknown {
  return values[0] === undefined ? callSource(focus, randomSource) : seededRandom(wholeNumberAt(values, 0));
}

function uuid(focus: Focus): unknown {
  return callSource(focus, uuidSource);
}

/**
 * Returns a number cut towards zero, as Java turns a double into a long. Throws JsonataError for anything
 * else.
 */
function wholeNumberAt(values: readonly unknown[], position: number): number {
  const value = toDouble(values[position]);
  if (typeof value !== "number") {
    throw argumentError(position + 1);
  }
  return Number.isNaN(value) ? 0 : Math.min(Math.max(Math.trunc(value), -maxLong), maxLong) + 0;
}
