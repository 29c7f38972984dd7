import { expect, test } from "vitest";
import { type DateToExport, datesOfAges, exportMode } from "./export-mode.ts";

const limits = { wholeAges: [2, 7, 31], maxLateShare: 0.01 };
const current = { supplementable: true, rows: 1_000, lateRows: 4, madeOn: "2026-11-22" };
/** A date of three days ago with a few late rows, whose whole CSV was made a day after it. */
const late: DateToExport = {
  date: "2026-11-21",
  today: "2026-11-22",
  requested: false,
  pendingRows: 6,
  current,
};

test("late rows become a supplement, up to their share of the date", () => {
  expect(exportMode(late, limits)).toBe("supplement");
  expect(exportMode({ ...late, pendingRows: 7 }, limits)).toBe("whole");
});

test("a date without an export, or with one that cannot have a supplement, is exported whole", () => {
  expect(exportMode({ ...late, current: undefined }, limits)).toBe("whole");
  expect(exportMode({ ...late, current: { ...current, supplementable: false } }, limits)).toBe("whole");
});

test("a date that was requested is exported whole", () => {
  expect(exportMode({ ...late, requested: true }, limits)).toBe("whole");
});

test.each([
  ["2026-11-22", "2026-11-22", "supplement"],
  ["2026-11-23", "2026-11-22", "whole"],
  ["2026-11-24", "2026-11-23", "supplement"],
  ["2026-11-27", "2026-11-23", "supplement"],
  ["2026-11-28", "2026-11-23", "whole"],
  ["2026-12-21", "2026-11-28", "supplement"],
  ["2026-12-22", "2026-11-28", "whole"],
  ["2027-01-30", "2026-12-22", "supplement"],
])("on %s a date whose CSV was made on %s gets a %s one", (today, madeOn, mode) => {
  expect(exportMode({ ...late, today, current: { ...current, madeOn } }, limits)).toBe(mode);
});

test("the dates of an age are looked for a week long, each once", () => {
  const dates = datesOfAges("2026-12-31", limits);
  expect(dates).toHaveLength(new Set(dates).size);
  expect(dates).toContain("2026-12-29");
  expect(dates).toContain("2026-12-24");
  expect(dates).toContain("2026-11-30");
  expect(dates[0]).toBe("2026-11-24");
});
