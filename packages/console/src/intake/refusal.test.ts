import { expect, test } from "vitest";
import { refusalOf } from "./refusal.ts";

test("a file that is empty or above 50 GiB is refused, and so is a name that is none of a file", () => {
  expect(refusalOf({ name: "day.csv", bytes: 0 })).toBe("empty");
  expect(refusalOf({ name: "day.csv", bytes: 50 * 1024 ** 3 })).toBeUndefined();
  expect(refusalOf({ name: "day.csv", bytes: 50 * 1024 ** 3 + 1 })).toBe("large");
  for (const name of ["", "a/b.csv", String.raw`a\b.csv`, "..", "a\u0007", "x".repeat(201)]) {
    expect(refusalOf({ name, bytes: 1 }), name).toBe("name");
  }
  expect(refusalOf({ name: "足跡 11月.csv", bytes: 1 })).toBeUndefined();
});
