import { describe, expect, it } from "vitest";
import { readEventPattern } from "./event-pattern.ts";

/** Matches what a pattern says of the event's detail. */
function matches(pattern: object, detail: object): boolean {
  return readEventPattern(JSON.stringify({ detail: pattern }))({
    source: "a.source",
    detail: JSON.parse(JSON.stringify(detail)),
  });
}

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
describe("operators", () => {
  it.each<[string, object, object, object]>([
    ["a value", ["a", "b"], { x: "b" }, { x: "c" }],
    ["null", [null], { x: null }, { x: "" }],
    ["an empty text", [""], { x: "" }, { x: null }],
    ["a number", [1], { x: 1.0 }, { x: "1" }],
    ["true", [true], { x: true }, { x: "true" }],
    ["prefix", [{ prefix: "eu-" }], { x: "eu-west-1" }, { x: "us-east-1" }],
    ["prefix of any case", [{ prefix: { "equals-ignore-case": "EU" } }], { x: "Eu-1" }, { x: "us" }],
    ["suffix", [{ suffix: ".png" }], { x: "a.png" }, { x: "a.PNG" }],
    ["suffix of any case", [{ suffix: { "equals-ignore-case": ".PNG" } }], { x: "a.pnG" }, { x: "a.gif" }],
    ["equals-ignore-case", [{ "equals-ignore-case": "Alice" }], { x: "aLICE" }, { x: "Alicia" }],
    ["wildcard", [{ wildcard: "dir/*.p*g" }], { x: "dir/a/b.ppg" }, { x: "dir/a.gif" }],
    ["wildcard with an asterisk", [{ wildcard: "a\\**" }], { x: "a*b" }, { x: "ab" }],
    ["wildcard whose parts must not overlap", [{ wildcard: "aba*aba" }], { x: "abaaba" }, { x: "ababa" }],
    ["anything-but", [{ "anything-but": "a" }], { x: "b" }, { x: "a" }],
    ["anything-but of a number", [{ "anything-but": 5 }], { x: "5" }, { x: 5 }],
    ["anything-but of a list", [{ "anything-but": ["a", "b"] }], { x: null }, { x: "b" }],
    ["anything-but of a prefix", [{ "anything-but": { prefix: "in" } }], { x: "out" }, { x: "init" }],
    ["anything-but of prefixes", [{ "anything-but": { prefix: ["a", "b"] } }], { x: "c" }, { x: "bc" }],
    ["anything-but of a suffix", [{ "anything-but": { suffix: ".gz" } }], { x: "a.gzip" }, { x: "a.gz" }],
    ["anything-but of any case", [{ "anything-but": { "equals-ignore-case": "a" } }], { x: "b" }, { x: "A" }],
    [
      "anything-but of a wildcard",
      [{ "anything-but": { wildcard: "*/lib/*" } }],
      { x: "/l" },
      { x: "/lib/a" },
    ],
    ["numeric", [{ numeric: [">", 0, "<=", 5] }], { x: 5 }, { x: 0 }],
    ["numeric equality", [{ numeric: ["=", 3.018e2] }], { x: 301.8 }, { x: 301 }],
    ["cidr", [{ cidr: "10.0.0.0/24" }], { x: "10.0.0.255" }, { x: "10.0.1.0" }],
    ["cidr of IPv6", [{ cidr: "2001:db8::/32" }], { x: "2001:db8::1" }, { x: "10.0.0.1" }],
    ["exists", [{ exists: true }], { x: null }, {}],
    ["exists, of leaves alone", [{ exists: true }], { x: [1] }, { x: { y: 1 } }],
    ["exists false", [{ exists: false }], { y: 1 }, { x: 1 }],
    ["either of two operators", [{ exists: false }, "a"], { x: "a" }, { x: "b" }],
  ])("matches %s", (_what, list, matching, other) => {
    expect([matches({ x: list }, matching), matches({ x: list }, other)]).toEqual([true, false]);
  });
});

describe("fields", () => {
  it("match together", () => {
    expect(matches({ a: [1], b: [2] }, { a: 1, b: 2, c: 3 })).toBe(true);
    expect(matches({ a: [1], b: [2] }, { a: 1, b: 3 })).toBe(false);
  });

  it("that are lists match by one of their values", () => {
    expect(matches({ a: [1, 5] }, { a: [4, 5] })).toBe(true);
    expect(matches({ a: [1] }, { a: [] })).toBe(false);
  });

  it("of an object in a list match in the same object", () => {
    const pattern = { items: { a: [1], b: [2] } };
    expect(matches(pattern, { items: [{ a: 1 }, { a: 1, b: 2 }] })).toBe(true);
    expect(matches(pattern, { items: [{ a: 1 }, { b: 2 }] })).toBe(false);
  });

  it("are absent only if no object of a list has them", () => {
    expect(matches({ items: { c: [{ exists: false }] } }, { items: [{ c: 1 }, { d: 2 }] })).toBe(false);
    expect(matches({ items: { c: [{ exists: false }] } }, { items: [{ d: 2 }] })).toBe(true);
    expect(matches({ items: { c: [{ exists: false }] } }, {})).toBe(true);
  });

  it("match by $or, also within it", () => {
    const pattern = { a: [1], $or: [{ b: [2] }, { c: [3], $or: [{ d: [4] }, { e: [5] }] }] };
    expect(matches(pattern, { a: 1, b: 2 })).toBe(true);
    expect(matches(pattern, { a: 1, c: 3, e: 5 })).toBe(true);
    expect(matches(pattern, { a: 1, c: 3 })).toBe(false);
    expect(matches(pattern, { b: 2 })).toBe(false);
  });

  it("may have the name $or, if it is not a choice", () => {
    expect(matches({ $or: [1] }, { $or: 1 })).toBe(true);
    expect(matches({ $or: { a: [1] } }, { $or: { a: 1 } })).toBe(true);
  });
});

describe("a pattern that is none", () => {
  it.each<[string, string]>([
    ["{", "The pattern is not JSON"],
    ["[]", "Filter is not an object"],
    ["{}", "Empty objects are not allowed"],
    ['{"a": {}}', "Empty objects are not allowed"],
    ['{"a": []}', "Empty arrays are not allowed"],
    ['{"source": "a"}', '"source" must be an object or an array'],
    ['{"a": [[1]]}', "Match value must be String, number, true, false, or null"],
    ['{"a": [{"begins": "x"}]}', "Unrecognized match type begins"],
    ['{"a": [{"prefix": 1}]}', "prefix match pattern must be a string"],
    ['{"a": [{"prefix": "a", "suffix": "b"}]}', "Only one key allowed in match expression"],
    ['{"a": [{"exists": 1}]}', "exists match pattern must be either true or false."],
    ['{"a": [{"wildcard": "a**b"}]}', "Consecutive wildcard characters at pos 1"],
    ['{"a": [{"wildcard": "a\\\\b"}]}', "Invalid escape character at pos 1"],
    ['{"a": [{"numeric": [">", "1"]}]}', "Value of > must be numeric"],
    ['{"a": [{"numeric": [">", 5, "<", 1]}]}', "Bottom must be less than top"],
    ['{"a": [{"numeric": ["=", 6e9]}]}', "Value must be between -5.0E9 and 5.0E9, inclusive: 6000000000"],
    ['{"a": [{"cidr": "10.0.0.0"}]}', "Malformed CIDR, one slash required"],
    [
      '{"a": [{"anything-but": [1, "a"]}]}',
      "Value of anything-but must be an array or single string/number value.",
    ],
    ['{"a": [{"anything-but": {"exists": true}}]}', "Unsupported anything-but pattern: exists"],
  ])("is refused with the reason: %s", (pattern, reason) => {
    expect(() => readEventPattern(pattern)).toThrow(expect.objectContaining({ message: reason }));
  });
});
