import type { Rejection } from "./keep-reports.ts";

/**
 * Bytes of the list of rejected reports in an answer: enough for what a client gets wrong now and then, and far below the 6 MB that Lambda answers
 * with, which a thousand reports with many long reasons would exceed.
 */
const maxRejectedBytes = 65_536;

/** A rejected report as the answer names it; `omitted` counts the reasons that the answer has no room for. */
export type NamedRejection = Rejection & { omitted?: number };

/** Names every rejected report, and the reasons of the first ones in full, within `maxRejectedBytes`. At most a thousand reports are expected. */
export function nameRejections(rejected: readonly Rejection[]): NamedRejection[] {
  const bare = rejected.map(({ index, issues }) => ({ index, issues: [], omitted: issues.length }));
  let room = maxRejectedBytes - jsonBytes(bare);
  return rejected.map(({ index, issues }) => {
    let shown = 0;
    for (const issue of issues) {
      // The comma after it included.
      const bytes = jsonBytes(issue) + 1;
      if (bytes > room) {
        break;
      }
      room -= bytes;
      shown += 1;
    }
    const omitted = issues.length - shown;
    return { index, issues: issues.slice(0, shown), ...(omitted > 0 && { omitted }) };
  });
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
