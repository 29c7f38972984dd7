import { expect, test } from "vitest";
import { calendarOf } from "../../report/calendar.ts";
import { wantedDates } from "./wanted-dates.ts";

const tokyo = calendarOf("Asia/Tokyo");
/** Already the 26th in Tokyo. */
const now = Date.parse("2026-11-25T20:00:00Z");

test.each([
  ["2026-11-22", "2026-11-22", "2026-11-22"],
  ["today", "2026-11-26", "2026-11-26"],
  ["yesterday", "2026-11-25", "2026-11-25"],
  ["2026-11-20..2026-11-26", "2026-11-20", "2026-11-26"],
  ["2026-11-20..yesterday", "2026-11-20", "2026-11-25"],
  ["2026-02-28..2026-03-01", "2026-02-28", "2026-03-01"],
])("%s is %s to %s", (text, from, to) => {
  expect(wantedDates(text, tokyo, now)).toEqual({ from, to });
});

test.each([
  ["2026-02-30", 'got "2026-02-30"'],
  ["22.11.2026", 'got "22.11.2026"'],
  ["", 'got ""'],
  ["2026-11-20..", 'got ""'],
  ["constructor", 'got "constructor"'],
  ["2026-11-20..2026-11-21..2026-11-22", "A range of dates is FIRST..LAST"],
  ["2026-11-26..2026-11-20", "ends before it begins"],
  ["2020-01-01..2026-01-01", "at most 366 at a time"],
])("%s is refused", (text, message) => {
  expect(() => wantedDates(text, tokyo, now)).toThrow(message);
});
