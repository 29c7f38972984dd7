import { afterAll, beforeAll, expect, it } from "vitest";
import { functionNames } from "../../src/functions/sql-functions.ts";
import { openStage, type Stage } from "../stage.ts";
import type { Example, Examples } from "./examples/example.ts";
import { examples } from "./examples.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await stage.finish("CREATE TABLE samples (v int)");
  await stage.finish("INSERT INTO samples VALUES (1), (2), (2), (4)");
  await stage.finish(
    "CREATE TABLE winsales (salesid int, dateid date, sellerid int, buyerid char(10), qty int, qty_shipped int)",
  );
  await stage.finish(
    `INSERT INTO winsales VALUES
       (30001, '8/2/2003', 3, 'b', 10, 10), (10001, '12/24/2003', 1, 'c', 10, 10), (10005, '12/24/2003', 1, 'a', 30, NULL),
       (40001, '1/9/2004', 4, 'a', 40, NULL), (10006, '1/18/2004', 1, 'c', 10, NULL), (20001, '2/12/2004', 2, 'b', 20, 20),
       (40005, '2/12/2004', 4, 'a', 10, 10), (20002, '2/16/2004', 2, 'c', 20, 20), (30003, '4/18/2004', 3, 'b', 15, NULL),
       (30004, '4/18/2004', 3, 'b', 20, NULL), (30007, '9/7/2004', 3, 'c', 30, NULL)`,
  );
});

afterAll(async () => {
  await stage.close();
});

/** The examples of a family, each with how its function is written. */
const examplesOf = (family: Examples): { written: string; example: Example }[] =>
  Object.entries(family).flatMap(([name, one]) => {
    const all = isList(one) ? one : [one];
    const written = all[0]?.[2] ?? name;
    return all.map((example) => ({ written, example }));
  });

const isList = (one: Example | Example[]): one is Example[] => Array.isArray(one[0]);

it("has an example of every function, which calls it", () => {
  const all = Object.values(examples);
  expect(all.flatMap((family) => Object.keys(family)).toSorted()).toEqual(functionNames.toSorted());
  const strangers = all
    .flatMap(examplesOf)
    .filter(({ written, example: [expression] }) => !expression.toLowerCase().includes(written));
  expect(strangers).toEqual([]);
});

// One statement for a family: each statement has a DuckDB of its own.
it.each(Object.entries(examples))("returns the values of AWS's pages for all %s", async (_, family) => {
  const all = examplesOf(family).map(({ example }) => example);
  const [row = []] = await stage.rows(
    `SELECT ${all.map(([expression], index) => `${expression} AS c${index}`).join(", ")}`,
  );
  const found = all.map(([expression], index) => [expression, row[index]]);
  expect(found).toEqual(all.map(([expression, value]) => [expression, value]));
});
