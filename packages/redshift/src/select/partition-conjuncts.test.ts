import { afterAll, beforeAll, expect, it } from "vitest";
import { openQueryParser, type QueryParser } from "../duckdb/query-parser.ts";
import { directTables, partitionConjuncts } from "./partition-conjuncts.ts";
import { isNode } from "../ast/query-ast.ts";

let parser: QueryParser;

beforeAll(async () => {
  parser = await openQueryParser();
});

afterAll(() => {
  parser.close();
});

it.each([
  ["dt = '2026-11-21'", 1],
  ["t.dt >= '2026-11-01' AND dt < '2026-12-01' AND a = 1", 2],
  ["dt IN ('2026-11-21', '2026-11-22')", 1],
  ["dt = '2026-11-21' OR a = 1", 0],
  ["dt = '2026-11-21' OR hour = 9", 1],
  ["other.dt = '2026-11-21'", 0],
  ["dt = (SELECT max(dt) FROM x)", 0],
  ["random() < 0.5 AND 1 = 1", 0],
])("of %s %i speak of the keys alone", async (condition, count) => {
  const { where_clause: where } = await parser.parse(`SELECT 1 FROM t WHERE ${condition}`);
  expect(isNode(where) && partitionConjuncts(where, { alias: "t", keys: ["dt", "hour"] })).toHaveLength(
    count,
  );
});

it.each([
  ["a", ["a"]],
  ["a JOIN b USING (x), c", ["a", "b", "c"]],
  ["a LEFT JOIN b USING (x)", ["a"]],
  ["a RIGHT JOIN b USING (x)", ["b"]],
  ["a FULL JOIN b USING (x)", []],
  ["(SELECT 1) a", []],
])("of %s the rows of %j may be left out", async (from, tables) => {
  const { from_table: node } = await parser.parse(`SELECT 1 FROM ${from}`);
  expect(isNode(node) && directTables(node).map(({ table }) => table)).toEqual(tables);
});
