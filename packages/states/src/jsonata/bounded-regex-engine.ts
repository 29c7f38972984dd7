import { execWithin } from "../bounded-regex.ts";

/** The longest that all matches of one regular expression of an evaluation may take together. */
const budgetMilliseconds = 1_000;

/**
 * The regular expressions that JSONata makes, one for each evaluation of a literal. `exec` throws
 * RegexTimeoutError.
 */
export class BoundedRegExp extends RegExp {
  private spentMilliseconds = 0;

  override exec(text: string): RegExpExecArray | null {
    const startedAt = performance.now();
    try {
      return execWithin(this, text, budgetMilliseconds - this.spentMilliseconds);
    } finally {
      this.spentMilliseconds += performance.now() - startedAt;
    }
  }
}
