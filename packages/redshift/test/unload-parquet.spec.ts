import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, roleArn, type Stage } from "./stage.ts";

// https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html (PARQUET, ROWGROUPSIZE, MAXFILESIZE, FORMAT AS
// PARQUET clause)

const megabyte = 1024 * 1024;
const rows = 1_500_000;

let stage: Stage;
let duckdb: DuckDBInstance;
let connection: DuckDBConnection;
let directory: string;
let unloads = 0;

beforeAll(async () => {
  stage = await openStage();
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-parquet-"));
  duckdb = await DuckDBInstance.create(":memory:");
  connection = await duckdb.connect();
  await stage.finish(
    "CREATE EXTERNAL TABLE lake.numbers (n int) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' " +
      "STORED AS TEXTFILE LOCATION 's3://lake/numbers/'",
  );
  await stage.put("numbers/a.csv.gz", Array.from({ length: rows }, (_, index) => `${index}\n`).join(""));
});

afterAll(async () => {
  connection.closeSync();
  duckdb.closeSync();
  await stage.close();
  await rm(directory, { recursive: true, force: true });
});

/** Rows of about 50 bytes, which no compression makes much shorter. */
const hashed = "SELECT n, md5(n::varchar) AS a FROM lake.numbers ORDER BY n";

async function unload(query: string, options: string): Promise<{ prefix: string; keys: string[] }> {
  unloads += 1;
  const prefix = `parquet-${unloads}/`;
  await stage.finish(
    `UNLOAD ('${query.replaceAll("'", "''")}') TO 's3://lake/${prefix}' IAM_ROLE '${roleArn}' PARQUET ${options}`,
  );
  return { prefix, keys: (await stage.keys(prefix)).map((key) => key.slice(prefix.length)) };
}

/** What DuckDB says of an unloaded file: `$1` in the query is its path. */
async function ask(key: string, query: string): Promise<unknown[][]> {
  const file = path.join(directory, "file.parquet");
  await writeFile(file, await stage.bytes(key));
  return (await connection.runAndReadAll(query.replaceAll("$1", `'${file}'`))).getRows();
}

async function rowGroups(key: string): Promise<number[]> {
  const groups = await ask(
    key,
    "SELECT sum(total_compressed_size)::DOUBLE FROM parquet_metadata($1) GROUP BY row_group_id ORDER BY row_group_id",
  );
  return groups.map(([bytes]) => Number(bytes));
}

describe("row groups", () => {
  it("have about 32 MB, or what ROWGROUPSIZE says", async () => {
    const usual = await unload(hashed, "PARALLEL OFF");
    expect(usual.keys).toEqual(["000.parquet"]);
    const groups = await rowGroups(`${usual.prefix}000.parquet`);
    expect(groups.length).toBe(2);
    expect(groups[0]).toBeGreaterThan(30 * megabyte);
    expect(groups[0]).toBeLessThan(34 * megabyte);

    const larger = await unload(hashed, "PARALLEL OFF ROWGROUPSIZE 64 MB");
    const [only, another] = await rowGroups(`${larger.prefix}000.parquet`);
    expect(only).toBeGreaterThan(45 * megabyte);
    expect(another).toBeUndefined();
  });

  it("are packed by Snappy, with the rows in their order", async () => {
    const { prefix } = await unload(hashed, "PARALLEL OFF");
    const key = `${prefix}000.parquet`;
    expect(await ask(key, "SELECT DISTINCT compression FROM parquet_metadata($1)")).toEqual([["SNAPPY"]]);
    expect(
      await ask(
        key,
        "SELECT count(*), count(*) FILTER (n <> file_row_number), count(DISTINCT a) FROM read_parquet($1, file_row_number = true)",
      ),
    ).toEqual([[BigInt(rows), 0n, BigInt(rows)]]);
  });
});

describe("files", () => {
  it("end at MAXFILESIZE, rounded down to whole row groups", async () => {
    const { prefix, keys } = await unload(hashed, "PARALLEL OFF MAXFILESIZE 50 MB");
    expect(keys).toEqual(["000.parquet", "001.parquet"]);
    const first = (await stage.bytes(`${prefix}000.parquet`)).length;
    expect(first).toBeGreaterThan(30 * megabyte);
    expect(first).toBeLessThan(34 * megabyte);
    expect(await rowGroups(`${prefix}000.parquet`)).toHaveLength(1);
    const [[last] = []] = await ask(`${prefix}000.parquet`, "SELECT max(n) FROM $1");
    expect(await ask(`${prefix}001.parquet`, "SELECT min(n), max(n) FROM $1")).toEqual([
      [Number(last) + 1, rows - 1],
    ]);
  });

  it("may be smaller than a row group", async () => {
    const { prefix, keys } = await unload(
      "SELECT n, md5(n::varchar) AS a FROM lake.numbers WHERE n < 300000 ORDER BY n",
      "PARALLEL OFF MAXFILESIZE 5 MB MANIFEST VERBOSE",
    );
    const files = keys.filter((key) => key.endsWith(".parquet"));
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const key of files) {
      expect((await stage.bytes(prefix + key)).length).toBeLessThanOrEqual(5 * megabyte);
    }
    const manifest: unknown = JSON.parse(await stage.text(`${prefix}manifest`));
    expect(manifest).toMatchObject({ meta: { record_count: 300_000 } });
  });

  it("shrink where rows become longer than the first ones were", async () => {
    const long = Array.from({ length: 8 }, (_, index) => `md5((n + ${index})::varchar)`).join(" || ");
    const { prefix, keys } = await unload(
      `SELECT n, CASE WHEN n >= 150000 THEN ${long} END AS a FROM lake.numbers WHERE n < 200000 ORDER BY n`,
      "PARALLEL OFF MAXFILESIZE 5 MB",
    );
    for (const key of keys) {
      expect((await stage.bytes(prefix + key)).length).toBeLessThanOrEqual(5 * megabyte);
    }
    const counts = [];
    for (const key of keys) {
      counts.push(Number((await ask(prefix + key, "SELECT count(*) FROM $1"))[0]?.[0]));
    }
    expect(counts.reduce((sum, count) => sum + count)).toBe(200_000);
  });

  it("hold a TIMESTAMPTZ without its zone", async () => {
    const { prefix } = await unload(
      "SELECT '2026-11-21 10:00:00+09'::timestamptz AS zoned, SUM(n) AS n FROM lake.numbers",
      "PARALLEL OFF",
    );
    expect(await ask(`${prefix}000.parquet`, "SELECT typeof(zoned), zoned::VARCHAR FROM $1")).toEqual([
      ["TIMESTAMP", "2026-11-21 01:00:00"],
    ]);
  });

  it("writes nothing for no rows", async () => {
    const { keys } = await unload("SELECT n FROM lake.numbers WHERE n < 0", "MANIFEST");
    expect(keys).toEqual([]);
  });
});
