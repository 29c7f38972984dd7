import { businessDate } from "@ashiato/core/business-date";
import { daysBefore, firstReadable, type Reader } from "@ashiato/core/clients/readable-dates";
import { RequestError } from "../errors.ts";
import { calendarDate, positiveInteger, type Query, refuseUnknown } from "../http/query.ts";

export type ExportRange = { from: string; to: string; versions: "newest" | "all"; limit: number };

/**
 * Dates in one answer: an export with its links is about 2 KB, and Lambda answers with 6 MB at most. A date
 * may have dozens of versions.
 */
const maxDates = { newest: 366, all: 92 };
const defaultDays = 31;

/**
 * Returns the dates of `GET /v1/exports?from=&to=&versions=&limit=`, both included; defaults to today in the
 * stage's time zone and the month before, as far as the caller may read it. Throws RequestError for an
 * invalid date, range or limit, and for a date that the caller may not read.
 */
export function exportRange(query: Query, reader: Reader): ExportRange {
  const { now, timeZone } = reader;
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
  const from = query["from"] === undefined ? firstDate(to, reader) : calendarDate("from", query["from"]);
  const readable = firstReadable(reader);
  if (readable !== undefined && from < readable) {
    throw new RequestError(
      "InvalidParameter",
      `from must not be before ${readable} for this key, got ${from}`,
    );
  }
  if (from > to) {
    throw new RequestError("InvalidParameter", `from must not be after to, got ${from} and ${to}`);
  }
  return { from, to, versions, limit };
}

/** A month up to a date, of what the caller may read. */
function firstDate(to: string, reader: Reader): string {
  const month = daysBefore(to, defaultDays - 1);
  const readable = firstReadable(reader) ?? month;
  return month > readable || readable > to ? month : readable;
}
