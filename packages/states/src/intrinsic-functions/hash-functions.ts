import { createHash } from "node:crypto";

import type { JsonValue } from "../json.ts";
import {
  IntrinsicArgumentError,
  type IntrinsicFunction,
  limitedTextAt,
  textAt,
} from "./intrinsic-function.ts";

const ALGORITHMS = new Map([
  ["MD5", "md5"],
  ["SHA-1", "sha1"],
  ["SHA-256", "sha256"],
  ["SHA-384", "sha384"],
  ["SHA-512", "sha512"],
]);

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-hash-calc */
export const hashFunctions: Record<string, IntrinsicFunction> = {
  "States.Hash": { minArguments: 2, maxArguments: 2, call: hash },
};

function hash(values: readonly JsonValue[]): string {
  const text = limitedTextAt(values, 0);
  const name = textAt(values, 1);
  const algorithm = ALGORITHMS.get(name);
  if (algorithm === undefined) {
    throw new IntrinsicArgumentError(
      `The algorithm must be one of ${[...ALGORITHMS.keys()].join(", ")}, but was ${name}`,
    );
  }
  return createHash(algorithm).update(text, "utf8").digest("hex");
}
