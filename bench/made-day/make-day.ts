import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type ColumnName, columns } from "@ashiato/core/columns";
import { DuckDBInstance } from "@duckdb/node-api";
import { date, partitionDirectory } from "./day.ts";

/** SQL of the columns of row `i`, NULL in any other: 60,000 devices, one report in 50 sent twice. */
const expressions: Partial<Record<ColumnName, string>> = {
  device_id: "'device-' || lpad(CAST(i % 60000 AS VARCHAR), 6, '0')",
  recorded_at: "strftime(recorded_at, '%Y-%m-%d %H:%M:%S.%f')",
  latitude: "CAST(35 + (hash(i) % 10000000) / 1e7 AS DECIMAL(10,7))",
  longitude: "CAST(139 + (hash(i + 1) % 10000000) / 1e7 AS DECIMAL(10,7))",
  accuracy_m: "CAST((i % 500) / 10.0 AS DECIMAL(11,3))",
  altitude_m: "CAST((i % 4000) / 10.0 AS DECIMAL(11,3))",
  altitude_accuracy_m: "CASE WHEN i % 3 = 0 THEN 5.5 END",
  speed_mps: "CAST((i % 300) / 10.0 AS DECIMAL(9,3))",
  heading_deg: "CAST(i % 360 AS DECIMAL(6,3))",
  battery: "CAST((i % 1000) / 1000.0 AS DECIMAL(4,3))",
  charging: "CASE i % 3 WHEN 0 THEN 'true' WHEN 1 THEN 'false' END",
  report_id: "CAST(report_id AS VARCHAR)",
  received_at: "strftime(recorded_at + to_milliseconds(800 + (i % 7)), '%Y-%m-%d %H:%M:%S.%f')",
};

/** Makes the day's gzip files, as `distribute` writes them. */
export async function makeDay(
  directory: string,
  { rows, files }: { rows: number; files: number },
): Promise<void> {
  const target = partitionDirectory(directory);
  await mkdir(target, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  const select = columns.map(({ name }) => `${expressions[name] ?? "NULL"} AS ${name}`).join(", ");
  for (let file = 0; file < files; file += 1) {
    const from = Math.floor((rows * file) / files);
    const to = Math.floor((rows * (file + 1)) / files);
    // The repeated report has the device, time and id of the one before it.
    const source =
      "SELECT CASE WHEN n % 50 = 49 THEN n - 1 ELSE n END AS i, " +
      `TIMESTAMP '${date} 00:00:00' + to_microseconds(i * ${Math.floor(86_400_000_000 / rows)}) AS recorded_at, ` +
      "CAST(md5(CAST(i AS VARCHAR)) AS UUID) AS report_id " +
      `FROM range(${from}, ${to}) AS r(n)`;
    const name = path.join(target, `batch-${String(file).padStart(3, "0")}.csv.gz`);
    await connection.run(
      `COPY (SELECT ${select} FROM (${source})) TO '${name}' (FORMAT csv, HEADER false, COMPRESSION gzip)`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}
