import { exportVersion } from "@ashiato/core/columns";
import type { ExportDocument } from "@ashiato/core/export-document";
import { Resource } from "sst";

/** Returns whether late rows can be put beside an export: it is read by device, and has today's columns. */
export function isSupplementable({ indexed, schemaVersion, localTime }: ExportDocument): boolean {
  return indexed && schemaVersion === exportVersion && localTime === Resource.Settings.localTime;
}
