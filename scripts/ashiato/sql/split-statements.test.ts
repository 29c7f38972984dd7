import { expect, test } from "vitest";
import { splitStatements } from "./split-statements.ts";

test.for([
  ["SELECT 1; SELECT 2;\n", ["SELECT 1", "SELECT 2"], "\n"],
  ["SELECT\n 1", [], "SELECT\n 1"],
  ["SELECT ';', 'it''s;';", ["SELECT ';', 'it''s;'"], ""],
  ['SELECT 1 AS ";";', ['SELECT 1 AS ";"'], ""],
  ["SELECT 1 -- not; here\n;", ["SELECT 1 -- not; here"], ""],
  ["SELECT /* a;\nb */ 1;", ["SELECT /* a;\nb */ 1"], ""],
  ["SELECT 1; SELECT 'open;\n", ["SELECT 1"], " SELECT 'open;\n"],
  ["SELECT 1 /* open;", [], "SELECT 1 /* open;"],
  ["SELECT 4 / 2 - 1;", ["SELECT 4 / 2 - 1"], ""],
  [";;", [], ""],
] as const)("%j ends its statements at the semicolons that count", ([text, statements, rest]) => {
  expect(splitStatements(text)).toEqual({ statements, rest });
});
