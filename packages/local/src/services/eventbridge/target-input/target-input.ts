import type { JsonValue } from "../event-pattern/json-value.ts";
import { readInputPath } from "./input-path.ts";
import { type InputTransformer, readInputTransformer, type RuleVariables } from "./input-transformer.ts";

/** What a target is handed instead of the event; at most one of them. */
export type TargetInputPlan = {
  /** JSON text. */
  input?: string | undefined;
  inputPath?: string | undefined;
  inputTransformer?: InputTransformer | undefined;
};

/** Returns what a target is handed: JSON text, or undefined for the event as it is. */
export type TargetInput = (event: JsonValue, rule: RuleVariables) => string | undefined;

/**
 * Reads what a target is handed of an event.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
 *
 * Throws SyntaxError for more than one of the three, and for one that AWS refuses.
 */
export function readTargetInput({ input, inputPath, inputTransformer }: TargetInputPlan): TargetInput {
  const given = [input, inputPath, inputTransformer].filter((each) => each !== undefined);
  if (given.length > 1) {
    throw new SyntaxError("Only one of Input, InputPath, or InputTransformer must be provided");
  }
  if (input !== undefined) {
    JSON.parse(input);
    return () => input;
  }
  if (inputPath !== undefined) {
    const find = readInputPath(inputPath);
    return (event) => JSON.stringify(find(event) ?? null);
  }
  return inputTransformer ? readInputTransformer(inputTransformer) : () => undefined;
}
