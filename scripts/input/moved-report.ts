import type { FileReport } from "@ashiato/core/formats/files/file-record";
import { readInputTime } from "../report/input-time.ts";

const dayMicroseconds = 86_400_000_000;

/**
 * Returns the report with its time moved by whole days. A report with an unreadable time stays as it is; the
 * API refuses it.
 */
export function movedReport(report: FileReport, days: number): FileReport {
  const micros = days === 0 ? undefined : reportTime(report);
  return micros === undefined ? report : { ...report, timestamp: timeText(micros + days * dayMicroseconds) };
}

/** Microseconds since 1970; undefined where the report has no time that can be read. */
export function reportTime({ timestamp }: FileReport): number | undefined {
  return typeof timestamp === "string" ? readInputTime(timestamp) : undefined;
}

/** Returns RFC 3339 text in UTC, to the microsecond. */
function timeText(epochMicroseconds: number): string {
  const milliseconds = Math.floor(epochMicroseconds / 1000);
  const rest = String(epochMicroseconds - milliseconds * 1000).padStart(3, "0");
  return `${new Date(milliseconds).toISOString().slice(0, 23)}${rest}Z`;
}
