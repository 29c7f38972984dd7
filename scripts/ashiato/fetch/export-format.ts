import { UsageError } from "../command.ts";

/** The formats into which `fetch` converts a CSV, with the extension of the file. */
export const exportFormats = {
  csv: "csv",
  parquet: "parquet",
  geoparquet: "geo.parquet",
  geojson: "geojson",
  geojsonl: "geojsonl",
  gpx: "gpx",
} as const;

export type ExportFormat = keyof typeof exportFormats;

/** Returns the format of this name. Throws UsageError, with all names, for any other. */
export function exportFormat(name: string): ExportFormat {
  if (!isFormat(name)) {
    throw new UsageError(
      `--format takes one of ${Object.keys(exportFormats).join(", ")}, got ${JSON.stringify(name)}`,
    );
  }
  return name;
}

function isFormat(name: string): name is ExportFormat {
  return Object.hasOwn(exportFormats, name);
}
