import { expect, test } from "vitest";
import { ExportedDate } from "./exported-date.ts";
import { arrivalsOf } from "./fleet.ts";

test("a date's export and its supplements are counted as they are written, and hold each row once", () => {
  const [first] = arrivalsOf(1, 3);
  const lines = (first?.rows ?? []).map(({ line }) => line);
  const date = new ExportedDate();
  date.distribute(lines.slice(0, 250), 2);
  const whole = date.exportWhole("2026-09-02", 1);
  date.distribute(lines.slice(250), 1);
  const late = date.supplement(lines.slice(250));
  expect(() => date.check("2026-09-01")).not.toThrow();
  expect(late.bytesWritten).toBeLessThan(0.3 * whole.bytesWritten);
  expect(date.lateRows).toBe(lines.length - 250);
  expect(date.compact("2026-10-02").rowsRead).toBe(lines.length);
  date.exportWhole("2026-10-03", 1);
  expect(date.compact("2026-10-03").rowsRead).toBe(0);
  expect([date.loose, date.compacted, date.mostFiles]).toEqual([0, 1, 3]);
});

test("a date whose rows are not in its export is named", () => {
  const [first] = arrivalsOf(1, 1);
  const lines = (first?.rows ?? []).map(({ line }) => line);
  const date = new ExportedDate();
  date.distribute(lines.slice(1), 1);
  date.exportWhole("2026-09-02", 1);
  date.distribute(lines.slice(0, 1), 1);
  expect(() => date.check("2026-09-01")).toThrow("The export of 2026-09-01 has");
});
