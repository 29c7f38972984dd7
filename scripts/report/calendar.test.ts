import { expect, test } from "vitest";
import { addDays, calendarOf, daysBetween } from "./calendar.ts";

test("a day in Tokyo begins nine hours before the one in Greenwich", () => {
  const tokyo = calendarOf("Asia/Tokyo");
  expect(tokyo.dateOf(Date.parse("2026-11-21T14:59:59.999Z"))).toBe("2026-11-21");
  expect(tokyo.dateOf(Date.parse("2026-11-21T15:00:00.000Z"))).toBe("2026-11-22");
  expect(tokyo.startOf("2026-11-22")).toBe(Date.parse("2026-11-21T15:00:00Z"));
  expect(tokyo.offsetMinutes(Date.parse("2026-11-21T14:59:59.999Z"))).toBe(540);
});

test("a day begins at its own midnight also on the days when the clock changes", () => {
  const berlin = calendarOf("Europe/Berlin");
  expect(berlin.startOf("2026-03-29")).toBe(Date.parse("2026-03-28T23:00:00Z"));
  expect(berlin.startOf("2026-03-30")).toBe(Date.parse("2026-03-29T22:00:00Z"));
  expect(berlin.startOf("2026-10-26")).toBe(Date.parse("2026-10-25T23:00:00Z"));
});

test("dates are added and subtracted over months and years", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  expect(daysBetween("2008-11-03", "2026-11-22")).toBe(6_593);
  expect(addDays("2008-11-03", 6_593)).toBe("2026-11-22");
});

test("an unknown time zone is refused", () => {
  expect(() => calendarOf("Asia/Tokio")).toThrow(/Asia\/Tokio/);
});
