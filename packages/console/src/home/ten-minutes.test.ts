import { expect, test } from "vitest";
import { tenMinutes } from "./ten-minutes.ts";

test("minutes are added up by ten, the last ones too", () => {
  expect(tenMinutes([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3])).toEqual([10, 5]);
  expect(tenMinutes([])).toEqual([]);
});
