import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { JsonValue } from "../json.ts";
import type { PathScope } from "../jsonpath/evaluate-path.ts";
import { PathSyntaxError } from "../jsonpath/path-syntax.ts";
import { callIntrinsicFunction } from "./call-intrinsic-function.ts";
import { intrinsicFunctions } from "./functions.ts";
import { parseIntrinsicCall } from "./parse-intrinsic-call.ts";

function call(text: string, input: JsonValue = null): JsonValue {
  const scope: PathScope = {
    input,
    context: { id: "c" },
    variables: { v: 7 },
    random: () => 0.5,
    uuid: () => "u",
  };
  return callIntrinsicFunction(text, scope);
}

test("there are 18 intrinsic functions", () => {
  expect(intrinsicFunctions.size).toBe(18);
});

describe("the value of", () => {
  test.each<[string, JsonValue, JsonValue]>([
    ["States.Array(1, 'a', $.x, null, true, $$.id, $v)", { x: [2] }, [1, "a", [2], null, true, "c", 7]],
    ["States.ArrayPartition($, 2)", [1, 2, 3], [[1, 2], [3]]],
    ["States.ArrayContains($, 2.0)", [1, 2], true],
    ["States.ArrayContains($.a, $.b)", { a: [{ x: 1, y: 2 }], b: { y: 2, x: 1 } }, true],
    ["States.ArrayRange(1, 10, 2)", null, [1, 3, 5, 7, 9]],
    ["States.ArrayRange(1, 9, 9)", null, [1]],
    ["States.ArrayRange(3, 1, -1)", null, [3, 2, 1]],
    ["States.ArrayGetItem($, 1)", [1, null], null],
    ["States.ArrayLength($)", [1, 2], 2],
    ["States.ArrayUnique($)", [1, "1", { a: 1, b: 2 }, { b: 2, a: 1 }, 1], [1, "1", { a: 1, b: 2 }]],
    ["States.Base64Encode('Data to encode')", null, "RGF0YSB0byBlbmNvZGU="],
    ["States.Base64Decode('RGF0YSB0byBkZWNvZGU=')", null, "Data to decode"],
    ["States.Hash('input data', 'SHA-1')", null, "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    [
      "States.JsonMerge($.a, $.b, false)",
      { a: { p: { q: 1 }, r: 1 }, b: { p: { s: 2 } } },
      { p: { s: 2 }, r: 1 },
    ],
    ["States.StringToJson($)", '{"a":[1]}', { a: [1] }],
    ["States.StringToJson($)", " ", null],
    ["States.JsonToString($)", { a: [1, "b"] }, '{"a":[1,"b"]}'],
    ["States.MathRandom(1, 9)", null, 5],
    ["States.MathAdd(1.49, 1.5)", null, 3],
    ["States.MathAdd(-2.5, 0)", null, -2],
    ["States.StringSplit('This.is+a,test=string', '.+,=')", null, ["This", "is", "a", "test", "string"]],
    ["States.StringSplit(',,a,,', ',')", null, ["a"]],
    ["States.UUID()", null, "u"],
    ["States.Format('{} and {}', $.a, $.b)", { a: "x", b: null }, "x and null"],
    [
      "States.Format('{}', $)",
      { a: 1, b: [], c: { d: ["x y", null, true], e: "" }, f: {} },
      "{a=1, b=[], c={d=[x y, null, true], e=}, f={}}",
    ],
    ["States.Format('{} {}', $[0], $)", [[1, "a"], 2], "[1, a] [[1, a], 2]"],
    ["States.Format('{} for {}', $$, $v)", null, "{id=c} for 7"],
    [
      "States.Format('{} {} {} {} {}', $[0], $[1], $[2], $[3], $[4])",
      [1.5, 12345678.9, 1e-7, 100000000, 1e300],
      "1.5 1.23456789E7 1.0E-7 100000000 1.0E300",
    ],
    ["States.Format('a \\{\\} {} \\\\ it\\'s', 1)", null, "a {} 1 \\ it's"],
    ["States.Array('a \\{\\} \\\\')", null, ["a {} \\"]],
    ["States.Format( $.t , States.JsonToString( $.o ) )", { t: "<{}>", o: { a: 1 } }, '<{"a":1}>'],
  ])("%s on %j is %j", (text, input, expected) => {
    expect(call(text, input)).toEqual(expected);
  });
});

test("States.MathRandom gives the same number for the same seed", () => {
  expect(call("States.MathRandom(1, 1000000, 42)")).toBe(call("States.MathRandom(1, 1000000, 42)"));
  expect(call("States.MathRandom(1, 1000000, 43)")).not.toBe(call("States.MathRandom(1, 1000000, 42)"));
});

describe("an argument that the function refuses fails with States.IntrinsicFailure", () => {
  test.each<[string, JsonValue, string]>([
    ["States.ArrayPartition($, 0)", [1], "must be a positive integer, but was 0"],
    ["States.ArrayRange(1, 10, 0)", null, "must not be zero"],
    ["States.ArrayRange(1, 5000, 1)", null, "would hold 5000 items"],
    ["States.ArrayGetItem($, 1)", [1], "Index 1 is out of bounds for an array of length 1"],
    ["States.ArrayLength($)", "abc", 'Argument 1 must be an array, but was "abc"'],
    ["States.Base64Encode($)", "a".repeat(10_001), "more than the limit of 10000"],
    ["States.Base64Decode('*')", null, "must be a Base64 text"],
    ["States.Hash('a', 'CRC')", null, "but was CRC"],
    ["States.JsonMerge($, $, true)", {}, "deep merging is not supported"],
    ["States.StringToJson('{')", null, "must be a JSON text"],
    ["States.MathAdd(2147483647, 1)", null, "2147483648 is not between"],
    ["States.MathRandom(2, 2)", null, "must be less than the end"],
    ["States.Format('{}')", null, "1 occurrences of {}, but 0 values"],
  ])("%s on %j: %s", (text, input, message) => {
    expect(() => call(text, input)).toThrow(
      expect.objectContaining({ name: "States.IntrinsicFailure", message: expect.stringContaining(message) }),
    );
  });
});

test("a path that finds nothing fails with States.Runtime and names the call, the path and the input", () => {
  expect(() => call("States.Array(States.JsonToString($.no))", { a: 1 })).toThrow(
    expect.objectContaining({
      name: "States.Runtime",
      message:
        "The function 'States.JsonToString($.no)' had the following error: The JsonPath argument for the field '$.no' could not be found in the input '{\"a\":1}'",
    }),
  );
});

describe("parseIntrinsicCall", () => {
  test.each([
    ["States.NoSuch()", "There is no intrinsic function named States.NoSuch"],
    ["States.UUID(1)", "States.UUID does not take 1 arguments"],
    ["States.Array(1", "Expected ','"],
    ["States.Array('a)", "The string does not end"],
    ["States.Array('a\\\"b')", "a backslash that escapes nothing"],
    ["States.Array(1)[0]", "Expected the end of the intrinsic function"],
    ["States.Array(a)", "Expected a string in single quotes"],
    [`${"States.Array(".repeat(11)}${")".repeat(11)}`, "More than 10 intrinsic functions are nested"],
  ])("refuses %s: %s", (text, message) => {
    expect(() => parseIntrinsicCall(text)).toThrow(message);
  });

  test("throws nothing but syntax errors, whatever the text", () => {
    const piece = fc.constantFrom(
      "States.",
      "Array",
      "Format",
      "(",
      ")",
      "'",
      "\\",
      ",",
      "$",
      ".a",
      "[0]",
      "1",
      " ",
      "{}",
    );
    const anything = fc.array(piece, { maxLength: 30 });
    const property = fc.property(anything, (pieces) => isParsedOrRefused(pieces.join("")));
    expect(() => fc.assert(property, { numRuns: 2_000 })).not.toThrow();
  });
});

function isParsedOrRefused(text: string): boolean {
  try {
    parseIntrinsicCall(text);
    return true;
  } catch (error) {
    return error instanceof PathSyntaxError;
  }
}
