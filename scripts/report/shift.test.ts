import { expect, test } from "vitest";
import { calendarOf } from "./calendar.ts";
import { lastDate, shiftDays } from "./shift.ts";

const tokyo = calendarOf("Asia/Tokyo");
const day = 86_400_000;

test("the last date is the one before today's, by the zone's calendar", () => {
  expect(lastDate(tokyo, Date.parse("2026-11-22T14:59:59Z"))).toBe("2026-11-21");
  expect(lastDate(tokyo, Date.parse("2026-11-22T15:00:00Z"))).toBe("2026-11-22");
});

test("auto brings the newest report onto the last date", () => {
  const newest = Date.parse("2008-11-03T15:30:00Z");
  const days = shiftDays("auto", newest * 1_000, { calendar: tokyo, lastDate: "2026-11-21" });
  expect(tokyo.dateOf(newest + days * day)).toBe("2026-11-21");
});

test("auto meets the date also where the clocks change in between", () => {
  const berlin = calendarOf("Europe/Berlin");
  const newest = Date.parse("2026-07-01T22:15:00Z");
  const days = shiftDays("auto", newest * 1_000, { calendar: berlin, lastDate: "2026-11-21" });
  expect(berlin.dateOf(newest + days * day)).toBe("2026-11-21");
});

test("a number of days is taken as it is", () => {
  expect(shiftDays(-3, 0, { calendar: tokyo, lastDate: "2026-11-21" })).toBe(-3);
});
