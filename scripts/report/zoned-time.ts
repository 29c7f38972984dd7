import { calendarOf } from "./calendar.ts";

/**
 * Returns a time to the second in a time zone, with its offset: `2026-11-26 13:32:05+09:00`. Throws a
 * RangeError for a time zone that is not an IANA name.
 */
export function zonedTime(epochMilliseconds: number, timeZone: string): string {
  const offset = calendarOf(timeZone).offsetMinutes(epochMilliseconds);
  const local = new Date(epochMilliseconds + offset * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)}${offsetText(offset)}`;
}

/** Returns only the time of day: `13:32:05+09:00`. */
export function zonedTimeOfDay(epochMilliseconds: number, timeZone: string): string {
  return zonedTime(epochMilliseconds, timeZone).slice(11);
}

/** Returns a time of the API, in ISO 8601, in the time zone. */
export function readableTime(isoTime: string, timeZone: string): string {
  return zonedTime(Date.parse(isoTime), timeZone);
}

function offsetText(minutes: number): string {
  const distance = Math.abs(minutes);
  const [hours, rest] = [Math.floor(distance / 60), distance % 60];
  return `${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}
