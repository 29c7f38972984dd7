import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { JsonValue } from "../json.ts";
import { evaluateChoiceRule } from "./evaluate-choice-rule.ts";
import { stringMatches } from "./string-matches.ts";
import { parseTimestamp } from "./timestamp.ts";

function holds(rule: JsonValue, input: JsonValue): boolean {
  return evaluateChoiceRule(rule, {
    input,
    context: {},
    variables: { five: 5 },
    random: () => 0,
    uuid: () => "",
  });
}

describe("a comparison", () => {
  test.each<[string, JsonValue, JsonValue, boolean]>([
    ["BooleanEquals", true, true, true],
    ["BooleanEquals", 1, true, false],
    ["NumericEquals", 1, 1.0, true],
    ["NumericEquals", "1", 1, false],
    ["NumericEquals", false, 0, false],
    ["NumericLessThan", 1, 2, true],
    ["NumericLessThanEquals", 2, 2, true],
    ["NumericGreaterThan", 2, 2, false],
    ["NumericGreaterThanEquals", null, 0, false],
    ["StringEquals", "a", "a", true],
    ["StringEquals", null, "null", false],
    ["StringLessThan", "A", "AB", true],
    ["StringGreaterThan", "B", "AB", true],
    ["StringLessThanEquals", "a", "a", true],
    ["StringGreaterThanEquals", "A", "a", false],
    ["StringMatches", "log-2026.txt", "log-*.txt", true],
    ["StringMatches", "log", "log\\*", false],
    ["TimestampEquals", "2026-01-01T00:00:00Z", "2026-01-01T09:00:00+09:00", true],
    ["TimestampLessThan", "2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00.2Z", true],
    ["TimestampGreaterThan", "2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", true],
    ["TimestampLessThanEquals", "2026-01-01", "2026-01-01T00:00:00Z", false],
    ["TimestampGreaterThanEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", true],
    ["IsNull", null, true, true],
    ["IsNumeric", 1.5, true, true],
    ["IsString", 1, false, true],
    ["IsBoolean", false, true, true],
    ["IsTimestamp", "2026-01-01T00:00:00Z", true, true],
    ["IsTimestamp", "2026-01-01T00:00:00", true, false],
    ["IsPresent", null, true, true],
  ])("%s of %j with %j is %j", (...[operator, variable, value, expected]) => {
    expect(holds({ Variable: "$.v", [operator]: value }, { v: variable })).toBe(expected);
  });

  test("with a path compares with what the path finds", () => {
    expect(holds({ Variable: "$.v", NumericLessThanPath: "$five" }, { v: 4 })).toBe(true);
    expect(holds({ Variable: "$.v", StringEqualsPath: "$.w" }, { v: "a", w: "b" })).toBe(false);
  });

  test("fails if the variable or the other path finds nothing", () => {
    const message = "Invalid path '$.no': The choice state's condition path references an invalid value.";
    expect(() => holds({ Variable: "$.no", NumericEquals: 1 }, {})).toThrow(message);
    expect(() => holds({ Variable: "$", NumericEqualsPath: "$.no" }, {})).toThrow(message);
  });

  test("IsPresent finds out without failing", () => {
    expect(holds({ Variable: "$.no.where", IsPresent: false }, {})).toBe(true);
    expect(holds({ Variable: "$.no.where", IsPresent: true }, {})).toBe(false);
  });

  test("of an unknown operator fails by name", () => {
    expect(() => holds({ Variable: "$", Like: 1 }, {})).toThrow("There is no choice operator named Like");
    expect(() => holds({ Variable: "$" }, {})).toThrow("has no operator");
  });
});

test("And, Or and Not combine rules and stop at the first that decides", () => {
  const isOne = { Variable: "$.v", NumericEquals: 1 };
  const fails = { Variable: "$.no", NumericEquals: 1 };
  expect(holds({ And: [isOne, { Not: { Or: [{ Not: isOne }] } }] }, { v: 1 })).toBe(true);
  expect(holds({ Or: [isOne, fails] }, { v: 1 })).toBe(true);
  expect(holds({ And: [{ Not: isOne }, fails] }, { v: 1 })).toBe(false);
});

describe("stringMatches", () => {
  test.each([
    ["", "", true],
    ["", "*", true],
    ["abc", "a*c", true],
    ["abc", "a*b", false],
    ["abab", "*ab", true],
    ["a*b", "a\\*b", true],
    ["axb", "a\\*b", false],
    ["a\\b", "a\\\\b", true],
    ["abc", "****", true],
  ])("%j by %j is %j", (text, pattern, expected) => {
    expect(stringMatches(text, pattern)).toBe(expected);
  });

  test("agrees with a regular expression", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    const property = fc.property(texts, patterns, (text, pattern) => {
      const regex = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
      return stringMatches(text, pattern) === regex.test(text);
    });
    expect(() => fc.assert(property, { numRuns: 2_000 })).not.toThrow();
  });
});

test.each([
  "2026-02-29T00:00:00Z",
  "2026-01-01t00:00:00z",
  "2026-01-01T24:00:00Z",
  "2026-01-01 00:00:00Z",
  "2026-01-01",
])("%s is no timestamp", (text) => {
  expect(parseTimestamp(text)).toBeUndefined();
});
