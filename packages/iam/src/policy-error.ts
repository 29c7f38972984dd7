/** A policy that cannot be held to: it names what does not exist, or what this evaluator does not support. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
}
