import { exportVersion } from "@ashiato/core/columns";
import type { ExportDocument } from "@ashiato/core/export-document";
import { Resource } from "sst";

/**
 * Returns whether late rows can be put beside an export: it is read by device, and has today's columns, and
 * Parquet if today's have it.
 */
export function isSupplementable({ indexed, schemaVersion, localTime, parquet }: ExportDocument): boolean {
  const { Settings } = Resource;
  return (
    indexed &&
    schemaVersion === exportVersion &&
    localTime === Settings.localTime &&
    (parquet !== undefined || !Settings.parquet)
  );
}
