import { businessDate } from "@ashiato/core/business-date";
import { RequestError } from "../errors.ts";
import { calendarDate, positiveInteger, type Query, refuseUnknown } from "../http/query.ts";

export type ExportRange = { from: string; to: string; versions: "newest" | "all"; limit: number };

/**
 * Dates in one answer: an export with its links is about 2 KB, and Lambda answers with 6 MB at most. A date
 * may have dozens of versions.
 */
const maxDates = { newest: 366, all: 92 };
const defaultDays = 31;
const dayMilliseconds = 86_400_000;

/**
 * Returns the dates of `GET /v1/exports?from=&to=&versions=&limit=`, both included; defaults to today in the
 * stage's time zone and the month before. Throws RequestError for an invalid date, range or limit.
 */
export function exportRange(query: Query, { now, timeZone }: { now: number; timeZone: string }): ExportRange {
  refuseUnknown(query, ["from", "to", "versions", "limit"]);
  const versions = query["versions"] ?? "newest";
  if (versions !== "newest" && versions !== "all") {
    throw new RequestError(
      "InvalidParameter",
      `versions must be newest or all, got ${JSON.stringify(versions)}`,
    );
  }
  const limit = positiveInteger(query, "limit") ?? maxDates[versions];
  if (limit > maxDates[versions]) {
    throw new RequestError(
      "InvalidParameter",
      `limit must be at most ${maxDates[versions]} for versions=${versions}, got ${limit}`,
    );
  }
  const to = query["to"] === undefined ? businessDate(now, timeZone) : calendarDate("to", query["to"]);
  const from =
    query["from"] === undefined ? daysBefore(to, defaultDays - 1) : calendarDate("from", query["from"]);
  if (from > to) {
    throw new RequestError("InvalidParameter", `from must not be after to, got ${from} and ${to}`);
  }
  return { from, to, versions, limit };
}

function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * dayMilliseconds).toISOString().slice(0, 10);
}
