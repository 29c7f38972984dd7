import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Progress } from "../terminal/progress.ts";

export type Io = {
  /** Standard output. */
  print: (text: string) => void;
  /** Standard error: on a terminal with a line that is rewritten. */
  progress: Progress;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
};

export type Command = {
  name: string;
  summary: string;
  help: string;
  /** Gives the exit code. Throws an Error that says what went wrong. */
  run: (words: string[], io: Io) => Promise<number>;
};

/** The command line is not what the command takes. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Options of every command. */
const common = {
  stage: { type: "string", default: "local" },
  directory: { type: "string", default: ".ashiato/local" },
  json: { type: "boolean", default: false },
} as const;

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Reads a command line with the common options beside the command's own, and as many positional words as are named. Throws UsageError. */
export function readWords<Own extends Options>(
  words: string[],
  options: Own,
  positionals: readonly string[] = [],
) {
  const parsed = parse(words, options);
  if (parsed.positionals.length !== positionals.length) {
    throw new UsageError(
      positionals.length === 0
        ? `The command takes no ${parsed.positionals[0]}`
        : `The command takes ${positionals.join(" and ")}, got ${parsed.positionals.join(" ") || "nothing"}`,
    );
  }
  return parsed;
}

function parse<Own extends Options>(words: string[], options: Own) {
  try {
    return parseArgs({
      args: words,
      options: { ...common, ...options },
      allowPositionals: true,
      strict: true,
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** A whole number of an option. Throws UsageError for another text, or a number below the least. */
export function wholeNumber(name: string, text: string, least = 1): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < least) {
    throw new UsageError(`${name} takes a whole number from ${least} on, got ${JSON.stringify(text)}`);
  }
  return value;
}
