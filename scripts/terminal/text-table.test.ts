import { expect, test } from "vitest";
import { textTable } from "./text-table.ts";

test("numbers stand to the right, text to the left", () => {
  const table = textTable(
    ["date", "rows", "file"],
    [
      ["2026-11-21", 19_998, "out/a.csv"],
      ["2026-11-20", 7, "b.csv"],
    ],
  );
  expect(table).toBe(
    ["date          rows  file", "2026-11-21  19,998  out/a.csv", "2026-11-20       7  b.csv"].join("\n"),
  );
});

test("a table without rows is its header", () => {
  expect(textTable(["date", "rows"], [])).toBe("date  rows");
});
