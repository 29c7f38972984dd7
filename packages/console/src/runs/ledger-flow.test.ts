import { expect, it } from "vitest";
import { ledgerFlow } from "./ledger-flow.ts";

const width = 640;
const day = (number: number): string => `2026-11-${String(number).padStart(2, "0")}`;

it("draws bands as tall as their share of the rows", () => {
  const { ends } = ledgerFlow({ rowsRead: 100, rowsWritten: 75, rowsRejected: 25 }, width);
  const [read, written, rejected] = ends;
  expect(ends.map(({ kind, rows }) => [kind, rows])).toEqual([
    ["read", 100],
    ["written", 75],
    ["rejected", 25],
  ]);
  expect(written!.height / rejected!.height).toBeCloseTo(3);
  expect(read!.height).toBeCloseTo(written!.height + rejected!.height);
});

it("shows few rows of many, and leaves out what has none", () => {
  const { ends, height } = ledgerFlow(
    { rowsRead: 24_000_000, rowsWritten: 23_999_999, rowsRejected: 1 },
    width,
  );
  expect(ends.at(-1)).toMatchObject({ kind: "rejected", height: 2 });
  expect(Math.max(...ends.map((end) => end.y + end.height))).toBeLessThan(height);
  expect(ledgerFlow({ rowsRead: 3, rowsWritten: 3, rowsRejected: 0 }, width).bands).toHaveLength(1);
});

it("goes on to the dates with the most rows, and to the others together", () => {
  const dates = Array.from({ length: 9 }, (_, index) => ({ date: day(index + 1), rows: index + 1 }));
  const ledger = { rowsRead: 62, rowsWritten: 60, rowsRejected: 2, dates };
  const { ends, bands } = ledgerFlow({ ...ledger, otherDates: { dates: 4, rows: 15 } }, width);
  expect(ends.slice(2).map((end) => ("date" in end ? [end.date, end.rows] : [end.kind, end.rows]))).toEqual([
    ...[9, 8, 7, 6, 5, 4].map((number) => [day(number), number]),
    ["others", 21],
    ["rejected", 2],
  ]);
  expect(ends.at(-2)).toMatchObject({ dates: 7 });
  const heights = ends.slice(2, -1).reduce((sum, { height }) => sum + height, 0);
  expect(ends[1]).toMatchObject({ kind: "written", height: expect.closeTo(heights) });
  expect(bands).toHaveLength(9);
  for (const [index, end] of ends.slice(3).entries()) {
    expect(end.y).toBeGreaterThan(ends[index + 2]!.y + ends[index + 2]!.height);
  }
});

it("names every date where one more would only stand for itself", () => {
  const dates = Array.from({ length: 7 }, (_, index) => ({ date: day(index + 1), rows: 1 }));
  const { ends } = ledgerFlow({ rowsRead: 7, rowsWritten: 7, rowsRejected: 0, dates }, width);
  expect(ends.filter(({ kind }) => kind === "date")).toHaveLength(7);
});
