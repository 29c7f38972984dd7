import { parseArgs, type ParseArgsConfig } from "node:util";
import { nearest } from "./nearest.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The command line is wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Parses a command line; `--no-` negates boolean options. Throws UsageError, which says what is wrong and
 * names the option that was probably meant.
 */
export function parseWords<Own extends Options>(args: string[], options: Own, allowPositionals = false) {
  try {
    return parseArgs({ args, options, allowPositionals, allowNegative: true, strict: true });
  } catch (cause) {
    throw new UsageError(usageText(cause, args, Object.keys(options)), { cause });
  }
}

function usageText(cause: unknown, args: readonly string[], names: readonly string[]): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const message = cause instanceof Error ? cause.message : String(cause);
  const quoted = /'(?<word>[^']*)'/.exec(message)?.groups?.["word"] ?? "";
  switch (code) {
    case "ERR_PARSE_ARGS_UNKNOWN_OPTION": {
      const known = names.map((name) => `--${name}`);
      const meant = nearest(quoted, known);
      const list = meant === undefined ? `The options are ${known.join(", ")}` : `Did you mean ${meant}?`;
      return `There is no option ${quoted}. ${list}`;
    }
    case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE": {
      const option = /--[\w-]+/.exec(quoted)?.[0] ?? quoted;
      return /does not take an argument/.test(message)
        ? `${option} takes no value`
        : `${option} needs a value after it${args.at(-1) === option ? ", got nothing" : "; write one that begins with a dash as --NAME=VALUE"}`;
    }
    case "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL":
      return `${JSON.stringify(quoted)} is no option: options begin with --`;
    default:
      return message;
  }
}
