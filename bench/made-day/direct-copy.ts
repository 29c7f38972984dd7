import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { columns } from "@ashiato/core/columns";
import { DuckDBInstance } from "@duckdb/node-api";
import { type Measured, measured, partitionDirectory } from "./day.ts";

/** Does the export's work by DuckDB alone, with the warehouse's threads and memory limit. */
export async function copyDirectly(directory: string): Promise<Measured> {
  const csv = path.join(directory, "direct.csv");
  const spill = path.join(directory, "spill");
  await mkdir(spill, { recursive: true });
  const started = performance.now();
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    memory_limit: "4GB",
    temp_directory: spill,
  });
  const connection = await instance.connect();
  const { rowsChanged: rows } = await connection.run(copySql(directory, csv));
  const seconds = (performance.now() - started) / 1000;
  connection.closeSync();
  instance.closeSync();
  const result = await measured(csv, { seconds, rows });
  await rm(spill, { recursive: true, force: true });
  await rm(csv);
  return result;
}

/**
 * Returns what the export's SQL says, written for DuckDB by hand: the files' own types, no check of theirs.
 */
function copySql(directory: string, csv: string): string {
  const types = columns.map(
    ({ name, type }) => `'${name}': '${type.startsWith("varchar") ? "VARCHAR" : type}'`,
  );
  const files = path.join(partitionDirectory(directory), "*.csv.gz");
  const names = columns.map(({ name }) => name);
  const order = ["received_at", ...names.filter((name) => name !== "received_at" && name !== "report_id")];
  const output = columns.map(({ name, type }) =>
    type === "timestamp" ? `strftime(${name}, '%Y-%m-%dT%H:%M:%S.%fZ') AS ${name}` : name,
  );
  const square =
    "pow(sin(radians(latitude - r.previous.latitude) / 2), 2) + cos(radians(r.previous.latitude)) * " +
    "cos(radians(latitude)) * pow(sin(radians(longitude - r.previous.longitude) / 2), 2)";
  const quality =
    "CASE WHEN latitude = 0 AND longitude = 0 THEN 'zero' WHEN speed_mps > 400 THEN 'speed' " +
    // Not least(): it passes over the NULL of a device's first fix.
    `WHEN 12742017.6 * asin(sqrt(CASE WHEN ${square} > 1 THEN 1 ELSE ${square} END)) - ifnull(accuracy_m, 0) - ifnull(r.previous.accuracy_m, 0) > ` +
    "greatest(1000, 400 * epoch(recorded_at - r.previous.recorded_at)) THEN 'jump' ELSE 'ok' END AS quality";
  return (
    `COPY (SELECT ${output.join(", ")}, ${quality} FROM (SELECT *, ` +
    "lag({latitude: latitude, longitude: longitude, accuracy_m: accuracy_m, recorded_at: recorded_at}) OVER (" +
    "PARTITION BY source, device_id, latitude = 0 AND longitude = 0 ORDER BY recorded_at, report_id) AS previous FROM (" +
    `SELECT *, row_number() OVER (PARTITION BY source, device_id, report_id ORDER BY ${order.join(", ")}) AS arrival ` +
    `FROM read_csv('${files}', columns = {${types.join(", ")}}, header = false, auto_detect = false, nullstr = '')` +
    `) AS a WHERE arrival = 1) AS r ORDER BY r.device_id, r.recorded_at, r.report_id, r.source) ` +
    `TO '${csv}' (FORMAT csv, HEADER true)`
  );
}
