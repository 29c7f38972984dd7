import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { columns } from "@ashiato/core/columns";
import { DuckDBInstance } from "@duckdb/node-api";
import { type Measured, measured, partitionDirectory } from "./day.ts";

/** Does the export's work by DuckDB alone, with the warehouse's threads and memory limit. */
export async function copyDirectly(directory: string): Promise<Measured> {
  const csv = path.join(directory, "direct.csv");
  const { seconds, rows } = await runDirectly(directory, [
    `COPY (${selectSql(directory, csvOutputs())}) TO '${csv}' (FORMAT csv, HEADER true)`,
  ]);
  const result = await measured(csv, { seconds, rows });
  await rm(csv);
  return result;
}

/**
 * Writes by DuckDB alone each file that a run leaves of a day: the CSV, its Parquet, and the day's rows anew,
 * compressed. The rows are read and sorted once, and DuckDB keeps their order. Returns the seconds.
 */
export async function writeFilesDirectly(directory: string): Promise<number> {
  const files = ["csv", "parquet", "csv.gz"].map((extension) => path.join(directory, `direct.${extension}`));
  const [csv, parquet, compacted] = files;
  const { seconds } = await runDirectly(directory, [
    `CREATE TABLE day AS ${selectSql(directory, ["r.* EXCLUDE (previous, arrival)"])}`,
    `COPY (SELECT ${csvOutputs().join(", ")}, quality FROM day) TO '${csv}' (FORMAT csv, HEADER true)`,
    `COPY (FROM day) TO '${parquet}' (FORMAT parquet)`,
    `COPY (SELECT * EXCLUDE (quality) FROM day) TO '${compacted}' (FORMAT csv, COMPRESSION gzip)`,
  ]);
  await Promise.all(files.map((file) => rm(file)));
  return seconds;
}

/** Runs statements in a DuckDB of their own, with the warehouse's threads and memory limit. */
async function runDirectly(
  directory: string,
  statements: readonly string[],
): Promise<{ seconds: number; rows: number }> {
  const spill = path.join(directory, "spill");
  await mkdir(spill, { recursive: true });
  const started = performance.now();
  const instance = await DuckDBInstance.create(path.join(spill, "direct.duckdb"), {
    threads: "2",
    memory_limit: "2.5GB",
    temp_directory: spill,
  });
  const connection = await instance.connect();
  let rows = 0;
  for (const statement of statements) {
    rows = (await connection.run(statement)).rowsChanged;
  }
  const seconds = (performance.now() - started) / 1000;
  connection.closeSync();
  instance.closeSync();
  await rm(spill, { recursive: true, force: true });
  return { seconds, rows };
}

function csvOutputs(): string[] {
  return columns.map(({ name, type }) =>
    type === "timestamp" ? `strftime(${name}, '%Y-%m-%dT%H:%M:%S.%fZ') AS ${name}` : name,
  );
}

/**
 * Returns what the export's SQL says, written for DuckDB by hand: the files' own types, no check of theirs.
 */
function selectSql(directory: string, outputs: readonly string[]): string {
  const types = columns.map(
    ({ name, type }) => `'${name}': '${type.startsWith("varchar") ? "VARCHAR" : type}'`,
  );
  const files = path.join(partitionDirectory(directory), "*.csv.gz");
  const names = columns.map(({ name }) => name);
  const order = ["received_at", ...names.filter((name) => name !== "received_at" && name !== "report_id")];
  const square =
    "pow(sin(radians(latitude - r.previous.latitude) / 2), 2) + cos(radians(r.previous.latitude)) * " +
    "cos(radians(latitude)) * pow(sin(radians(longitude - r.previous.longitude) / 2), 2)";
  const quality =
    "CASE WHEN latitude = 0 AND longitude = 0 THEN 'zero' WHEN speed_mps > 400 THEN 'speed' " +
    // Not least(): it passes over the NULL of a device's first fix.
    `WHEN 12742017.6 * asin(sqrt(CASE WHEN ${square} > 1 THEN 1 ELSE ${square} END)) - ifnull(accuracy_m, 0) - ifnull(r.previous.accuracy_m, 0) > ` +
    "greatest(1000, 400 * epoch(recorded_at - r.previous.recorded_at)) THEN 'jump' ELSE 'ok' END AS quality";
  return (
    `SELECT ${outputs.join(", ")}, ${quality} FROM (SELECT *, ` +
    "lag({latitude: latitude, longitude: longitude, accuracy_m: accuracy_m, recorded_at: recorded_at}) OVER (" +
    "PARTITION BY source, device_id, latitude = 0 AND longitude = 0 ORDER BY recorded_at, report_id) AS previous FROM (" +
    `SELECT *, row_number() OVER (PARTITION BY source, device_id, report_id ORDER BY ${order.join(", ")}) AS arrival ` +
    `FROM read_csv('${files}', columns = {${types.join(", ")}}, header = false, auto_detect = false, nullstr = '')` +
    `) AS a WHERE arrival = 1) AS r ORDER BY r.device_id, r.recorded_at, r.report_id, r.source`
  );
}
