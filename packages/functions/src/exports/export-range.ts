import { businessDate } from "@ashiato/core/business-date";
import { RequestError } from "../errors.ts";
import { calendarDate, type Query, refuseUnknown } from "../http/query.ts";

export type ExportRange = { from: string; to: string; versions: "newest" | "all" };

/**
 * Days that one answer may span: an export with its links is about 2 KB, and Lambda answers with 6 MB at
 * most.
 */
const maxDays = { newest: 366, all: 92 };
const defaultDays = 31;
const dayMilliseconds = 86_400_000;

/**
 * Returns the dates of `GET /v1/exports?from=&to=&versions=`, both included; defaults to today in the stage's
 * time zone and the month before. Throws RequestError for an invalid date or range, or for too long a range.
 */
export function exportRange(query: Query, { now, timeZone }: { now: number; timeZone: string }): ExportRange {
  refuseUnknown(query, ["from", "to", "versions"]);
  const versions = query["versions"] ?? "newest";
  if (versions !== "newest" && versions !== "all") {
    throw new RequestError(
      "InvalidParameter",
      `versions must be newest or all, got ${JSON.stringify(versions)}`,
    );
  }
  const to = query["to"] === undefined ? businessDate(now, timeZone) : calendarDate("to", query["to"]);
  const from =
    query["from"] === undefined ? daysBefore(to, defaultDays - 1) : calendarDate("from", query["from"]);
  const days = (Date.parse(to) - Date.parse(from)) / dayMilliseconds + 1;
  if (days < 1) {
    throw new RequestError("InvalidParameter", `from must not be after to, got ${from} and ${to}`);
  }
  if (days > maxDays[versions]) {
    throw new RequestError(
      "InvalidParameter",
      `from and to must span at most ${maxDays[versions]} days for versions=${versions}, got ${days}`,
    );
  }
  return { from, to, versions };
}

function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * dayMilliseconds).toISOString().slice(0, 10);
}
