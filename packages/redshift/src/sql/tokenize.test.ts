import { describe, expect, it } from "vitest";
import { tokenize } from "./tokenize.ts";

function texts(sql: string): string[] {
  return tokenize(sql).map(({ kind, text }) => `${kind} ${text}`);
}

describe("tokenize", () => {
  it("folds words and quoted identifiers to lower case", () => {
    expect(texts(`Select "My Column" FROM Lake.T`)).toEqual([
      "word select",
      "quoted my column",
      "word from",
      "word lake",
      "symbol .",
      "word t",
    ]);
  });

  it.each([
    [`'it''s'`, "it's"],
    [`'it\\'s'`, "it's"],
    [`'a\\tb\\\\c\\001'`, "a\tb\\c\u0001"],
    ["$$it's$$", "it's"],
    ["$tag$a $$ b$tag$", "a $$ b"],
  ])("reads the string %s", (sql, text) => {
    expect(tokenize(sql)).toMatchObject([{ kind: "string", text }]);
  });

  it.each([
    ["'left'\n  'right'", ["string leftright"]],
    ["'a' -- why\n'b'\n'c'", ["string abc"]],
    ["'left' 'right'", ["string left", "string right"]],
    ["'left'\n$$right$$", ["string left", "string right"]],
  ])("joins strings on adjacent lines: %j", (sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it("reads a size whose unit follows its number at once", () => {
    expect(texts("1GB 6.2mb")).toEqual(["number 1", "word gb", "number 6.2", "word mb"]);
  });

  it("truncates names to 127 bytes, between characters", () => {
    expect(tokenize("x".repeat(200))[0]?.text).toBe("x".repeat(127));
    expect(tokenize(`"${"é".repeat(100)}"`)[0]?.text).toBe("é".repeat(63));
  });

  it("tells a parameter from a cast", () => {
    expect(texts(":day::date")).toEqual(["parameter day", "symbol ::", "word date"]);
  });

  it("leaves out comments, nested ones too", () => {
    expect(texts("a -- b\n/* c /* d */ e */ f")).toEqual(["word a", "word f"]);
  });

  it.each(["1", "1.5", ".5", "1e10", "1.5E-3"])("reads the number %s", (text) => {
    expect(tokenize(text)).toEqual([{ kind: "number", text, start: 0, end: text.length }]);
  });

  it.each([
    ["'open", "unterminated quoted string"],
    ['"open', "unterminated quoted identifier"],
    ['""', "zero-length delimited identifier"],
    ["/* open", "unterminated /* comment"],
    ["$$open", "unterminated dollar-quoted string"],
    ["a ? b", 'syntax error at or near "?"\n  Position: 3'],
    ["[1]", 'syntax error at or near "["'],
    ["1x", 'syntax error at or near "1x"'],
    ["a\0b", "invalid byte sequence"],
  ])("refuses %j", (sql, message) => {
    expect(() => tokenize(sql)).toThrow(message);
  });
});
