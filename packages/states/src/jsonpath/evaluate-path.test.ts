import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { JsonValue } from "../json.ts";
import { evaluatePath, evaluatePathOfField, type PathScope, requirePath } from "./evaluate-path.ts";
import { parsePath } from "./parse-path.ts";
import { isReferencePath, PathSyntaxError } from "./path-syntax.ts";

function scopeOf(input: JsonValue): PathScope {
  return {
    input,
    context: { State: { Name: "S" } },
    variables: { v: [1, { w: 2 }] },
    random: () => 0,
    uuid: () => "",
  };
}

const store = {
  book: [
    { title: "A", price: 8, tags: ["x", "y"], note: null, sold: true },
    { title: "B", price: 12, tags: [], note: "due 2026-01-31", sold: false },
    { title: "C", price: 22, tags: ["y"] },
  ],
  "delivery-partner": "UQS",
  limit: 10,
};

describe("evaluatePath", () => {
  test.each<[string, JsonValue]>([
    ["$", store],
    ["$.limit", 10],
    ["$['limit']", 10],
    ['$["limit"]', 10],
    ["$.delivery-partner", "UQS"],
    ["$.book[0].title", "A"],
    ["$.book.[0].['title']", "A"],
    ["$.book[-1].title", "C"],
    ["$$.State.Name", "S"],
    ["$v[1].w", 2],
    ["$.book[*].title", ["A", "B", "C"]],
    ["$.book[0,2].title", ["A", "C"]],
    ["$.book[1:].title", ["B", "C"]],
    ["$.book[:1].title", ["A"]],
    ["$.book[-2:].title", ["B", "C"]],
    ["$..title", ["A", "B", "C"]],
    ["$..book[0].title", ["A"]],
    ["$.book[0]['title','price']", { title: "A", price: 8 }],
    ["$.book[?(@.price < 10)].title", ["A"]],
    ["$.book[?(@.price > $.limit && @.price < 20)].title", ["B"]],
    ["$.book[?(@.price == 8 || @.title == 'C')].title", ["A", "C"]],
    ["$.book[?(!(@.price > 10))].title", ["A"]],
    ["$.book[?(@.note)].title", ["B"]],
    ["$.book[?(!@.note)].title", ["A", "C"]],
    ["$.book[?(@.tags && !@.note)].title", ["A", "C"]],
    ["$.book[?(@.title==B)].price", [12]],
    ["$.book[?(@.title == B )]..price", [12]],
    ["$.book[?(@.title==A || @.title==C)].price", [8, 22]],
    ["$.book[?(@.note==due 2026-01-31)].title", ["B"]],
    ["$.book[?(@.note != due 2026-01-31)].title", ["A", "C"]],
    ["$.book[?(@.sold==true)].title", ["A"]],
    ["$.book[?(@.sold=='true')].title", ["A"]],
    ["$.book[?(@.price > '10')].title", ["B", "C"]],
    ["$.book[(@.length-1)].title", "C"],
    ["$.book[( @.length - 3 )].title", "A"],
    ["$.book[*].tags[(@.length-1)]", ["y", "y"]],
    [" $.limit\t", 10],
    ["$.book[0].tags[?(@ == 'x')]", []],
    ["$.book[*].missing", []],
    ["$.book[*].tags[1]", ["y"]],
    ["$.book[?(@.title =~ /[ab]/i)].title", ["A", "B"]],
    ["$.book[?(@.price<10||@.price>20)].title", ["A", "C"]],
    ["$.book[?(@.title in ['A', 'C'])].title", ["A", "C"]],
    ["$.book[?(@.title nin ['A'])].title", ["B", "C"]],
    ["$.book[?(@.tags contains 'y')].title", ["A", "C"]],
    ["$.book[?(@.tags empty true)].title", ["B"]],
    ["$.book[?(@.tags size 2)].title", ["A"]],
    ["$.book[?(@.price == '12')].title", ["B"]],
    ["$..[?(@.price > 20)].title", ["C"]],
    ["$.book.length()", 3],
    ["$.book[*].tags.length()", [2, 0, 1]],
    ["$.no[*].x", []],
    ["$.no.such[1:5]", []],
    ["$..no", []],
  ])("%s is %j", (path, expected) => {
    expect(evaluatePath(path, scopeOf(store))).toEqual(expected);
  });

  test("takes punctuation in a dotted name for part of it, as Jayway does", () => {
    expect(evaluatePath("$.a-b.@id", scopeOf({ "a-b": { "@id": 1 } }))).toBe(1);
  });

  test("ends a filter whose regular expression backtracks without end", () => {
    const input = [{ a: `${"a".repeat(50)}!` }, { a: `${"a".repeat(50)}!` }];
    expect(() => evaluatePath("$[?(@.a =~ /(a+)+/)]", scopeOf(input))).toThrow("takes too long");
  });

  test("takes a backslash in a quoted name for itself", () => {
    expect(evaluatePath(String.raw`$['a\""b']`, scopeOf({ 'a\\""b': 1 }))).toBe(1);
  });

  test("does not see inherited members", () => {
    expect(() => evaluatePath("$.constructor", scopeOf({}))).toThrow("No results for path: $['constructor']");
  });

  test.each([
    ["$.no.such.path", "Invalid path '$.no.such.path' : Missing property in path $['no']"],
    ["$.no", "Invalid path '$.no' : No results for path: $['no']"],
    ["$.limit.x", "Invalid path '$.limit.x' : Property ['x'] not found in path $['limit']"],
    ["$.book[(@.length-9)]", "Invalid path '$.book[(@.length-9)]' : No results for path: $['book'][-9]"],
    ["$.book[9]", "Invalid path '$.book[9]' : No results for path: $['book'][9]"],
    ["$noSuchVariable", "Invalid path '$noSuchVariable' : No results for path: $noSuchVariable"],
  ])("%s fails: %s", (path, message) => {
    expect(() => evaluatePath(path, scopeOf(store))).toThrow(
      expect.objectContaining({ name: "States.Runtime", message }),
    );
  });

  test("cannot apply a path to an input of null", () => {
    const message = "Unable to apply Path transformation to null or empty input.";
    expect(evaluatePath("$", scopeOf(null))).toBeNull();
    expect(evaluatePath("$$.State.Name", scopeOf(null))).toBe("S");
    expect(() => evaluatePath("$.a", scopeOf(null))).toThrow(message);
    expect(() => evaluatePathOfField("$", "a.$", scopeOf(null))).toThrow(message);
  });

  test("names the field and the input where AWS does", () => {
    expect(() => evaluatePathOfField("$.no", "name.$", scopeOf({ a: 1 }))).toThrow(
      "The JSONPath '$.no' specified for the field 'name.$' could not be found in the input '{\"a\":1}'",
    );
  });

  test("takes a cause in words of its own for a path that finds nothing, and for no other failure", () => {
    const causeOf = (reason: string) => `Nothing there. ${reason}`;
    expect(requirePath("$.a", scopeOf({ a: 1 }), causeOf)).toBe(1);
    expect(() => requirePath("$.no", scopeOf({ a: 1 }), causeOf)).toThrow(
      "Nothing there. No results for path: $['no']",
    );
    expect(() => requirePath("$[", scopeOf({ a: 1 }), causeOf)).toThrow(/^Invalid path '\$\['/);
  });

  test("refuses a path that multiplies without end", () => {
    let deep: JsonValue = 1;
    for (let depth = 0; depth < 300; depth += 1) {
      deep = [deep];
    }
    expect(() => evaluatePath("$..*..*..*..*", scopeOf(deep))).toThrow("reaches more than 1000000 values");
  });

  test("walks a list of a million items", () => {
    const list = Array.from({ length: 900_000 }, () => 0);
    expect(evaluatePath("$..x", scopeOf(list))).toEqual([]);
  });

  test("walks an input nested 100,000 deep", () => {
    let deep: JsonValue = { end: 1 };
    for (let depth = 0; depth < 100_000; depth += 1) {
      deep = [deep];
    }
    expect(evaluatePath("$..end", scopeOf(deep))).toEqual([1]);
  });
});

describe("parsePath", () => {
  test.each([
    "",
    "a",
    "$.",
    "$..",
    "$a b",
    "$.a b",
    "$[",
    "$[]",
    "$['a",
    "$[?]",
    "$[?(@.a ==)]",
    "$[?(1)]",
    "$[?(@.a==b=c)]",
    "$[?(@.a==it's)]",
    "$[(@.length)]",
    "$[(@.size-1)]",
    "$[(1)]",
    "$.a.nope()",
    "@.a",
    "$[1:2:3]",
  ])("refuses %j", (text) => {
    expect(() => parsePath(text)).toThrow(PathSyntaxError);
  });

  test("tells reference paths from others", () => {
    expect(isReferencePath(parsePath("$.a['b'][0]"))).toBe(true);
    expect(isReferencePath(parsePath("$.a[*]"))).toBe(false);
    expect(isReferencePath(parsePath("$.a[(@.length-1)]"))).toBe(false);
    expect(isReferencePath(parsePath("$.a.length()"))).toBe(false);
  });

  test("throws nothing but syntax errors, whatever the text", () => {
    const piece = fc.constantFrom(
      "$",
      "@",
      ".",
      "..",
      "[",
      "]",
      "?(",
      ")",
      "'",
      "a",
      "0",
      ":",
      ",",
      "*",
      "==",
      "&&",
      "!",
      "/",
      "\\",
      " ",
      "-",
    );
    const anything = fc.array(piece, { maxLength: 30 });
    const property = fc.property(anything, (pieces) => isParsedOrRefused(`$${pieces.join("")}`));
    expect(() => fc.assert(property, { numRuns: 5_000 })).not.toThrow();
  });
});

function isParsedOrRefused(text: string): boolean {
  try {
    parsePath(text);
    return true;
  } catch (error) {
    return error instanceof PathSyntaxError;
  }
}
