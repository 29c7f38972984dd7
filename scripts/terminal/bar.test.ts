import { expect, test } from "vitest";
import { bar } from "./bar.ts";

test("a bar is as full as the part of the whole", () => {
  expect(bar(0, 10)).toBe("[------------------------]");
  expect(bar(5, 10)).toBe("[############------------]");
  expect(bar(12, 10)).toBe("[########################]");
  expect(bar(0, 0)).toBe("[########################]");
});
