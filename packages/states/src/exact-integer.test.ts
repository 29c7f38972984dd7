import { expect, test } from "vitest";

import { integerOf, parseJson, toDouble } from "./exact-integer.ts";
import { isExactInteger, isJsonObject } from "./json.ts";
import { jsonText } from "./json-text.ts";

// https://github.com/floci-io/floci/pull/2683: what AWS keeps of whole numbers, measured there
test.each([
  "9223372036854775807",
  "-9223372036854775808",
  "9007199254740993",
  '{"ids":[1,9007199254740993,-9007199254740995],"name":"1234567890123456789"}',
  '[9007199254740993,{"__proto__":9007199254740993}]',
])("keeps every digit of %s", (text) => {
  expect(JSON.stringify(parseJson(text))).toBe(text);
  expect(jsonText(parseJson(text))).toBe(text);
});

test.each([
  ["9223372036854775808", "9223372036854776000"],
  ["-9223372036854775809", "-9223372036854776000"],
  ["123456789012345678901", "123456789012345680000"],
  ["0.12345678901234567890", "0.12345678901234568"],
  ["1e2", "100"],
  ["1.0", "1"],
])("reads %s as a double, which is written %s", (text, expected) => {
  expect(JSON.stringify(parseJson(text))).toBe(expected);
});

test("makes a plain number of what a double writes alike", () => {
  expect(parseJson("9007199254740992")).toBe(2 ** 53);
  expect(integerOf("1152921504606847000")).toBe(1152921504606847000);
  expect(parseJson("[1234567890123456]")).toEqual([1234567890123456]);
});

test("is no object, and has a nearest double", () => {
  const value = parseJson("9007199254740993");
  expect(isExactInteger(value)).toBe(true);
  expect(isJsonObject(value)).toBe(false);
  expect(toDouble(value)).toBe(2 ** 53);
  expect(toDouble("9007199254740993")).toBe("9007199254740993");
});

test("refuses text that is not JSON", () => {
  expect(() => parseJson("[9007199254740993")).toThrow(SyntaxError);
  expect(() => parseJson("09007199254740993")).toThrow(SyntaxError);
});

test("refuses what nests more than 1,000 deep, brackets in texts aside", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}"\\"[\\\\"${"]".repeat(depth)}`;
  expect(JSON.stringify(parseJson(nested(1000)))).toBe(nested(1000));
  expect(() => parseJson(nested(1001))).toThrow("nests more than 1000 deep");
  expect(parseJson(JSON.stringify(["[".repeat(3000), '{"'.repeat(3000)]))).toHaveLength(2);
});
