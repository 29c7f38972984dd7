import { expect, test } from "vitest";
import { sumsText } from "./sums.ts";

const day = { version: 1, bytes: 1, path: "out/a.csv" };
const summary = {
  sent: 22_310,
  accepted: 22_000,
  rejected: 310,
  stored: 20_300,
  duplicates: 1_700,
  ledger: { objects: 1, rowsRead: 20_300, rowsWritten: 20_300, rowsRejected: 0 },
  exports: [
    { date: "2026-11-24", rows: 25, ...day },
    { date: "2026-11-25", rows: 20_000, ...day },
  ],
};

test("the sum leads from what was sent to what the CSVs hold", () => {
  expect(sumsText(summary, { onPurpose: true })).toBe(
    [
      "  22,310  sent",
      "-    310  rejected: made wrong on purpose",
      "-  1,700  sent twice, and dropped when the queue was drained",
      "-    275  sent twice, and dropped by the export, which sees every drain",
      "= 20,025  rows in the CSVs",
    ].join("\n"),
  );
});
