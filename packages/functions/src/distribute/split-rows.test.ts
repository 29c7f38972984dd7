import { currentFormat } from "@ashiato/core/work-row";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { RowSplitter } from "./split-rows.ts";

/** A row in all of today's columns, as the first version wrote it. */
const row = (second: number, date = "2026-11-21") =>
  currentFormat.widen(
    `${date},phone-1,2026-11-21 02:59:${String(second % 60).padStart(2, "0")}.000000,1.5,-1.0000000,,,,,,,,` +
      "0b5e3f0e-6b1c-8b52-9d5b-0e3c2a7d9f10,2026-11-21 03:00:00.000000",
  );

function split(content: Buffer, cuts: number[] = []) {
  const rows: string[] = [];
  const rejected: string[] = [];
  const splitter = new RowSplitter({
    row: (date, bytes, { start, end }) => rows.push(`${date}|${bytes.toString("latin1", start, end)}`),
    reject: (line, { text }) => rejected.push(`${line.toString("utf8")}|${text}`),
  });
  const ends = [...cuts.map((cut) => cut % (content.length + 1)), content.length].toSorted((a, b) => a - b);
  ends.reduce((start, end) => {
    splitter.push(content.subarray(start, end));
    return end;
  }, 0);
  splitter.end();
  return { rows, rejected, count: splitter.rows };
}

test("rows come with their date and line feed, other lines with the reason", () => {
  const { rows, rejected, count } = split(Buffer.from(`${row(1)}\n\n${row(2, "2026-11-22")}\né,\n${row(3)}`));
  expect(rows).toEqual([
    `2026-11-21|${row(1)}\n`,
    `2026-11-22|${row(2, "2026-11-22")}\n`,
    `2026-11-21|${row(3)}\n`,
  ]);
  expect(rejected).toEqual([
    expect.stringMatching(/^\|has 1 field, not \d/),
    expect.stringMatching(/^é,\|has 2 fields, not \d/),
  ]);
  expect(count).toBe(5);
});

test("where the pieces of an object begin and end does not matter", () => {
  const line = fc.oneof(
    fc.nat(59).map((second) => row(second)),
    fc.constantFrom("", "x", `"${row(1)}"`, "é,ü", "\r"),
  );
  const content = fc.array(line, { maxLength: 20 }).map((lines) => Buffer.from(lines.join("\n")));
  fc.assert(
    fc.property(content, fc.array(fc.nat(5_000), { maxLength: 10 }), (bytes, cuts) => {
      expect(split(bytes, cuts)).toEqual(split(bytes));
    }),
  );
});

test("a line longer than any row is refused, and one without end is an error", () => {
  const { rejected } = split(Buffer.from(`${"x".repeat(2_000)}\n`));
  expect(rejected[0]).toMatch(/has 2000 bytes, more than the 1024 of any row$/);
  expect(() => split(Buffer.alloc(2_000_000, "x"))).toThrow(
    expect.objectContaining({ name: "ObjectUnreadable", message: "Line 1 is longer than 1048576 bytes" }),
  );
});
