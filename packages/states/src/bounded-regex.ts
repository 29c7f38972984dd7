import { createContext, Script } from "node:vm";

/** Up to this length a pattern with one unbounded quantifier is quadratic at worst: some 10 ms. */
const shortTextLength = 4_096;

const sandbox: { regex: RegExp; text: string } = { regex: /(?:)/, text: "" };
const context = createContext(sandbox);
const match = new Script("RegExp.prototype.exec.call(regex, text)");

/** A match took longer than it may; the message names the pattern. */
export class RegexTimeoutError extends Error {}

/**
 * Matches `regex` against `text` within `timeoutMilliseconds`: a pattern that backtracks without end would
 * hold the process, and V8 can be interrupted only inside a `vm` run. A `vm` run costs 0.2 ms, so a pattern
 * that cannot run away on a text of this length is matched directly. Throws RegexTimeoutError.
 */
export function execWithin(regex: RegExp, text: string, timeoutMilliseconds: number): RegExpExecArray | null {
  const unboundedQuantifiers = regex.source.match(/[*+]|\{\d+,\}/g)?.length ?? 0;
  if (unboundedQuantifiers === 0 || (unboundedQuantifiers === 1 && text.length <= shortTextLength)) {
    return RegExp.prototype.exec.call(regex, text);
  }
  if (timeoutMilliseconds < 1) {
    throw new RegexTimeoutError(`The regular expression ${String(regex)} takes too long`);
  }
  sandbox.regex = regex;
  sandbox.text = text;
  try {
    return match.runInContext(context, { timeout: Math.ceil(timeoutMilliseconds) }) as RegExpExecArray | null;
  } catch (error) {
    throw new RegexTimeoutError(`The regular expression ${String(regex)} takes too long`, { cause: error });
  } finally {
    sandbox.text = "";
  }
}
