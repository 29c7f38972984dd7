import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { makePicture } from "./make-picture.ts";
import { gridCellsPerDegree, hoursOfDay, maxBusiest, maxCells, pictureSchema } from "./picture.ts";
import { pictureStatements } from "./picture-sql.ts";

const head = {
  date: "2026-11-26",
  timeZone: "Asia/Tokyo",
  version: 3,
  run: "night",
  drawnAt: "2026-11-27T00:00:00.000Z",
  lateRows: 2,
  conflicts: 1,
  ledger: undefined,
};

/** An hour's row: hour, rows, devices, four qualities, and three distributions of seven buckets. */
function hourRow(hour: number, rows: number, zero = 0): number[] {
  return [hour, rows, 1, rows - zero, zero, 0, 0, ...Array.from({ length: 21 }, (_, index) => index)];
}

function cellRow(x: number, y: number, counts: { rows: number; cells: number }): number[] {
  return [x, y, counts.rows, ...Array.from({ length: 23 }, () => 0), counts.rows, counts.cells];
}

test("reads each distribution from its own columns, and says what the grid does not list", () => {
  const picture = makePicture(head, {
    hours: [hourRow(0, 7, 2), hourRow(23, 5)],
    devices: [["", "phone-1", 12, "2026-11-25T15:00:00Z", "2026-11-26T14:59:59Z", 40]],
    grids: [{ perDegree: 10, rows: [cellRow(-1, 356, { rows: 6, cells: 5 })] }],
  });
  expect(pictureSchema.parse(picture)).toEqual(picture);
  expect(picture).toMatchObject({ rows: 12, devices: 40, lateRows: 2 });
  expect(picture.hours[0]).toMatchObject({
    quality: { ok: 5, zero: 2, speed: 0, jump: 0 },
    gaps: [0, 1, 2, 3, 4, 5, 6],
    speeds: [7, 8, 9, 10, 11, 12, 13],
    accuracies: [14, 15, 16, 17, 18, 19, 20],
  });
  expect(picture.grids).toEqual([
    {
      cellsPerDegree: 10,
      cells: [[-1, 356, 6, ...Array.from({ length: 23 }, () => 0)]],
      otherCells: 4,
      otherRows: 4,
    },
  ]);
});

test("an empty day has an empty picture", () => {
  const grids = [{ perDegree: 10, rows: [] }];
  const picture = makePicture(head, { hours: [], devices: [], grids });
  expect(picture).toMatchObject({ rows: 0, devices: 0, hours: [], busiest: [] });
  expect(picture.grids).toEqual([{ cellsPerDegree: 10, cells: [], otherCells: 0, otherRows: 0 }]);
});

test("refuses cells with more rows than the hours, and a value of another kind", () => {
  const grids = [{ perDegree: 10, rows: [cellRow(1, 2, { rows: 8, cells: 1 })] }];
  expect(() => makePicture(head, { hours: [hourRow(0, 7)], devices: [], grids })).toThrow(
    "The cells of the grid of 10 a degree hold 8 rows, and the hours 7",
  );
  expect(() => makePicture(head, { hours: [["0", 1]], devices: [], grids: [] })).toThrow("expected number");
});

test("is below a megabyte at its largest, for a day of 24 million rows without any order", () => {
  // Not compressible beyond its digits: a linear congruential generator.
  let state = 1;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const perCell = Math.floor(24_000_000 / maxCells / hoursOfDay);
  const counts = () => Array.from({ length: hoursOfDay }, () => Math.max(0, perCell + random(200) - 100));
  const grids = gridCellsPerDegree.map((perDegree) => ({
    perDegree,
    rows: Array.from({ length: maxCells }, () => {
      const hours = counts();
      const rows = hours.reduce((sum, each) => sum + each, 0);
      return [random(360 * perDegree), random(180 * perDegree), ...hours, rows, 1_000_000];
    }),
  }));
  const devices = Array.from({ length: maxBusiest }, (_, index) => [
    `client-${random(10_000)}`,
    `${"device".repeat(8)}-${index}-${random(1_000_000)}`,
    random(90_000),
    "2026-11-25T15:00:00Z",
    "2026-11-26T14:59:59Z",
    300_000,
  ]);
  const hours = Array.from({ length: hoursOfDay }, (_, hour) => hourRow(hour, 2_000_000));
  const packed = gzipSync(JSON.stringify(makePicture(head, { hours, devices, grids })));
  expect(packed.length).toBeGreaterThan(300_000);
  expect(packed.length).toBeLessThan(1_000_000);
});

test("every statement has a bounded number of rows, whatever the day has", () => {
  const subject = { schema: "lake", daysTable: "days", date: "2026-11-26", timeZone: "Asia/Tokyo" };
  const { hours, devices, grids } = pictureStatements(subject);
  expect(hours).toMatch(/GROUP BY h ORDER BY h$/);
  expect(devices).toMatch(/ LIMIT 200$/);
  for (const { sql } of grids) {
    expect(sql).toMatch(/ LIMIT 4000$/);
  }
  expect(pictureStatements({ ...subject, timeZone: "it's" }).hours).toContain("'it''s'");
});
