import { addDays, type Calendar, daysBetween } from "./calendar.ts";

/** `auto`, or a number of days. */
export type Shift = "auto" | number;

const dayMilliseconds = 86_400_000;

/**
 * Returns by how many whole days the times of a file are moved. `auto` moves the newest to `lastDate`, the
 * last complete business date.
 * @param newest microseconds since 1970 of the newest time in the file
 */
export function shiftDays(
  shift: Shift,
  newest: number,
  { calendar, lastDate }: { calendar: Calendar; lastDate: string },
): number {
  if (shift !== "auto") {
    return shift;
  }
  const milliseconds = Math.floor(newest / 1_000);
  const days = daysBetween(calendar.dateOf(milliseconds), lastDate);
  // Near midnight, a change of the zone's clocks in between can move the date by one more.
  const landsOn = (candidate: number): string => calendar.dateOf(milliseconds + candidate * dayMilliseconds);
  return [days, days - 1, days + 1].find((candidate) => landsOn(candidate) === lastDate) ?? days;
}

/** Returns yesterday, by the calendar. */
export function lastDate(calendar: Calendar, now: number): string {
  return addDays(calendar.dateOf(now), -1);
}
