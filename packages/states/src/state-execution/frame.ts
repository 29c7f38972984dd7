import type { JsonObject, JsonValue } from "../json.ts";

/**
 * How far a block of states has come: the machine's own, a branch's or an iteration's. It is plain JSON, so that a failed
 * execution can be kept and redriven from where it stopped.
 */
export type Frame = {
  stateName: string;
  /** The input of that state. */
  input: JsonValue;
  /** Every variable that the block sees, its own and those of the blocks around it. Replaced, never changed. */
  variables: JsonObject;
  /** The state's entry, while it is under way: a redrive goes on without another. */
  entered?: { eventId: number; at: number } | undefined;
  /** Branches or iterations of the state that is under way, by index. */
  children?: (Frame | null)[] | undefined;
  /** The map run of the Distributed Map that is under way. */
  mapRunArn?: string | undefined;
  /** The block's result, once it has ended. */
  result?: { output: JsonValue };
};

export function openFrame(startAt: string, input: JsonValue, variables: JsonObject): Frame {
  return { stateName: startAt, input, variables };
}
