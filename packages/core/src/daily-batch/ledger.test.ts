import { expect, test } from "vitest";
import { balanceBatches, balanceExport } from "./ledger.ts";

const batch = {
  batch: "a",
  objects: 1,
  rowsRead: 5,
  rowsWritten: 4,
  rowsRejected: 1,
  dates: [
    { date: "2026-11-20", rows: 1, key: "k1", bytes: 1 },
    { date: "2026-11-21", rows: 3, key: "k2", bytes: 1 },
  ],
};
const counts = {
  date: "2026-11-21",
  partitionRows: 5,
  partitionReports: 4,
  partitionConflicts: 1,
  writtenRows: 5,
  manifest: { rows: 4, bytes: 100 },
  files: { rows: 4, bytes: 100 },
  parquetRows: 4,
  conflictRows: 1,
};

test("batches that balance add up, by date too", () => {
  expect(balanceBatches([batch, { ...batch, batch: "b" }])).toEqual({
    ledger: { objects: 2, rowsRead: 10, rowsWritten: 8, rowsRejected: 2 },
    rowsByDate: new Map([
      ["2026-11-20", 2],
      ["2026-11-21", 6],
    ]),
    rejectedByReason: undefined,
  });
});

test("reasons of batches add up, and are not known if one rejected rows without a reason", () => {
  const known = { ...batch, rejectedByReason: { latitude: 1 } };
  expect(balanceBatches([known, known]).rejectedByReason).toEqual(new Map([["latitude", 2]]));
  const none = { ...batch, rowsRead: 4, rowsRejected: 0 };
  expect(balanceBatches([known, none]).rejectedByReason).toEqual(new Map([["latitude", 1]]));
  expect(balanceBatches([known, batch]).rejectedByReason).toBeUndefined();
});

test("a batch that does not balance is named with its numbers", () => {
  expect(() => balanceBatches([{ ...batch, rowsRead: 6 }])).toThrow(
    "Batch a read 6 rows, but wrote 4 and rejected 1",
  );
  expect(() => balanceBatches([{ ...batch, rejectedByReason: { fields: 2 } }])).toThrow(
    "Batch a rejected 1 rows, but their reasons add up to 2",
  );
  expect(() => balanceBatches([{ ...batch, dates: [] }])).toThrow(
    "Batch a wrote 4 rows, but its dates add up to 0",
  );
});

test("an export that balances passes", () => {
  expect(() => balanceExport(counts)).not.toThrow();
  expect(() => balanceExport({ ...counts, parquetRows: undefined })).not.toThrow();
});

test("every pair of numbers that differs is named", () => {
  const wrong = {
    ...counts,
    partitionRows: 3,
    files: { rows: 2, bytes: 50 },
    manifest: { rows: 3, bytes: 100 },
    parquetRows: 5,
    conflictRows: 0,
  };
  expect(() => balanceExport(wrong)).toThrow(
    expect.objectContaining({
      name: "LedgerMismatch",
      message: [
        "Export of 2026-11-21: the export has 3 rows for 4 distinct reports in the partition",
        "the files have 2 rows where the manifest says 3",
        "the files have 50 bytes where the manifest says 100",
        "the Parquet files have 5 rows for 4 distinct reports in the partition",
        "the partition has 3 rows, fewer than its 4 distinct reports",
        "the files of conflicts have 0 rows for 1 conflicts in the partition",
        "the partition has 3 rows, fewer than the 5 that this run wrote",
      ].join("; "),
    }),
  );
});
