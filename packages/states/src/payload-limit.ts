import { EvaluatedFailure } from "./errors.ts";
import { maxJsonDepth, nestsTooDeep } from "./json-depth.ts";
import type { JsonValue } from "./json.ts";
import { StatesError } from "./states-error.ts";

/**
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: input or output of a task, state
 * or execution.
 */
export const maxPayloadBytes = 262_144;

/** Returns whether a JSON text is over the limit in UTF-8. */
export function exceedsPayloadLimit(text: string): boolean {
  // A UTF-16 unit takes at most three bytes and at least one: most texts are decided by their length alone.
  if (text.length * 3 <= maxPayloadBytes) {
    return false;
  }
  return text.length > maxPayloadBytes || Buffer.byteLength(text) > maxPayloadBytes;
}

/** Throws `States.DataLimitExceeded` for a state's output over the limit. */
export function checkStateOutput(name: string, text: string): void {
  if (exceedsPayloadLimit(text)) {
    throw outputTooLarge(name);
  }
}

/** Throws `States.Runtime` for a state's output or variables that nest too deep; `text` is their JSON. */
export function checkDepth(value: JsonValue, text: string): void {
  if (nestsTooDeep(value, text)) {
    throw new StatesError("States.Runtime", `The data of the state nest more than ${maxJsonDepth} deep.`);
  }
}

export function outputTooLarge(name: string): EvaluatedFailure {
  return new EvaluatedFailure(
    "States.DataLimitExceeded",
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
