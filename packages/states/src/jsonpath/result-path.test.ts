import { expect, test } from "vitest";

import type { JsonValue } from "../json.ts";
import { applyResultPath } from "./result-path.ts";

test.each<[string | null | undefined, JsonValue, JsonValue]>([
  [undefined, { a: 1 }, "R"],
  ["$", { a: 1 }, "R"],
  [null, { a: 1 }, { a: 1 }],
  ["$.b", { a: 1 }, { a: 1, b: "R" }],
  ["$.a", { a: 1 }, { a: "R" }],
  ["$.b.c['d e']", { a: 1 }, { a: 1, b: { c: { "d e": "R" } } }],
  ["$.a[1]", { a: [1, 2] }, { a: [1, "R"] }],
])("path %j into %j gives %j", (path, input, expected) => {
  expect(applyResultPath(path, input, "R")).toEqual(expected);
});

test("leaves the input as it is", () => {
  const input = { a: { b: 1 } };
  applyResultPath("$.a.b", input, 2);
  expect(input).toEqual({ a: { b: 1 } });
});

test("takes a name that every object inherits for a member like any other", () => {
  const input: JsonValue = JSON.parse('{"__proto__":{"a":1}}');
  expect(JSON.stringify(applyResultPath("$.b", input, 2))).toBe('{"__proto__":{"a":1},"b":2}');
  expect(JSON.stringify(applyResultPath("$['__proto__'].b", input, 2))).toBe('{"__proto__":{"a":1,"b":2}}');
  expect(applyResultPath("$.constructor.b", {}, 2)).toEqual({ constructor: { b: 2 } });
});

test("names the path and the input where the result finds no place", () => {
  expect(() => applyResultPath("$.partitioned", "text", 1)).toThrow(
    'Unable to apply ReferencePath $.partitioned to input "text"',
  );
});

test.each<[string, JsonValue]>([
  ["$.a", 1],
  ["$.a", null],
  ["$.a.b", { a: "text" }],
  ["$.a[2]", { a: [1, 2] }],
])("fails with States.ResultPathMatchFailure for %s into %j", (path, input) => {
  expect(() => applyResultPath(path, input, "R")).toThrow(
    expect.objectContaining({ name: "States.ResultPathMatchFailure" }),
  );
});

test("refuses a path that is no reference path into the input", () => {
  expect(() => applyResultPath("$.a[*]", {}, 1)).toThrow("must be a reference path");
  expect(() => applyResultPath("$$.a", {}, 1)).toThrow("must be a reference path");
});
