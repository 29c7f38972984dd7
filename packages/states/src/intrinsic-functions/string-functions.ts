import type { JsonValue } from "../json.ts";
import { type IntrinsicFunction, textAt } from "./intrinsic-function.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-string-operation
 */
export const stringFunctions: Record<string, IntrinsicFunction> = {
  "States.StringSplit": { minArguments: 2, maxArguments: 2, call: split },
};

/** Each character of the second argument is a delimiter; empty parts are left out. */
function split(values: readonly JsonValue[]): JsonValue[] {
  const delimiters = new Set(textAt(values, 1));
  const parts: string[] = [];
  let part = "";
  for (const character of textAt(values, 0)) {
    if (!delimiters.has(character)) {
      part += character;
    } else if (part !== "") {
      parts.push(part);
      part = "";
    }
  }
  return part === "" ? parts : [...parts, part];
}
