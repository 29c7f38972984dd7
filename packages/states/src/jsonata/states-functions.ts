import { createHash } from "node:crypto";
import type { Expression } from "jsonata";

import { seededRandom } from "../seeded-random.ts";

/** The part of a JSONata call's `this` that the functions read. */
export type Focus = { environment: { lookup: (name: string) => unknown } };

/** Names that no expression can write, so that none can read or shadow them. */
export const RANDOM_SOURCE = "states:random";
export const UUID_SOURCE = "states:uuid";
export const TIME_SOURCE = "states:time";

const HASH_ALGORITHMS: Record<string, string> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

/**
 * Adds to a compiled expression the functions that Step Functions adds to JSONata, and takes `$eval` away.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */
export function addStatesFunctions(compiled: Expression): void {
  compiled.registerFunction("partition", partition, "<an:a>");
  compiled.registerFunction("range", range, "<nnn:a>");
  compiled.registerFunction("hash", hash, "<ss?:s>");
  compiled.registerFunction("parse", parse, "<s:x>");
  compiled.registerFunction(
    "random",
    function random(this: Focus, seed?: number) {
      return seed === undefined ? callSource(this, RANDOM_SOURCE) : seededRandom(seed);
    },
    "<n?:n>",
  );
  compiled.registerFunction(
    "uuid",
    function uuid(this: Focus) {
      return callSource(this, UUID_SOURCE);
    },
    "<:s>",
  );
  compiled.assign("eval", undefined);
}

/** What an evaluation draws from: a number of its random source, a UUID, its time. */
export function callSource(focus: Focus, name: string): unknown {
  const source = focus.environment.lookup(name);
  if (typeof source !== "function") {
    throw new TypeError(`The evaluation has no source named ${name}`);
  }
  return source();
}

function partition(array: unknown[], size: number): unknown[][] {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`The chunk size of $partition must be a positive integer, but was ${size}`);
  }
  const chunks = [];
  for (let start = 0; start < array.length; start += size) {
    chunks.push(array.slice(start, start + size));
  }
  return chunks;
}

/** The last element is at most `end`: `$range(1, 9, 2)` is `[1, 3, 5, 7, 9]`. At most 1,000 elements, as States.ArrayRange. */
function range(start: number, end: number, step: number): number[] {
  if (step === 0) {
    throw new RangeError("The step of $range must not be zero");
  }
  const count = Math.floor((end - start) / step) + 1;
  if (count > 1_000) {
    throw new RangeError(`$range would give ${count} elements, more than the limit of 1000`);
  }
  return Array.from({ length: Math.max(count, 0) }, (_, index) => start + index * step);
}

function hash(text: string, algorithm = "SHA-256"): string {
  const nodeName = Object.hasOwn(HASH_ALGORITHMS, algorithm) ? HASH_ALGORITHMS[algorithm] : undefined;
  if (nodeName === undefined) {
    throw new RangeError(
      `The algorithm of $hash must be one of ${Object.keys(HASH_ALGORITHMS).join(", ")}, but was ${algorithm}`,
    );
  }
  return createHash(nodeName).update(text, "utf8").digest("hex");
}

function parse(text: string): unknown {
  return JSON.parse(text);
}
