import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvHeader } from "@ashiato/core/columns";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { createStream } from "sax";
import { afterEach, beforeEach, expect, test } from "vitest";
import { convertCsv } from "./convert-csv.ts";
import type { ExportFormat } from "./export-format.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "ashiato-convert-"));
});
afterEach(() => rm(directory, { recursive: true }));

const row: Record<string, string> = {
  device_id: "a",
  recorded_at: "2026-11-20T15:00:00.123456Z",
  latitude: "35.6812361",
  longitude: "-139.7671250",
  altitude_m: "12.5",
  charging: "true",
  battery: "0.720",
  report_id: "0192f0c1-0000-8000-8000-000000000001",
  received_at: "2026-11-20T15:00:01.000000Z",
};
const rows = [
  row,
  { ...row, altitude_m: "", charging: "" },
  { ...row, device_id: "b:1", latitude: "-7.0000000" },
];

async function csvOf(records: Record<string, string>[]): Promise<string> {
  const csv = join(directory, "it's.csv");
  const lines = records.map((record) =>
    csvHeader
      .split(",")
      .map((name) => record[name] ?? "")
      .join(","),
  );
  await writeFile(csv, [csvHeader, ...lines, ""].join("\n"));
  return csv;
}

async function convert(
  format: ExportFormat,
  records = rows,
  device?: string,
): Promise<{ to: string; count: number }> {
  const to = join(directory, `out.${format}`);
  return { to, count: await convertCsv({ csv: await csvOf(records), format, device, to }) };
}

test("the rows of one device keep their bytes", async () => {
  const { to, count } = await convert("csv", rows, "b:1");
  const all = (await readFile(await csvOf(rows), "utf8")).trimEnd().split("\n");
  expect(await readFile(to, "utf8")).toBe(`${all[0]}\n${all[3]}\n`);
  expect(count).toBe(1);
});

test("Parquet has every row in its order, times as instants, decimals exact", async () => {
  const { to, count } = await convert("parquet");
  const file = await asyncBufferFromFile(to);
  expect(count).toBe(3);
  const read = await parquetReadObjects({ file });
  expect(read).toHaveLength(3);
  expect(read[0]).toMatchObject({
    device_id: "a",
    recorded_at: new Date("2026-11-20T15:00:00.123Z"),
    latitude: 35.681_236_1,
    charging: true,
    altitude_m: 12.5,
  });
  expect(read[1]).toMatchObject({ altitude_m: null, charging: null });
  const { schema } = await parquetMetadataAsync(file);
  expect(schema.find(({ name }) => name === "longitude")).toMatchObject({ precision: 10, scale: 7 });
  expect(schema.find(({ name }) => name === "recorded_at")?.logical_type).toMatchObject({
    type: "TIMESTAMP",
    isAdjustedToUTC: true,
    unit: "MICROS",
  });
});

test("GeoParquet says so in its metadata, and another reader finds the points", async () => {
  const { to } = await convert("geoparquet");
  const file = await asyncBufferFromFile(to);
  const { key_value_metadata: pairs = [] } = await parquetMetadataAsync(file);
  expect(JSON.parse(pairs.find(({ key }) => key === "geo")?.value ?? "")).toMatchObject({
    version: "1.0.0",
    primary_column: "geometry",
    columns: {
      geometry: {
        encoding: "WKB",
        geometry_types: ["Point"],
        bbox: [-139.767_125, -7, -139.767_125, 35.681_236_1],
      },
    },
  });
  expect((await parquetReadObjects({ file }))[2]).toMatchObject({
    device_id: "b:1",
    geometry: { type: "Point", coordinates: [-139.767_125, -7] },
  });
});

test("GeoJSON is one collection of points with the other columns as properties", async () => {
  const { to } = await convert("geojson");
  const collection: unknown = JSON.parse(await readFile(to, "utf8"));
  expect(collection).toMatchObject({ type: "FeatureCollection", features: [{}, {}, {}] });
  expect(collection).toHaveProperty("features[0]", {
    type: "Feature",
    geometry: { type: "Point", coordinates: [-139.767_125, 35.681_236_1] },
    properties: expect.objectContaining({
      device_id: "a",
      recorded_at: "2026-11-20T15:00:00.123456Z",
      battery: 0.72,
      charging: true,
      speed_mps: null,
    }),
  });
  expect(collection).not.toHaveProperty("features[0].properties.latitude");
});

test("GeoJSON lines are the same features, one a line", async () => {
  const { features } = JSON.parse(await readFile((await convert("geojson")).to, "utf8")) as {
    features: unknown[];
  };
  const lines = (await readFile((await convert("geojsonl")).to, "utf8")).trimEnd().split("\n");
  expect(lines.map((each): unknown => JSON.parse(each))).toEqual(features);
});

test("GPX is well-formed and has a track for each device", async () => {
  const { to, count } = await convert("gpx");
  const seen: string[] = [];
  const reader = createStream(true)
    .on("opentag", ({ name, attributes }) => seen.push([name, ...Object.values(attributes)].join(" ")))
    .on("text", (text) => seen.push(text.trim()));
  createReadStream(to).pipe(reader);
  await once(reader, "end");
  expect(count).toBe(3);
  expect(seen.filter((each) => each !== "").slice(1)).toEqual([
    "trk",
    "name",
    "a",
    "trkseg",
    "trkpt 35.6812361 -139.7671250",
    "ele",
    "12.5",
    "time",
    "2026-11-20T15:00:00.123456Z",
    "trkpt 35.6812361 -139.7671250",
    "time",
    "2026-11-20T15:00:00.123456Z",
    "trk",
    "name",
    "b:1",
    "trkseg",
    "trkpt -7.0000000 -139.7671250",
    "ele",
    "12.5",
    "time",
    "2026-11-20T15:00:00.123456Z",
  ]);
});

test.each(["csv", "geojsonl", "gpx"] as const)("an empty day becomes %s without rows", async (format) => {
  expect(await convert(format, [])).toMatchObject({ count: 0 });
});

test.each(["parquet", "geoparquet"] as const)("an empty day becomes %s that can be read", async (format) => {
  const { to } = await convert(format, []);
  expect(await parquetReadObjects({ file: await asyncBufferFromFile(to) })).toEqual([]);
});

test("an empty day becomes an empty collection", async () => {
  const { to } = await convert("geojson", []);
  expect(JSON.parse(await readFile(to, "utf8"))).toEqual({ type: "FeatureCollection", features: [] });
});

test("a file that is not an export is refused with the columns that it lacks", async () => {
  const csv = join(directory, "other.csv");
  await writeFile(csv, "device_id,lat\na,1\n");
  const conversion = convertCsv({ csv, format: "gpx", device: undefined, to: join(directory, "x.gpx") });
  await expect(conversion).rejects.toMatchObject({
    code: "BadExport",
    message: expect.stringContaining("has no column recorded_at, latitude"),
  });
});
