import { expect, test } from "vitest";
import { waitMilliseconds } from "./wait.ts";

test("a connection is tried again after a second, then ever later, and at least every half a minute", () => {
  expect([0, 1, 2, 5, 50].map((failures) => waitMilliseconds(failures, 0))).toEqual([
    1_000, 2_000, 4_000, 30_000, 30_000,
  ]);
  expect(waitMilliseconds(5, 0.999)).toBeGreaterThan(15_000);
});
