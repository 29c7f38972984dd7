import { expect, test } from "vitest";
import { RecentReports } from "./recent-reports.ts";

function row(id: number, receivedAt = "2026-11-21 03:00:00.000000"): string {
  const uuid = `00000000-0000-8000-8000-${String(id).padStart(12, "0")}`;
  return `2026-11-21,phone-1,2026-11-21 02:59:00.000000,1.0000000,1.0000000,,,,,,,,${uuid},${receivedAt}`;
}

test("a report is new once", () => {
  const recent = new RecentReports();
  expect([row(1), row(2), row(1), row(2)].map((each) => recent.add(each))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("a copy that was received before the one that is known is kept too, for the export to choose", () => {
  const recent = new RecentReports();
  expect(recent.add(row(1, "2026-11-21 03:00:00.500000"))).toBe(true);
  expect(recent.add(row(1, "2026-11-21 03:00:00.400000"))).toBe(true);
  expect(recent.add(row(1, "2026-11-21 03:00:00.500000"))).toBe(false);
});

test("it forgets the oldest reports when it is full, and never the newest half", () => {
  const recent = new RecentReports(100);
  for (let id = 0; id < 1_000; id += 1) {
    recent.add(row(id));
  }
  expect(recent.add(row(0))).toBe(true);
  expect(Array.from({ length: 49 }, (_, index) => recent.add(row(999 - index)))).toEqual(
    Array(49).fill(false),
  );
});
