import type { Rejection } from "./keep-reports.ts";

/**
 * Maximum size of the list of rejected reports in an answer: enough for occasional mistakes of a client, and
 * far below Lambda's limit of 6 MB, which a thousand reports with many long reasons would exceed.
 */
const maxRejectedBytes = 65_536;

/** A rejected report as the answer names it; `omitted` counts the issues for which the answer has no room. */
export type NamedRejection = Rejection & { omitted?: number };

/**
 * Names every rejected report, with all issues of the first ones, within `maxRejectedBytes`. Expects at most
 * a thousand reports.
 */
export function nameRejections(rejected: readonly Rejection[]): NamedRejection[] {
  const bare = rejected.map(({ index, issues }) => ({ index, issues: [], omitted: issues.length }));
  let room = maxRejectedBytes - jsonBytes(bare);
  const take = (value: unknown): boolean => {
    // Including the comma after it and, for a device, its key.
    const bytes = jsonBytes(value) + 16;
    const fits = bytes <= room;
    room -= fits ? bytes : 0;
    return fits;
  };
  return rejected.map(({ index, deviceId, issues }) => {
    const firstOmitted = issues.findIndex((issue) => !take(issue));
    const shown = firstOmitted === -1 ? issues.length : firstOmitted;
    const omitted = issues.length - shown;
    return {
      index,
      ...(deviceId !== undefined && shown > 0 && take(deviceId) && { deviceId }),
      issues: issues.slice(0, shown),
      ...(omitted > 0 && { omitted }),
    };
  });
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
