import type { Action } from "@ashiato/aws-json/serve-aws-json";
import type { Principal } from "@ashiato/iam/request";

/** A requested action of a service of the AWS JSON protocol. */
type GuardedCall = { action: string; input: Record<string, unknown> };

/**
 * Checks whether a caller may perform an action. Throws ServiceError if not. May return a function that then
 * gets the answer.
 */
export type Guard = (caller: Principal, call: GuardedCall) => ((output: object) => void) | undefined;

/** Runs an action as a caller, if the guard allows it. Throws what the guard or the action throws. */
export async function runGuarded(
  guard: Guard,
  { caller, name, action, input }: { caller: Principal; name: string; action: Action; input: unknown },
  call: Parameters<Action>[1],
): Promise<object> {
  const answered = guard(caller, { action: name, input: Object(input) });
  const output = await action(input, call);
  answered?.(output);
  return output;
}
