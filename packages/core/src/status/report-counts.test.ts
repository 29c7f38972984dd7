import { expect, test } from "vitest";
import { reportsPerMinute } from "./report-counts.ts";

const from = Date.parse("2026-11-26T15:00:00Z");
const minute = 60_000;

test("adds up what each way counts in each minute", () => {
  const sums = new Map([
    ["stored", [{ minute: from + minute, sum: 10 }]],
    ["registered", [{ minute: from + minute, sum: 5 }]],
    ["duplicates", [{ minute: from + minute, sum: 1 }]],
    ["refused", [{ minute: from, sum: 2 }]],
    ["unreadable", [{ minute: from, sum: 3 }]],
  ]);
  expect(reportsPerMinute(sums, { from, until: from + 2.5 * minute })).toEqual({
    from: "2026-11-26T15:00:00.000Z",
    received: [5, 16, 0],
    kept: [0, 15, 0],
    equal: [0, 1, 0],
    rejected: [5, 0, 0],
    totals: { received: 21, kept: 15, equal: 1, rejected: 5 },
  });
});

test("leaves out what is of another day, and has no minute at midnight", () => {
  const sums = new Map([["stored", [{ minute: from - minute, sum: 10 }]]]);
  expect(reportsPerMinute(sums, { from, until: from })).toMatchObject({
    received: [],
    totals: { received: 0, kept: 0 },
  });
});
