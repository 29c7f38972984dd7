import { expect, it } from "vitest";
import type { Picture } from "./cells.ts";
import { byHour, statisticsOf } from "./statistics.ts";

const hour = (of: number, rows: number): Picture["hours"][number] => ({
  hour: of,
  rows,
  devices: 2,
  quality: { ok: rows - 1, zero: 1, speed: 0, jump: 0 },
  gaps: [rows, 1],
  speeds: [0, rows],
  accuracies: [rows, 0],
});
const picture = {
  devices: 3,
  bounds: { gapSeconds: [60], speedMetresPerSecond: [5], accuracyMetres: [10] },
  hours: [hour(9, 10), hour(17, 20)],
} as unknown as Picture;

it("adds up the day, or shows an hour", () => {
  expect(statisticsOf(picture, undefined)).toMatchObject({
    rows: 30,
    devices: 3,
    quality: { ok: 28, zero: 2 },
    gaps: [
      { from: 0, to: 60, rows: 30 },
      { from: 60, to: undefined, rows: 2 },
    ],
  });
  expect(statisticsOf(picture, 9)).toMatchObject({ rows: 10, devices: 2 });
  expect(statisticsOf(picture, 3)).toMatchObject({ rows: 0, devices: 0 });
});

it("has a value for each hour", () => {
  const rows = byHour(picture, (each) => each.rows);
  expect(rows).toHaveLength(24);
  expect([rows[9], rows[10], rows[17]]).toEqual([10, 0, 20]);
});
