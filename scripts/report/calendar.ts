/**
 * The demo's own calculation of dates. It shares no code with the app's rule for the business date, so that
 * the two can disagree.
 */
export type Calendar = {
  timeZone: string;
  /** The calendar date, `yyyy-MM-dd`, of an instant in milliseconds since 1970. */
  dateOf: (epochMilliseconds: number) => string;
  /** The instant at which a date begins, in milliseconds since 1970. */
  startOf: (date: string) => number;
  /** Minutes that the zone's clocks are ahead of UTC at an instant. */
  offsetMinutes: (epochMilliseconds: number) => number;
};

const dayMilliseconds = 86_400_000;

/** Returns the calendar of a time zone by its IANA name. Throws a RangeError for any other name. */
export function calendarOf(timeZone: string): Calendar {
  // Sweden writes dates and times as ISO 8601 does: 2026-11-21 09:30:00.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const wallClock = (epochMilliseconds: number): number =>
    Date.parse(`${format.format(epochMilliseconds).replace(" ", "T")}Z`);
  return {
    timeZone,
    dateOf: (epochMilliseconds) => format.format(epochMilliseconds).slice(0, 10),
    startOf: (date) => {
      const midnight = Date.parse(`${date}T00:00:00Z`);
      const guess = midnight - (wallClock(midnight) - midnight);
      return guess - (wallClock(guess) - midnight);
    },
    offsetMinutes: (epochMilliseconds) => {
      const second = Math.floor(epochMilliseconds / 1_000) * 1_000;
      return (wallClock(second) - second) / 60_000;
    },
  };
}

/** Returns the date this many days later, or earlier if negative. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMilliseconds).toISOString().slice(0, 10);
}

/** Returns how many days the second date is after the first. */
export function daysBetween(first: string, second: string): number {
  return Math.round((Date.parse(second) - Date.parse(first)) / dayMilliseconds);
}
