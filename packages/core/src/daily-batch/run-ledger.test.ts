import { expect, test } from "vitest";
import { addRounds, maxLedgerDates } from "./run-ledger.ts";

const round = { objects: 1, rowsRead: 5, rowsWritten: 4, rowsRejected: 1 };

test("rounds add up, by date too, the newest date first", () => {
  expect(
    addRounds([
      { ...round, rowsByDate: { "2026-11-20": 1, "2026-11-21": 3 } },
      { ...round, rowsByDate: { "2026-11-21": 4 } },
    ]),
  ).toEqual({
    objects: 2,
    rowsRead: 10,
    rowsWritten: 8,
    rowsRejected: 2,
    dates: [
      { date: "2026-11-21", rows: 7 },
      { date: "2026-11-20", rows: 1 },
    ],
  });
});

test("rejected rows add up by reason, the most frequent first, unless a reason is not known", () => {
  const first = { ...round, rejectedByReason: { fields: 1 } };
  const second = { ...round, rowsRejected: 2, rejectedByReason: { latitude: 2 } };
  expect(addRounds([first, second]).rejected).toEqual([
    { reason: "latitude", rows: 2 },
    { reason: "fields", rows: 1 },
  ]);
  expect(addRounds([first, round])).not.toHaveProperty("rejected");
});

test("a run of which an earlier version wrote a round names no dates", () => {
  expect(addRounds([round, { ...round, rowsByDate: { "2026-11-21": 4 } }])).toEqual({
    objects: 2,
    rowsRead: 10,
    rowsWritten: 8,
    rowsRejected: 2,
  });
});

test("of more dates than a ledger names, those with the fewest rows are added up", () => {
  const rowsByDate = Object.fromEntries(
    Array.from({ length: maxLedgerDates + 2 }, (_, day) => [
      new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
      day + 1,
    ]),
  );
  const { dates, otherDates } = addRounds([{ ...round, rowsByDate }]);
  expect(dates).toHaveLength(maxLedgerDates);
  expect(dates?.at(-1)).toEqual({ date: "2026-01-03", rows: 3 });
  expect(otherDates).toEqual({ dates: 2, rows: 3 });
});
