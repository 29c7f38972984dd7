import { expect, test } from "vitest";
import { shadeOf } from "./shade.ts";

test("a day's colour is its share of the largest day", () => {
  expect([0, 1, 200, 201, 1_000].map((rows) => shadeOf(rows, 1_000))).toEqual([0, 1, 1, 2, 5]);
  expect(shadeOf(0, 0)).toBe(0);
});
