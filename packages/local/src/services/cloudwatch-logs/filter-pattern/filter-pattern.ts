import { invalidParameter } from "../api/refusals.ts";
import { compileJsonPattern } from "./json-pattern.ts";

/** Returns whether an event's message matches. */
export type Matches = (message: string) => boolean;

/**
 * A term with its prefix: a phrase in quotes, or a word of letters, digits and underscores. Anything else
 * must be in quotes.
 */
const term = /\s*(?<sign>[?-]?)(?:"(?<phrase>(?:[^"\\]|\\.)*)"|(?<word>\w+))(?=\s|$)\s*/uy;

/**
 * Compiles a filter pattern of CloudWatch Logs: terms that all must occur, `?a ?b` of which one must, `-a`
 * that must not, phrases in quotes, or `{ $.level = "ERROR" && … }` over JSON. Upper and lower case differ.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * Throws ServiceError InvalidParameterException for what is no such pattern, and for regular expressions and
 * patterns of space-delimited events, which are not supported.
 */
export function compileFilterPattern(pattern: string): Matches {
  const text = pattern.trim();
  if (text.startsWith("{")) {
    const matchesValue = compileJsonPattern(text);
    return (message) => {
      const value = parseObject(message);
      return value !== undefined && matchesValue(value);
    };
  }
  if (text.startsWith("[")) {
    throw invalidParameter("Filter patterns of space-delimited events, [ … ], are not supported locally.");
  }
  if (text.startsWith("%")) {
    throw invalidParameter("Regular expressions, % … %, are not supported locally in a filter pattern.");
  }
  const terms = readTerms(text);
  const of = (sign: string): string[] =>
    terms.filter((each) => each.sign === sign).map(({ text: own }) => own);
  const [all, none] = [of(""), of("-")];
  // If there are required terms, CloudWatch ignores those with a question mark.
  const any = all.length > 0 ? [] : of("?");
  return (message) =>
    all.every((each) => message.includes(each)) &&
    !none.some((each) => message.includes(each)) &&
    (any.length === 0 || any.some((each) => message.includes(each)));
}

function readTerms(text: string): { sign: string; text: string }[] {
  const terms: { sign: string; text: string }[] = [];
  let at = 0;
  while (at < text.length) {
    term.lastIndex = at;
    const groups = term.exec(text)?.groups;
    if (!groups) {
      throw invalidParameter(
        `Invalid filter pattern: a term with other characters than letters, digits and _ must be in double quotes: ${text.slice(at)}`,
      );
    }
    const { sign = "", phrase, word = "" } = groups;
    terms.push({ sign, text: phrase?.replaceAll(/\\(.)/gu, "$1") ?? word });
    at = term.lastIndex;
  }
  return terms;
}

function parseObject(message: string): object | undefined {
  if (!message.startsWith("{")) {
    return undefined;
  }
  try {
    return Object(JSON.parse(message));
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
