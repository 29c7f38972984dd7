import { expect, test } from "vitest";
import { maxShownCharacters, shownKey, shownValue } from "./shown-value.ts";

test.each([
  [null, "null"],
  [-0.5, "-0.5"],
  [Infinity, "Infinity"],
  [true, "true"],
  ['a"b', String.raw`"a\"b"`],
  [[], "[]"],
  [{}, "{}"],
  [[1, "x", [null]], '[1,"x",[null]]'],
  [{ a: 1, "b c": { d: [] }, e: undefined }, '{"a":1,"b c":{"d":[]}}'],
])("%j is shown as JSON", (value, text) => {
  expect(shownValue(value)).toBe(text);
});

test("an own key named __proto__ is shown", () => {
  expect(shownValue(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
});

test.each([
  ["a text of a million characters", "x".repeat(1_000_000)],
  ["a thousand numbers", Array.from({ length: 1_000 }, () => 123)],
  ["a list nested 500,000 deep", JSON.parse("[".repeat(500_000) + "]".repeat(500_000))],
  ["an object nested 100,000 deep", JSON.parse('{"a":'.repeat(100_000) + "1" + "}".repeat(100_000))],
  [
    "an object of 130,000 keys",
    Object.fromEntries(Array.from({ length: 130_000 }, (_, index) => [`k${index}`, 1])),
  ],
  ["a key of a million characters", { ["k".repeat(1_000_000)]: 1 }],
])("%s is cut", (_, value) => {
  expect(shownValue(value)).toHaveLength(maxShownCharacters + 1);
  expect(shownValue(value).endsWith("…")).toBe(true);
});

test("a long name of a key is cut, a short one stays", () => {
  expect(shownKey("speeed")).toBe("speeed");
  expect(shownKey("k".repeat(1_000))).toBe(`${"k".repeat(maxShownCharacters)}…`);
});
