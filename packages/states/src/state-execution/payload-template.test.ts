import { expect, test } from "vitest";

import type { JsonValue } from "../json.ts";
import { evaluatePayloadTemplate } from "./payload-template.ts";

function evaluate(template: JsonValue, input: JsonValue): JsonValue {
  return evaluatePayloadTemplate(template, {
    input,
    context: {},
    variables: {},
    random: () => 0,
    uuid: () => "u",
  });
}

test("evaluates paths and intrinsic functions at any depth and copies all else", () => {
  const template = {
    "a.$": "$.x",
    b: { "c.$": "States.Array($.x, 2)", d: "$.x" },
    e: [{ "f.$": "$.x" }, "$.x"],
    g: null,
  };
  expect(evaluate(template, { x: 1 })).toEqual({
    a: 1,
    b: { c: [1, 2], d: "$.x" },
    e: [{ f: 1 }, "$.x"],
    g: null,
  });
});

test("copies what a path finds without evaluating it again", () => {
  expect(evaluate({ "a.$": "$" }, { "b.$": "$.c" })).toEqual({ a: { "b.$": "$.c" } });
});

test("keeps a field named __proto__ a field", () => {
  const template: JsonValue = JSON.parse('{"__proto__.$": "$.a", "b": {"__proto__": 1}}');
  expect(JSON.stringify(evaluate(template, { a: 2 }))).toBe('{"__proto__":2,"b":{"__proto__":1}}');
});

test("names the field whose path finds nothing", () => {
  expect(() => evaluate({ a: { "b.$": "$.no" } }, {})).toThrow(
    "The JSONPath '$.no' specified for the field 'b.$' could not be found in the input '{}'",
  );
});

test("refuses a dynamic field that holds no text", () => {
  expect(() => evaluate({ "a.$": 1 }, {})).toThrow("The value for the field 'a.$' must be a valid JSONPath");
});

test.each<[JsonValue, JsonValue]>([
  [
    [1, { "b.$": "$.x" }],
    [1, { b: 5 }],
  ],
  [[[{ "b.$": " $.x " }]], [[{ b: 5 }]]],
  ["$.x", "$.x"],
  [7, 7],
  [false, false],
  [null, null],
])("takes a template of any type: %j gives %j", (template, expected) => {
  expect(evaluate(template, { x: 5 })).toEqual(expected);
});
