import { afterAll, beforeAll, expect, it } from "vitest";
import { emptyCatalog, type Catalog, type OwnTable } from "../catalog/catalog.ts";
import { openQueryParser, type QueryParser } from "../duckdb/query-parser.ts";
import { tokenize } from "../sql/tokenize.ts";
import { toParsableSql } from "./redshift-syntax.ts";
import { translateQuery } from "./translate-query.ts";

let parser: QueryParser;

beforeAll(async () => {
  parser = await openQueryParser();
});

afterAll(() => {
  parser.close();
});

const columns = ["device", "at", "id"].map((name) => ({ name, type: "varchar(10)", notNull: false }));
const sorted = { file: "1.parquet", columns: ["device", "at"] };

/** Returns what DuckDB is asked for a query of a table `t`, sorted by device and time, and of another one. */
async function sqlOf(query: string, table: Partial<OwnTable> = {}): Promise<string> {
  const catalog: Catalog = {
    ...emptyCatalog,
    schemas: {
      public: {
        t: { columns, files: ["1.parquet"], sorted, ...table },
        other: { columns, files: ["2.parquet"] },
      },
    },
  };
  const parsed = await parser.parse(toParsableSql(tokenize(query)));
  const where = { catalog, database: "dev", viewQueries: new Map(), now: 0, pseudoColumns: false };
  return parser.print(translateQuery(parsed, where).query);
}

it.each([
  "SELECT r.device, upper(r.id) AS id FROM t AS r WHERE r.id = '1' ORDER BY r.device, r.at",
  "SELECT id FROM t ORDER BY t.device",
  "SELECT id FROM public.t T ORDER BY T.Device ASC NULLS LAST",
])("sorts no rows that its sort key has sorted: %s", async (query) => {
  expect(await sqlOf(query)).not.toContain("ORDER BY");
});

it.each([
  ["a column of the result's by the same name", "SELECT r.id AS device FROM t r ORDER BY device"],
  ["other columns", "SELECT r.id FROM t r ORDER BY r.at"],
  ["more columns", "SELECT r.id FROM t r ORDER BY r.device, r.at, r.id"],
  ["expressions", "SELECT r.id FROM t r ORDER BY upper(r.device)"],
  ["descending order", "SELECT r.id FROM t r ORDER BY r.device DESC"],
  ["NULLs first", "SELECT r.id FROM t r ORDER BY r.device NULLS FIRST"],
  ["groups", "SELECT r.device, COUNT(*) AS n FROM t r GROUP BY r.device ORDER BY r.device"],
  ["aggregates, which DuckDB refuses then", "SELECT MAX(r.id) AS m FROM t r ORDER BY r.device"],
  ["counts", "SELECT COUNT(*) AS n FROM t r ORDER BY r.device"],
  ["distinct rows", "SELECT DISTINCT r.device FROM t r ORDER BY r.device"],
  ["windows", "SELECT r.id, LAG(r.id) OVER (PARTITION BY r.at) AS b FROM t r ORDER BY r.device"],
  ["by a subquery's rows", "SELECT r.id FROM t r WHERE r.id IN (SELECT id FROM other) ORDER BY r.device"],
  [
    "with a subquery's value",
    "SELECT (SELECT MAX(o.at) FROM other o WHERE o.id = r.id) AS m FROM t r ORDER BY r.device",
  ],
  ["joins", "SELECT r.id FROM t r JOIN other o ON o.id = r.id ORDER BY r.device"],
  ["another table", "SELECT r.id FROM other r ORDER BY r.device"],
])("sorts %s", async (_kind, query) => {
  expect(await sqlOf(query)).toContain("ORDER BY");
});

it.each<[string, Partial<OwnTable>]>([
  ["that more were added to", { files: ["1.parquet", "3.parquet"] }],
  ["that were replaced", { files: ["3.parquet"] }],
  ["without a sort key", { sorted: undefined }],
])("sorts rows %s", async (_kind, table) => {
  expect(await sqlOf("SELECT r.id FROM t r ORDER BY r.device", table)).toContain("ORDER BY");
});
