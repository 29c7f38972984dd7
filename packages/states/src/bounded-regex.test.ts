import { expect, test } from "vitest";

import { execWithin, RegexTimeoutError } from "./bounded-regex.ts";

test("matches as exec does, groups and position included", () => {
  expect(execWithin(/b(c)/, "abc", 100)).toMatchObject({ 0: "bc", 1: "c", index: 1 });
  expect(execWithin(/(a+)(b*)/, "xaab", 100)).toMatchObject({ 1: "aa", 2: "b", index: 1 });
  expect(execWithin(/x/, "abc", 100)).toBeNull();
});

test("gives up a match that backtracks without end", () => {
  expect(() => execWithin(/^(a+)+$/, `${"a".repeat(50)}!`, 20)).toThrow(RegexTimeoutError);
});

test("gives up where no time is left", () => {
  expect(() => execWithin(/a*b*/, "ab", 0)).toThrow("The regular expression /a*b*/ takes too long");
});
