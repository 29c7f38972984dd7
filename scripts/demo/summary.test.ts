import { expect, test } from "vitest";
import { differenceText, exportTable } from "./summary.ts";

test("exports stand in a table", () => {
  const exports = [{ date: "2026-11-21", version: 2, rows: 1_234, bytes: 98_765, path: "out/a.csv" }];
  expect(exportTable(exports)).toBe(
    ["date        version   rows   bytes  file", "2026-11-21        2  1,234  98,765  out/a.csv"].join("\n"),
  );
});

test("of many differences, the first are shown, with the number of the others", () => {
  expect(differenceText(["a", "b"], 2)).toBe("  a\n  b");
  expect(differenceText(["a", "b", "c"], 2)).toBe("  a\n  b\n  and 1 more");
});
