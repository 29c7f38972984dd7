import { array, assert, asyncProperty, constantFrom, integer, string } from "fast-check";
import { expect, it } from "vitest";
import { csvRows } from "./csv-rows.ts";

async function rowsOf(text: string, { delimiter = ",", size = text.length || 1 } = {}): Promise<string[][]> {
  const chunks = async function* () {
    for (let at = 0; at < text.length; at += size) {
      yield text.slice(at, at + size);
    }
  };
  const rows: string[][] = [];
  for await (const row of csvRows(chunks(), delimiter)) {
    rows.push(row);
  }
  return rows;
}

// https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html
it.each<[string, string[][]]>([
  [
    "a,b\nc,d",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  [
    "a,b\r\nc,d\r\n",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  ["a\rb", [["a"], ["b"]]],
  [
    "a,\n,b\n,",
    [
      ["a", ""],
      ["", "b"],
      ["", ""],
    ],
  ],
  ["\n\na\n\n\r\nb\n", [["a"], ["b"]]],
  ['""\n""', [[""], [""]]],
  ['"1,2","two\nlines\r\n"', [["1,2", "two\nlines\r\n"]]],
  ['"say ""hi""","""x"""', [['say "hi"', '"x"']]],
  ['{""k"":""v""},1', [['{"k":"v"}', "1"]]],
  ['""k"" and more,1', [['"k" and more', "1"]]],
  ['"",1', [["", "1"]]],
  ['5" pipe,a"b"c', [['5" pipe', 'a"b"c']]],
  ['"a"b,c', [["ab", "c"]]],
  [String.raw`C:\\Temp\\x,1`, [[String.raw`C:\Temp\x`, "1"]]],
  [String.raw`C:\Temp,\n`, [["C:Temp", "n"]]],
  [String.raw`a\,b,c`, [["a,b", "c"]]],
  [String.raw`\"a\",b`, [['"a"', "b"]]],
  [String.raw`"a \"b\" c","\\"`, [['a "b" c', "\\"]]],
  [String.raw`"a\,b\c"`, [["a,bc"]]],
  ["a\\\nb\\", [["a"], ["b"]]],
  ["\\\\", [["\\"]]],
  ["", []],
])("splits %j", async (text, expected) => {
  expect(await rowsOf(text)).toEqual(expected);
  expect(await rowsOf(text, { size: 1 })).toEqual(expected);
});

it("escapes the delimiter that is set, and no other", async () => {
  expect(await rowsOf(String.raw`a\|b|c\,d`, { delimiter: "|" })).toEqual([["a|b", "c,d"]]);
  expect(await rowsOf('a "b c"\td', { delimiter: "\t" })).toEqual([['a "b c"', "d"]]);
  expect(await rowsOf('a "b c" d', { delimiter: " " })).toEqual([["a", "b c", "d"]]);
});

it.each([
  ['a,b\n"x,1\n\n', 2],
  ['"', 1],
  [String.raw`"a\"`, 1],
])("refuses %j, whose quoted field has no end, and names line %i", async (text, line) => {
  await expect(rowsOf(text)).rejects.toMatchObject({
    name: "States.ItemReaderFailed",
    message: `The CSV ends inside of the quoted field that begins in line ${line}.`,
  });
});

it("reads back what is written with quotes, wherever the text is cut", async () => {
  const cell = string({ unit: constantFrom("a", '"', ",", "\n", "\\", "é", " "), minLength: 1 });
  const quoted = (value: string) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '""')}"`;
  await assert(
    asyncProperty(array(array(cell, { minLength: 1 })), integer({ min: 1, max: 7 }), async (rows, size) => {
      const text = rows.map((row) => row.map(quoted).join(",")).join("\n");
      expect(await rowsOf(text, { size })).toEqual(rows);
    }),
  );
});
