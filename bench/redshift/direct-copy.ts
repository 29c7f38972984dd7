import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { columns } from "@ashiato/core/columns";
import { DuckDBInstance } from "@duckdb/node-api";
import { partitionDirectory } from "./make-day.ts";
import { report } from "./report.ts";

const directory = process.argv[2] ?? ".";
const csv = path.join(directory, "direct.csv");
const spill = path.join(directory, "spill");
await mkdir(spill, { recursive: true });

/** What the export's SQL says, written for DuckDB by hand: the files' own types, no check of theirs. */
const types = columns
  .map(({ name, type }) => `'${name}': '${type.startsWith("varchar") ? "VARCHAR" : type}'`)
  .join(", ");
const files = path.join(partitionDirectory(directory), "*.csv.gz");
const names = columns.map(({ name }) => name);
const order = ["received_at", ...names.filter((name) => name !== "received_at" && name !== "report_id")].join(
  ", ",
);
const output = columns.map(({ name, type }) => {
  if (type === "timestamp") return `strftime(${name}, '%Y-%m-%dT%H:%M:%S.%fZ') AS ${name}`;
  return name;
});
const sql =
  `COPY (SELECT ${output.join(", ")} FROM (` +
  `SELECT *, row_number() OVER (PARTITION BY report_id ORDER BY ${order}) AS arrival ` +
  `FROM read_csv('${files}', columns = {${types}}, header = false, auto_detect = false, nullstr = '')` +
  `) AS r WHERE arrival = 1 ORDER BY r.device_id, r.recorded_at, r.report_id) ` +
  `TO '${csv}' (FORMAT csv, HEADER true)`;

const started = performance.now();
const instance = await DuckDBInstance.create(":memory:", {
  threads: "2",
  memory_limit: "4GB",
  temp_directory: spill,
});
const connection = await instance.connect();
const { rowsChanged: rows } = await connection.run(sql);
const seconds = (performance.now() - started) / 1000;
await report(csv, { seconds, rows });
connection.closeSync();
instance.closeSync();
await rm(spill, { recursive: true, force: true });
await rm(csv);
