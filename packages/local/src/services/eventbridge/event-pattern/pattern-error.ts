/** AWS's reason for refusing an event pattern, after `Event pattern is not valid. Reason: `. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}
