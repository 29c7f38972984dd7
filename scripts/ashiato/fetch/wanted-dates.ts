import { addDays, type Calendar, daysBetween } from "../../report/calendar.ts";
import { UsageError } from "../command.ts";

/** Business dates, both included, each `yyyy-MM-dd`. */
export type DateRange = { from: string; to: string };

/** Maximum number of days at a time: those of a year. */
const maxDays = 366;

const words = { today: 0, yesterday: -1 } as const;

/**
 * Returns the dates of `2026-11-22`, `today`, `yesterday`, `2026-11-20..2026-11-26` or `2026-11-20..today`; a
 * range includes both ends. Throws UsageError for a text that is none of these, for a date that the calendar
 * does not have, and for a range that is reversed or longer than a year.
 * @param now milliseconds since 1970
 */
export function wantedDates(text: string, calendar: Calendar, now: number): DateRange {
  const today = calendar.dateOf(now);
  const [first = "", last = first, ...rest] = text.split("..");
  if (rest.length > 0) {
    throw new UsageError(`A range of dates is FIRST..LAST, got ${JSON.stringify(text)}`);
  }
  const range = { from: dateOf(first, today), to: dateOf(last, today) };
  const days = daysBetween(range.from, range.to) + 1;
  if (days < 1) {
    throw new UsageError(`The range ${text} ends before it begins`);
  }
  if (days > maxDays) {
    throw new UsageError(`The range ${text} has ${days} days: fetch at most ${maxDays} at a time`);
  }
  return range;
}

function dateOf(text: string, today: string): string {
  if (isWord(text)) {
    return addDays(today, words[text]);
  }
  // A date that does not exist becomes another one, or none.
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new UsageError(
      `A date is yyyy-MM-dd, today or yesterday, got ${JSON.stringify(text)}; a range is FIRST..LAST`,
    );
  }
  return text;
}

function isWord(text: string): text is keyof typeof words {
  return Object.hasOwn(words, text);
}
