import { expect, it } from "vitest";
import { jsonText } from "./json-text.ts";

const large = { list: Array.from({ length: 100 }, (_, at) => ({ at, name: `é"${at}` })), flag: true };

it("writes what JSON.stringify writes, of small and of large values", () => {
  for (const value of [1, "a\n", null, [], {}, { a: [1], 'b"': { c: null } }, large, [large]]) {
    expect(jsonText(value)).toBe(JSON.stringify(value));
  }
});

it("writes an object that shares members with one written before", () => {
  jsonText(large);
  const next = { ...large, mark: "x", inner: large };
  expect(jsonText(next)).toBe(JSON.stringify(next));
  expect(jsonText({ ...next, list: 0 })).toBe(JSON.stringify({ ...next, list: 0 }));
});
