import { limitNames, type Limits } from "@ashiato/core/clients/limits";
import { type Right, rights } from "@ashiato/core/clients/rights";
import { UsageError, wholeNumber } from "../command.ts";

/** Reads `--rights`. Throws UsageError for what is no right. */
export function readRights(text: string): Right[] {
  const names = text.split(",").filter((each) => each !== "");
  return names.map((name) => {
    const right = rights.find((each) => each === name);
    if (right === undefined) {
      throw new UsageError(
        `--rights takes ${rights.join(", ")}, joined by commas, got ${JSON.stringify(name)}`,
      );
    }
    return right;
  });
}

/**
 * Returns limits after a change: `NAME=NUMBER` sets one, and `NAME=none` takes it away. Throws UsageError.
 */
export function withLimits(limits: Limits, text: string): Limits {
  const changed = { ...limits };
  for (const each of text.split(",")) {
    const [word = "", value = ""] = each.split("=");
    const name = limitNames.find((known) => known === word);
    if (name === undefined) {
      throw new UsageError(`--limits takes ${limitNames.join(", ")}, got ${JSON.stringify(each)}`);
    }
    if (value === "none") {
      delete changed[name];
    } else {
      changed[name] = wholeNumber(`--limits ${name}`, value);
    }
  }
  return changed;
}

/** Reads `--days`: null for `all`, which takes a bound away. Throws UsageError. */
export function readDays(text: string | undefined): number | null | undefined {
  if (text === undefined) {
    return undefined;
  }
  return text === "all" ? null : wholeNumber("--days", text, 0);
}

/** Reads `--rows`. Throws UsageError. */
export function readRows(text: string | undefined): "all" | "own" | undefined {
  if (text === undefined || text === "all" || text === "own") {
    return text;
  }
  throw new UsageError(`--rows takes all or own, got ${JSON.stringify(text)}`);
}
