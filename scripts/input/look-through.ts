import { stat } from "node:fs/promises";
import { deviceOfFile } from "@ashiato/core/formats/files/device-of-file";
import type { FileRecord } from "@ashiato/core/formats/files/file-record";
import { kindNames } from "@ashiato/core/formats/files/file-kind";
import { ScriptError } from "../script-error.ts";
import { counted } from "../terminal/counted.ts";
import { reportTime } from "./moved-report.ts";
import { type InputOptions, readInput } from "./read-input.ts";

/** How often each reason, or each kind of element, occurred. */
export type Tallied = ReadonlyMap<string, number>;

/** The contents of a file. */
export type InputFile = {
  path: string;
  /** With `modified`, shows whether it is still the same file. */
  bytes: number;
  modified: string;
  /** `CSV`, `GPX`; several for an archive. */
  kinds: string[];
  encodings: string[];
  /** Headings that match no field. */
  unusedHeadings: string[];
  /** Whether any report names no device. */
  hasNameless: boolean;
  /** Lines or elements that are reports, and those that should have been. */
  reports: number;
  refused: number;
  /**
   * Why lines cannot be read, and which elements hold no position with a time; each has at most a few hundred
   * kinds.
   */
  refusals: Tallied;
  passedOver: Tallied;
  /** Microseconds since 1970. */
  oldest: number | undefined;
  newest: number | undefined;
};

/** Distinct texts that a tally holds: every line of a file may have a different reason. */
const maxTallied = 300;

/**
 * Reads a file once and returns its contents; calls `each` with every record. Throws BadInput as `readInput`
 * does, and for a file without a single report.
 */
export async function lookThrough(
  path: string,
  options: InputOptions,
  each: (record: FileRecord) => void = () => undefined,
): Promise<InputFile> {
  const kinds = new Set<string>();
  const encodings = new Set<string>();
  const unusedHeadings = new Set<string>();
  const refusals = new Map<string, number>();
  const passedOver = new Map<string, number>();
  const fallback = options.device ?? deviceOfFile(path);
  let hasNameless = false;
  let reports = 0;
  let refused = 0;
  let oldest: number | undefined;
  let newest: number | undefined;
  for await (const { kind, encoding, csv, records } of readInput(path, options)) {
    kinds.add(kindNames[kind]);
    encodings.add(encoding);
    csv?.unused.forEach((heading) => unusedHeadings.add(heading));
    for (const record of records) {
      each(record);
      switch (record.kind) {
        case "report": {
          reports += 1;
          hasNameless ||= record.report["deviceId"] === fallback;
          const time = reportTime(record.report);
          oldest = time === undefined ? oldest : Math.min(oldest ?? time, time);
          newest = time === undefined ? newest : Math.max(newest ?? time, time);
          break;
        }
        case "refused":
          refused += 1;
          count(refusals, record.reason);
          break;
        case "passed-over":
          count(passedOver, record.what);
          break;
      }
    }
  }
  if (reports + refused === 0) {
    const others = talliedLines(passedOver).join(", ");
    throw new ScriptError("BadInput", `${path} holds no reports${others === "" ? "" : `, only ${others}`}`);
  }
  const { size, mtime } = await stat(path);
  return {
    path,
    bytes: size,
    modified: mtime.toISOString(),
    kinds: [...kinds],
    encodings: [...encodings],
    unusedHeadings: [...unusedHeadings],
    hasNameless,
    reports,
    refused,
    refusals,
    passedOver,
    oldest,
    newest,
  };
}

export function count(tally: Map<string, number>, text: string): void {
  const known = tally.has(text) || tally.size < maxTallied ? text : "other reasons";
  tally.set(known, (tally.get(known) ?? 0) + 1);
}

/** Returns lines such as `1,204 × has no time`, the most frequent first. */
export function talliedLines(tally: Tallied, most = 10): string[] {
  const sorted = [...tally].toSorted(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, most).map(([text, times]) => `${times.toLocaleString("en-US")} × ${text}`);
  return sorted.length > most ? [...shown, `and ${counted(sorted.length - most, "more kind")}`] : shown;
}
