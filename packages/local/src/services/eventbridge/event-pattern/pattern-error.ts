/** What AWS says of an event pattern that it does not take, after `Event pattern is not valid. Reason: `. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}
