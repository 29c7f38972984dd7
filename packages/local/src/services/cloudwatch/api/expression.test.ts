import { expect, it } from "vitest";
import { compileExpression } from "./expression.ts";

it.each([
  ["a + b - c", 0],
  ["a - b - c", -4],
  ["seconds / 3600", 2],
  ["0 * a", 0],
  ["-(a + 2) * 1.5e1 / c", -15],
  ["a * 1.2 + b", 3.2],
])("computes %s", (text, value) => {
  expect(compileExpression(text).compute({ a: 1, b: 2, c: 3, seconds: 7_200 })).toBeCloseTo(value);
});

it.each(["", "a +", "(a", "a b", "SUM(a)", "FILL(a, 0)", "a ; b"])("refuses %j by name", (text) => {
  expect(() => compileExpression(text)).toThrow(expect.objectContaining({ name: "ValidationError" }));
});
