import { createContext, Script } from "node:vm";

/** The longest that all matches of one regular expression may take together. */
const REGEX_BUDGET_MS = 1_000;
/** Up to this length a pattern with one unbounded quantifier is quadratic at worst: some 10 ms. */
const SHORT_TEXT_LENGTH = 4_096;

const sandbox: { regex: RegExp; text: string } = { regex: /(?:)/, text: "" };
const context = createContext(sandbox);
const match = new Script("RegExp.prototype.exec.call(regex, text)");

/**
 * The regular expressions of JSONata, bounded in time: a pattern that backtracks without end would hold the process,
 * and V8 can be interrupted only inside a `vm` run. A `vm` run costs 0.2 ms, so a pattern that cannot run away on a
 * text of this length is matched directly. `exec` throws an error that names the pattern.
 */
export class BoundedRegExp extends RegExp {
  private readonly unboundedQuantifiers: number = this.source.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  private spentMs = 0;

  override exec(text: string): RegExpExecArray | null {
    const { unboundedQuantifiers } = this;
    if (unboundedQuantifiers === 0 || (unboundedQuantifiers === 1 && text.length <= SHORT_TEXT_LENGTH)) {
      return super.exec(text);
    }
    return this.execWithinBudget(text);
  }

  private execWithinBudget(text: string): RegExpExecArray | null {
    const startedAt = performance.now();
    const timeout = Math.ceil(REGEX_BUDGET_MS - this.spentMs);
    try {
      if (timeout <= 0) {
        throw new RangeError("The time is used up");
      }
      sandbox.regex = this;
      sandbox.text = text;
      return match.runInContext(context, { timeout }) as RegExpExecArray | null;
    } catch (error) {
      throw new Error(`The regular expression ${String(this)} did not finish within ${REGEX_BUDGET_MS} ms`, {
        cause: error,
      });
    } finally {
      sandbox.text = "";
      this.spentMs += performance.now() - startedAt;
    }
  }
}
