import type { ParseArgsConfig } from "node:util";
import { isCalendarDate } from "@ashiato/core/timestamps";
import { addDays, calendarOf } from "../report/calendar.ts";
import { parseWords, UsageError } from "../terminal/arguments.ts";
import type { Progress } from "../terminal/progress.ts";

export type Io = {
  /** Standard output. */
  print: (text: string) => void;
  /** Standard error; on a terminal, the last line is rewritten in place. */
  progress: Progress;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
};

export type Command = {
  help: string;
  /** Returns the exit code. Throws an Error that says what went wrong. */
  run: (words: string[], io: Io) => Promise<number>;
};

export { UsageError };

/** Options of every command. */
const common = {
  stage: { type: "string", default: "local" },
  directory: { type: "string", default: ".ashiato/local" },
  json: { type: "boolean", default: false },
} as const;

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Parses a command line: the common options, the command's own and one word for each named positional, which
 * may be absent if its name is in brackets: `[SOURCE]`. Throws UsageError when it does not match.
 */
export function readWords<Own extends Options>(
  words: string[],
  options: Own,
  positionals: readonly string[] = [],
) {
  const parsed = parseWords(words, { ...common, ...options }, true);
  const missing = positionals[parsed.positionals.length];
  if (missing !== undefined && !missing.startsWith("[")) {
    throw new UsageError(`${missing} is missing`);
  }
  const surplus = parsed.positionals[positionals.length];
  if (surplus !== undefined) {
    const names = positionals.map((name) => name.replaceAll(/[[\]]/g, ""));
    const taken = names.length === 0 ? "no argument" : names.join(" and ");
    throw new UsageError(`${JSON.stringify(surplus)} is one argument too many: the command takes ${taken}`);
  }
  return parsed;
}

const dateWords = { today: 0, yesterday: -1 } as const;

/**
 * Returns the business date in an option or argument, `yyyy-MM-dd`, `today` or `yesterday`, as a function of
 * the stage, whose time zone determines `today`. Throws UsageError for any other text, and for a date that
 * does not exist.
 */
export function calendarDate(
  name: string,
  text: string,
): (stage: { timeZone: string }, now?: number) => string {
  if (text === "today" || text === "yesterday") {
    return ({ timeZone }, now = Date.now()) => addDays(calendarOf(timeZone).dateOf(now), dateWords[text]);
  }
  if (!isCalendarDate(text)) {
    throw new UsageError(
      `${name} takes a date of the form yyyy-MM-dd, such as 2026-11-26, today or yesterday, got ${JSON.stringify(text)}`,
    );
  }
  return () => text;
}

/** Returns the days in `--shift`: `auto` or a whole number. Throws UsageError for any other text. */
export function shiftOption(text: string): number | "auto" {
  return text === "auto" ? text : wholeNumber("--shift", text, Number.MIN_SAFE_INTEGER);
}

/** Returns the whole number in an option. Throws UsageError for any other text, or a number below `least`. */
export function wholeNumber(name: string, text: string, least = 1): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < least) {
    const range = least === Number.MIN_SAFE_INTEGER ? "" : ` of at least ${least}`;
    throw new UsageError(`${name} takes a whole number${range}, got ${JSON.stringify(text)}`);
  }
  return value;
}
