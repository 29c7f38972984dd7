import { afterAll, beforeAll, expect, it } from "vitest";
import { functionNames } from "../../src/functions/sql-functions.ts";
import { openStage, type Stage } from "../stage.ts";
import { examples } from "./examples.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await stage.finish("CREATE TABLE samples (v int)");
  await stage.finish("INSERT INTO samples VALUES (1), (2), (2), (4)");
});

afterAll(async () => {
  await stage.close();
});

it("has an example of every function, which calls it", () => {
  const all = Object.values(examples).flatMap((family) => Object.entries(family));
  expect(all.map(([name]) => name).toSorted()).toEqual(functionNames.toSorted());
  const strangers = all.filter(
    ([name, [expression, , written = name]]) => !expression.toLowerCase().includes(written),
  );
  expect(strangers).toEqual([]);
});

// One statement for a family: each statement has a DuckDB of its own.
it.each(Object.keys(examples))("returns the values of AWS's pages for all %s", async (family) => {
  const all = Object.entries(examples[family] ?? {});
  const [row = []] = await stage.rows(
    `SELECT ${all.map(([, [expression]], index) => `${expression} AS c${index}`).join(", ")}`,
  );
  const found = all.map(([name, [expression]], index) => [name, expression, row[index]]);
  expect(found).toEqual(all.map(([name, [expression, value]]) => [name, expression, value]));
});
