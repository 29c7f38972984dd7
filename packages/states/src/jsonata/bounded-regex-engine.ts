import { execWithin } from "../bounded-regex.ts";

/** The longest that all matches of one regular expression of an evaluation may take together. */
const BUDGET_MS = 1_000;

/** The regular expressions that JSONata makes, one for each evaluation of a literal. `exec` throws RegexTimeoutError. */
export class BoundedRegExp extends RegExp {
  private spentMs = 0;

  override exec(text: string): RegExpExecArray | null {
    const startedAt = performance.now();
    try {
      return execWithin(this, text, BUDGET_MS - this.spentMs);
    } finally {
      this.spentMs += performance.now() - startedAt;
    }
  }
}
