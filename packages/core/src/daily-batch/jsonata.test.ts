import jsonataLibrary from "jsonata";
import { expect, it } from "vitest";
import { jsonataString, jsonataText, splice } from "./jsonata.ts";

it("writes a literal that JSONata reads as the same text", async () => {
  const text = `quotes ' and ", a backslash \\, a line\nend, {% %}`;
  expect(await jsonataLibrary(jsonataString(text)).evaluate({})).toBe(text);
});

it("puts the values of spliced expressions into a text", async () => {
  const expression = jsonataText(`WHERE dt='${splice("$date")}' AND run='${splice("input.run")}'`);
  expect(await jsonataLibrary(expression).evaluate({ input: { run: "r1" } }, { date: "2026-11-21" })).toBe(
    "WHERE dt='2026-11-21' AND run='r1'",
  );
});
