import { isCalendarDate } from "@ashiato/core/timestamps";
import { RequestError } from "../errors.ts";

/** The parameters of a request's query, by name. */
export type Query = Record<string, string | undefined>;

/** Reads a date of the path or the query. Throws RequestError if it is not one. */
export function calendarDate(name: string, text: string): string {
  if (!isCalendarDate(text)) {
    throw new RequestError(
      "InvalidParameter",
      `${name} must be a date yyyy-MM-dd, got ${JSON.stringify(text)}`,
    );
  }
  return text;
}

/**
 * Reads a whole number of at least 1; undefined if the query has no such parameter. Throws RequestError for
 * any other text.
 */
export function positiveInteger(query: Query, name: string): number | undefined {
  const text = query[name];
  if (text !== undefined && !/^[1-9]\d{0,8}$/.test(text)) {
    throw new RequestError(
      "InvalidParameter",
      `${name} must be a whole number of at least 1, got ${JSON.stringify(text)}`,
    );
  }
  return text === undefined ? undefined : Number(text);
}

/** Reads `true` or `false`; undefined if the query has no such parameter. Throws RequestError otherwise. */
export function truth(query: Query, name: string): boolean | undefined {
  const text = query[name];
  if (text !== undefined && text !== "true" && text !== "false") {
    throw new RequestError("InvalidParameter", `${name} must be true or false, got ${JSON.stringify(text)}`);
  }
  return text === undefined ? undefined : text === "true";
}

/**
 * Throws RequestError for a parameter that the route does not have: a misspelt filter must not be ignored.
 */
export function refuseUnknown(query: Query, known: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new RequestError(
      "InvalidParameter",
      `${JSON.stringify(unknown)} is not a parameter of this route, which takes ${known.length === 0 ? "none" : known.join(", ")}`,
    );
  }
}
