import { syntaxError } from "../errors.ts";
import { canonicalPart, type DatePart } from "../functions/datetime/date-part.ts";
import { intervalLiteral, type IntervalQualifier } from "../functions/datetime/interval-literal.ts";
import { quoteLiteral } from "../sql/quote.ts";
import type { Token } from "../sql/tokenize.ts";
import { isSymbol, isWord } from "./token-tests.ts";

const units = new Set<DatePart>(["year", "month", "day", "hour", "minute", "second"]);

/**
 * Rewrites `INTERVAL '3' DAY`, `INTERVAL '1-2' YEAR TO MONTH`, `INTERVAL '3 hours, 35 minutes'`. Throws a
 * `syntax_error` for a number without quotes, and `invalid_value` for text that is not an interval.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_interval_data_types.html
 */
export function rewriteInterval(
  tokens: readonly Token[],
  at: number,
): { sql: string; taken: number } | undefined {
  const text = tokens[at + 1];
  if (text?.kind === "number") {
    throw syntaxError(text.text, text.start);
  }
  if (text?.kind !== "string" || isSymbol(tokens[at - 1], "::")) {
    return undefined;
  }
  const { qualifier, taken } = readQualifier(tokens, at + 2);
  const sql = `CAST(${quoteLiteral(intervalLiteral(text.text, qualifier))} AS INTERVAL)`;
  return { sql, taken: 2 + taken };
}

function readQualifier(
  tokens: readonly Token[],
  at: number,
): { qualifier: IntervalQualifier | undefined; taken: number } {
  const from = unitAt(tokens[at]);
  if (!from) {
    return { qualifier: undefined, taken: 0 };
  }
  const to = isWord(tokens[at + 1], "to") ? unitAt(tokens[at + 2]) : undefined;
  const words = to ? 3 : 1;
  const hasPrecision = isSymbol(tokens[at + words], "(");
  // Of two units a plain number counts the smaller one.
  return { qualifier: { from: to ?? from, to: to ?? from }, taken: words + (hasPrecision ? 3 : 0) };
}

function unitAt(token: Token | undefined): DatePart | undefined {
  const unit = token?.kind === "word" ? canonicalPart(token.text) : undefined;
  return unit && units.has(unit) && token?.text.length !== 1 ? unit : undefined;
}
