import { shownValue } from "@ashiato/core/shown-value";
import { RequestError } from "../errors.ts";
import { parseJson } from "../http/read-body.ts";

/** The maximum number of reports in one request. */
const maxReports = 1_000;

/**
 * Reads the reports of a body, unchecked: the body itself, or the elements of `{"locations": [...]}`. Throws
 * RequestError if it is neither, or holds more than a thousand reports.
 */
export function readReports(body: string): unknown[] {
  const value = parseJson(body);
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new RequestError(
      "InvalidBody",
      'The body must be one location report, or {"locations": [...]} with 1 to 1000 of them',
    );
  }
  if (!("locations" in value)) {
    return [value];
  }
  const { locations, ...others } = value;
  const [unknownKey] = Object.keys(others);
  if (unknownKey !== undefined) {
    throw new RequestError(
      "InvalidBody",
      `The key ${shownValue(unknownKey)} is not allowed beside "locations"`,
    );
  }
  if (!Array.isArray(locations) || locations.length === 0) {
    throw new RequestError("InvalidBody", '"locations" must be an array of 1 to 1000 reports');
  }
  return withinCount(locations);
}

/**
 * Reads the reports of a body with one on each line, unchecked; skips empty lines. Throws RequestError if a
 * line is not JSON or there are too many.
 */
export function readReportLines(body: string): unknown[] {
  const reports = body.split("\n").flatMap((line, index) => {
    if (line.trim() === "") {
      return [];
    }
    try {
      return [JSON.parse(line) as unknown];
    } catch (cause) {
      throw new RequestError(
        "InvalidBody",
        `Line ${index + 1} of the body is not JSON: ${cause instanceof Error ? cause.message : ""}`,
        { cause },
      );
    }
  });
  if (reports.length === 0) {
    throw new RequestError("InvalidBody", "The body must have 1 to 1000 lines of one location report each");
  }
  return withinCount(reports);
}

function withinCount(reports: unknown[]): unknown[] {
  if (reports.length > maxReports) {
    throw new RequestError(
      "RequestTooLarge",
      `The request holds ${reports.length} reports; the maximum is ${maxReports}`,
    );
  }
  return reports;
}
