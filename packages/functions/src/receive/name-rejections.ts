import type { Rejection } from "./keep-reports.ts";

/**
 * Bytes of the list of rejected reports in an answer: enough for what a client gets wrong now and then, and
 * far below the 6 MB that Lambda answers with, which a thousand reports with many long reasons would exceed.
 */
const maxRejectedBytes = 65_536;

/** A rejected report as the answer names it; `omitted` counts the reasons that the answer has no room for. */
export type NamedRejection = Rejection & { omitted?: number };

/**
 * Names every rejected report, and the reasons of the first ones in full, within `maxRejectedBytes`. At most
 * a thousand reports are expected.
 */
export function nameRejections(rejected: readonly Rejection[]): NamedRejection[] {
  const bare = rejected.map(({ index, issues }) => ({ index, issues: [], omitted: issues.length }));
  let room = maxRejectedBytes - jsonBytes(bare);
  const take = (value: unknown): boolean => {
    // The comma after it included, and for a device its key.
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
