import { expect, it } from "vitest";
import { ledgerFlow } from "./ledger-flow.ts";

it("draws bands as tall as their share of the rows", () => {
  const { ends } = ledgerFlow({ rowsRead: 100, rowsWritten: 75, rowsRejected: 25 });
  const [read, written, rejected] = ends;
  expect(ends.map(({ name, rows }) => [name, rows])).toEqual([
    ["read", 100],
    ["written", 75],
    ["rejected", 25],
  ]);
  expect(written!.height / rejected!.height).toBeCloseTo(3);
  expect(read!.height).toBeCloseTo(written!.height + rejected!.height);
});

it("shows few rows of many, and leaves out what has none", () => {
  const { ends, height } = ledgerFlow({ rowsRead: 24_000_000, rowsWritten: 23_999_999, rowsRejected: 1 });
  expect(ends.at(-1)).toMatchObject({ name: "rejected", height: 2 });
  expect(Math.max(...ends.map((end) => end.y + end.height))).toBeLessThan(height);
  expect(ledgerFlow({ rowsRead: 3, rowsWritten: 3, rowsRejected: 0 }).bands).toHaveLength(1);
});
