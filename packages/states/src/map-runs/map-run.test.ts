import { expect, it } from "vitest";
import { exceedsTolerance } from "./map-run.ts";

// oxlint-disable-next-line max-params -- a row of a table: two limits, two counts
function exceeds(
  count: number | undefined,
  percentage: number | undefined,
  failedItems: number,
  totalItems?: number,
) {
  return exceedsTolerance({ count, percentage }, { failedItems, totalItems });
}

// https://docs.aws.amazon.com/step-functions/latest/dg/maprun-fail-threshold.html
it("tolerates nothing when nothing is said", () => {
  expect(exceeds(undefined, undefined, 0, 10)).toBe(false);
  expect(exceeds(undefined, undefined, 1)).toBe(true);
});

it("tolerates as many as the count, even before the total is known", () => {
  expect(exceeds(2, undefined, 2)).toBe(false);
  expect(exceeds(2, undefined, 3)).toBe(true);
});

it("judges a percentage once the total is known", () => {
  expect(exceeds(undefined, 10, 5)).toBe(false);
  expect(exceeds(undefined, 10, 1, 10)).toBe(false);
  expect(exceeds(undefined, 10, 2, 10)).toBe(true);
  expect(exceeds(undefined, 100, 10, 10)).toBe(false);
});

it("fails at the first of the two that is exceeded", () => {
  expect(exceeds(5, 10, 2, 10)).toBe(true);
  expect(exceeds(1, 50, 2, 10)).toBe(true);
  expect(exceeds(2, 50, 2, 10)).toBe(false);
});
