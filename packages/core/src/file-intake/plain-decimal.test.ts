import fc from "fast-check";
import { expect, it } from "vitest";
import { type DecimalRange, plainDecimals } from "./plain-decimal.ts";

const latitude = reader({ least: -90, most: 90, scale: 6 });

/** Returns what reads a field of a line, between others. */
function reader(range: DecimalRange): (text: string) => string | undefined {
  const write = plainDecimals(range);
  return (text) => {
    const row = { bytes: Buffer.alloc(40), length: 3 };
    const field = { bytes: Buffer.from(`1,${text},5`), start: 2, end: 2 + text.length };
    return write(field, row) ? row.bytes.toString("latin1", 3, row.length) : undefined;
  };
}

it.each([
  ["35.681236", "35.681236"],
  ["-35.6", "-35.600000"],
  ["0", "0.000000"],
  ["0.5", "0.500000"],
  ["90", "90.000000"],
])("writes %s with all digits of the column: %s", (text, written) => {
  expect(latitude(text)).toBe(written);
});

it.each([
  "",
  "-",
  ".",
  "1.",
  ".5",
  "01",
  "-0",
  "-0.0",
  "+1",
  "1e1",
  "1,5",
  "1.1.1",
  "90.000001",
  "-90.1",
  "35.6812361",
])("leaves %j to the reader of any number", (text) => {
  expect(latitude(text)).toBeUndefined();
});

it("writes a number of a column without a fraction as it is", () => {
  const percent = reader({ least: 0, most: 100, scale: 0 });
  expect(percent("7")).toBe("7");
  expect(percent("7.0")).toBeUndefined();
});

it("writes what toFixed writes, and reads all that has no more digits", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -90_000_000, max: 90_000_000 }),
      fc.integer({ min: 0, max: 6 }),
      (units, digits) => {
        const text = (units / 1e6).toFixed(digits);
        const value = Number(text);
        expect(latitude(text)).toBe(Object.is(value, -0) ? undefined : value.toFixed(6));
      },
    ),
  );
});

it("never writes another number than it read", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[-+.0-9e]{0,18}$/), (text) => {
      const written = latitude(text);
      expect(written === undefined || Number(written) === Number(text)).toBe(true);
    }),
  );
});
