import { expect, test } from "vitest";
import { RecentReports } from "./recent-reports.ts";

type Change = { receivedAt?: string; date?: string; device?: string; battery?: string };

function row(id: number, change: Change = {}): string {
  const {
    receivedAt = "2026-11-21 03:00:00.000000",
    date = "2026-11-21",
    device = "phone-1",
    battery = "",
  } = change;
  const uuid = `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`;
  return `${date},${device},${date} 02:59:00.000000,1.0000000,1.0000000,,,,,,${battery},,${uuid},${receivedAt}`;
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

test("an id is another report for another device and on another date", () => {
  const recent = new RecentReports();
  const rows = [row(1), row(1, { device: "phone-2" }), row(1, { date: "2026-11-20" })];
  expect(rows.map((each) => recent.add(each))).toEqual([true, true, true]);
  expect(rows.map((each) => recent.add(each))).toEqual([false, false, false]);
});

test("a report that comes again with another content is kept, and each content once", () => {
  const recent = new RecentReports();
  const rows = [row(1), row(1, { battery: "0.500" }), row(1), row(1, { battery: "0.500" })];
  expect(rows.map((each) => recent.add(each))).toEqual([true, true, false, false]);
});

test("a copy that was received before the known one is kept too, for the export to choose", () => {
  const recent = new RecentReports();
  expect(recent.add(row(1, { receivedAt: "2026-11-21 03:00:00.500000" }))).toBe(true);
  expect(recent.add(row(1, { receivedAt: "2026-11-21 03:00:00.400000" }))).toBe(true);
  expect(recent.add(row(1, { receivedAt: "2026-11-21 03:00:00.500000" }))).toBe(false);
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
