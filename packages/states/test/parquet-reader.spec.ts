import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import type { JsonObject } from "../src/json.ts";
import { distributedProcessor, mapMachine } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

/** The bytes of a Parquet file that another program writes of a query's rows. */
async function parquetOf(query: string, options = "COMPRESSION snappy"): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "parquet-"));
  const file = join(folder, "rows.parquet");
  const database = await DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  try {
    await connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet, ${options})`);
    return readFileSync(file);
  } finally {
    connection.closeSync();
    database.closeSync();
    rmSync(folder, { recursive: true });
  }
}

function read(key: string, config: JsonObject, fields: JsonObject = {}): JsonObject {
  const ItemReader = {
    Resource: "arn:aws:states:::s3:getObject",
    Arguments: { Bucket: "b", Key: key },
    ReaderConfig: config,
  };
  const same = { Same: { Type: "Pass", End: true } };
  return mapMachine({ ItemReader, ItemProcessor: distributedProcessor(same, "EXPRESS"), ...fields });
}

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html: InputType PARQUET
it.each(["uncompressed", "snappy", "gzip", "zstd", "brotli"])(
  "reads Parquet that is compressed by %s",
  async (compression) => {
    await using stage = await openStage();
    const query = "SELECT range AS id, 'row ' || range AS name FROM range(5000) ORDER BY id";
    stage.s3.put("b", "rows", await parquetOf(query, `COMPRESSION ${compression}, ROW_GROUP_SIZE 2048`));
    const items = outputOf(await stage.run(read("rows", { InputType: "PARQUET" })));
    expect(items).toHaveLength(5000);
    expect(Object(items)[4999]).toEqual({ id: 4999, name: "row 4999" });
  },
);

it("turns the columns' values into JSON", async () => {
  await using stage = await openStage();
  const query = `SELECT
      9007199254740993::BIGINT AS big, 7::INTEGER AS small, 1.5::DOUBLE AS half, 'nan'::DOUBLE AS nan, true AS yes,
      12.34::DECIMAL(9, 2) AS price, 'é' AS text, NULL::VARCHAR AS nothing, DATE '1969-12-31' AS day,
      TIMESTAMP '2026-01-02 03:04:05.123456' AS at, [1, NULL, 3] AS list, {'a': 1, 'b': ['x']} AS struct`;
  stage.s3.put("b", "types.parquet", await parquetOf(query));
  const { output } = await stage.run(read("types.parquet", { InputType: "PARQUET" }));
  expect(output).toContain('"big":9007199254740993,');
  expect(JSON.parse(output ?? "")).toEqual([
    {
      big: 2 ** 53,
      small: 7,
      half: 1.5,
      nan: "NaN",
      yes: true,
      price: 12.34,
      text: "é",
      nothing: null,
      day: "1969-12-31",
      at: "2026-01-02T03:04:05.123456Z",
      list: [1, null, 3],
      struct: { a: 1, b: ["x"] },
    },
  ]);
});

// https://docs.aws.amazon.com/athena/latest/ug/unload.html: the data manifest
it("reads the Parquet files that an Athena manifest lists, and those below a prefix", async () => {
  await using stage = await openStage();
  stage.s3.put("b", "out/manifest.csv", "s3://b/out/1\ns3://b/out/2.gz\n");
  stage.s3.put("b", "out/1", await parquetOf("SELECT 1 AS n UNION ALL SELECT 2"));
  stage.s3.put("b", "out/2.gz", gzipSync(await parquetOf("SELECT 3 AS n", "COMPRESSION gzip")));
  const manifest = { InputType: "PARQUET", ManifestType: "ATHENA_DATA" };
  const expected = [{ n: 1 }, { n: 2 }, { n: 3 }];
  expect(outputOf(await stage.run(read("out/manifest.csv", manifest)))).toEqual(expected);

  const below = {
    Resource: "arn:aws:states:::s3:listObjectsV2",
    Arguments: { Bucket: "b", Prefix: "out/1" },
    ReaderConfig: { InputType: "PARQUET", Transformation: "LOAD_AND_FLATTEN" },
  };
  expect(outputOf(await stage.run(read("", {}, { ItemReader: below })))).toEqual(expected.slice(0, 2));
});

it.each([
  ["nothing", async () => new Uint8Array()],
  ["another format", async () => Buffer.from('{"a":1}\n'.repeat(40))],
  ["half of a file", async () => (await parquetOf("SELECT 1 AS n FROM range(9999)")).subarray(300)],
  ["an unknown compression", async () => parquetOf("SELECT 'x' AS n FROM range(99)", "COMPRESSION lz4_raw")],
])("fails in a way that can be caught for %s", async (_, bytes) => {
  await using stage = await openStage();
  stage.s3.put("b", "rows", await bytes());
  const definition = read(
    "rows",
    { InputType: "PARQUET" },
    {
      Catch: [
        {
          ErrorEquals: ["States.ItemReaderFailed"],
          Output: "{% $states.errorOutput.Cause %}",
          Next: "Caught",
        },
      ],
    },
  );
  Object(definition.States).Caught = { Type: "Succeed" };
  expect(outputOf(await stage.run(definition))).toMatch(/^The object 'rows' cannot be read as Parquet: /);
});
