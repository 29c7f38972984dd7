import { expect, test } from "vitest";
import { dateAfter, dateIn, datesBetween, datesOf, monthAfter, weeksOf } from "./month.ts";

test("months follow each other over the turn of the year", () => {
  expect(monthAfter("2026-12", 1)).toBe("2027-01");
  expect(monthAfter("2026-01", -1)).toBe("2025-12");
  expect(datesOf("2028-02").at(-1)).toBe("2028-02-29");
  expect(dateAfter("2026-11-30", 1)).toBe("2026-12-01");
  expect(datesBetween("2026-11-29", "2026-12-01")).toEqual(["2026-11-29", "2026-11-30", "2026-12-01"]);
});

test("weeks begin on Monday and have seven places", () => {
  const weeks = weeksOf("2026-11");
  expect(weeks[0]).toEqual([...Array<undefined>(6).fill(undefined), "2026-11-01"]);
  expect(weeks.every((week) => week.length === 7)).toBe(true);
  expect(weeks.flat().filter((date) => date !== undefined)).toHaveLength(30);
});

test("the date is that of the stage's zone", () => {
  expect(dateIn("Asia/Tokyo", Date.parse("2026-11-26T15:00:00Z"))).toBe("2026-11-27");
  expect(dateIn("UTC", Date.parse("2026-11-26T15:00:00Z"))).toBe("2026-11-26");
});
