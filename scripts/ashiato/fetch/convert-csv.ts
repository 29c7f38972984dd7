import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Column } from "@ashiato/core/column";
import { columns } from "@ashiato/core/columns";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { ScriptError } from "../../script-error.ts";
import type { ExportFormat } from "./export-format.ts";
import { gpxOf, type TrackPoint } from "./gpx.ts";

export type Conversion = {
  /** An export's CSV as one file. */
  csv: string;
  format: ExportFormat;
  /** Keeps only the rows of this device. */
  device: string | undefined;
  /** The file to write; it is overwritten. */
  to: string;
};

/**
 * Writes an export in another format, or a part of it, row by row in the same order, and returns the number
 * of rows. Numbers keep their digits in Parquet; JSON has numbers, and times as in the CSV.
 * GeoParquet and GeoJSON have the position as a point in WGS 84, longitude first.
 *
 * Throws BadExport if the file is not the CSV of an export.
 */
export async function convertCsv({ csv, format, device, to }: Conversion): Promise<number> {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  try {
    const names = await readHeader(connection, csv);
    const rows = `SELECT * FROM read_csv(${quoted(csv)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`;
    const from = device === undefined ? rows : `${rows} WHERE device_id = ${quoted(device)}`;
    switch (format) {
      case "csv":
        return await copy(connection, from, `${quoted(to)} (FORMAT csv, HEADER)`);
      case "parquet":
        return await copy(connection, typed(names, from), `${quoted(to)} (FORMAT parquet)`);
      case "geoparquet":
        return await copy(connection, located(names, from), `${quoted(to)} (FORMAT parquet)`);
      case "geojsonl":
        return await copy(connection, features(names, from), `${quoted(to)} (FORMAT json)`);
      case "geojson":
        return await writeCollection(connection, features(names, from), to);
      case "gpx":
        return await writeGpx(connection, from, to);
    }
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}

async function readHeader(connection: DuckDBConnection, csv: string): Promise<string[]> {
  const header = await connection.runAndReadAll(
    `SELECT * FROM read_csv(${quoted(csv)}, header = true, all_varchar = true, delim = ',') LIMIT 0`,
  );
  const names = header.columnNames();
  const missing = columns.filter(({ name, ...column }) => "required" in column && !names.includes(name));
  if (missing.length > 0) {
    throw new ScriptError("BadExport", `${csv} has no column ${missing.map(({ name }) => name).join(", ")}`);
  }
  return names;
}

async function copy(connection: DuckDBConnection, select: string, target: string): Promise<number> {
  const { rowsChanged } = await connection.run(`COPY (${select}) TO ${target}`);
  return rowsChanged;
}

/** Returns SQL for the rows with each column in the type that the table gives it. */
function typed(names: readonly string[], from: string): string {
  return `SELECT ${names.map((name) => `CAST(${name} AS ${parquetType(name)}) AS ${name}`).join(", ")} FROM (${from})`;
}

/** Without a reference system GeoParquet means longitude and latitude in WGS 84 (OGC:CRS84). */
function located(names: readonly string[], from: string): string {
  return `SELECT *, CAST('POINT(' || longitude || ' ' || latitude || ')' AS GEOMETRY) AS geometry FROM (${typed(names, from)})`;
}

/** Each row as a Feature of RFC 7946; a value that is missing is null. */
function features(names: readonly string[], from: string): string {
  const properties = names
    .filter((name) => name !== "latitude" && name !== "longitude")
    .map((name) => `${name} := ${jsonValue(name)}`);
  return (
    `SELECT 'Feature' AS "type", ` +
    `struct_pack("type" := 'Point', coordinates := [CAST(longitude AS DOUBLE), CAST(latitude AS DOUBLE)]) AS geometry, ` +
    `struct_pack(${properties.join(", ")}) AS properties FROM (${from})`
  );
}

function jsonValue(name: string): string {
  const type = columnOf(name)?.type ?? "";
  if (type.startsWith("decimal")) {
    return `CAST(${name} AS DOUBLE)`;
  }
  return type === "boolean" ? `CAST(${name} AS BOOLEAN)` : name;
}

function parquetType(name: string): string {
  const type = columnOf(name)?.type ?? "varchar";
  return type === "timestamp" ? "TIMESTAMPTZ" : type;
}

function columnOf(name: string): Column | undefined {
  return columns.find((column) => column.name === name);
}

async function writeCollection(connection: DuckDBConnection, select: string, to: string): Promise<number> {
  const lines = `${to}.lines`;
  try {
    const rows = await copy(connection, select, `${quoted(lines)} (FORMAT json)`);
    await pipeline(
      createReadStream(lines),
      async function* (pieces: AsyncIterable<Buffer>) {
        yield '{"type":"FeatureCollection","features":[\n';
        let end = "";
        for await (const piece of pieces) {
          // Only the line feed after the last feature has no comma.
          const text = `${end}${piece.toString("latin1")}`;
          end = text.endsWith("\n") ? "\n" : "";
          yield Buffer.from(text.slice(0, text.length - end.length).replaceAll("\n", ",\n"), "latin1");
        }
        yield `${end}]}\n`;
      },
      createWriteStream(to),
    );
    return rows;
  } finally {
    await rm(lines, { force: true });
  }
}

async function writeGpx(connection: DuckDBConnection, from: string, to: string): Promise<number> {
  const select = `SELECT device_id, recorded_at, latitude, longitude, altitude_m FROM (${from})`;
  const result = await connection.stream(select);
  let rows = 0;
  async function* points(): AsyncGenerator<TrackPoint> {
    for await (const chunk of result.yieldRowObjectJson()) {
      for (const row of chunk) {
        rows += 1;
        yield {
          device: text(row["device_id"]),
          time: text(row["recorded_at"]),
          latitude: text(row["latitude"]),
          longitude: text(row["longitude"]),
          altitude: text(row["altitude_m"]),
        };
      }
    }
  }
  await pipeline(gpxOf(points()), createWriteStream(to));
  return rows;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
