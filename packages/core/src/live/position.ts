import type { ColumnName } from "../columns.ts";
import { reportFromRow } from "../report-row.ts";
import { currentFormat } from "../work-row.ts";

/** The newest fix of a device, or a fix of its track. */
export type Position = {
  /** Device id and source, which together are a device: in this order positions are listed. */
  key: string;
  deviceId: string;
  source: string;
  /** Degrees, WGS 84. */
  latitude: number;
  longitude: number;
  /** Time of the fix in UTC, as the table has it: `yyyy-MM-dd HH:mm:ss.SSSSSS`. */
  recordedAt: string;
  values: Partial<Record<ColumnName, string>>;
};

/** A fix as GeoJSON: https://www.rfc-editor.org/rfc/rfc7946#section-3.2 */
export type PositionFeature = {
  type: "Feature";
  geometry: { type: "Point"; coordinates: [longitude: number, latitude: number] };
  properties: { deviceId: string; timestamp: string; receivedAt: string; source?: string } & Record<
    string,
    unknown
  >;
};

/** Reads a work row of today's columns. Throws an Error for any other line. */
export function positionOf(row: string): Position {
  const values = currentFormat.read(row);
  if (values?.device_id === undefined || values.recorded_at === undefined) {
    throw new Error(`not a work row: ${row}`);
  }
  const { device_id: deviceId, recorded_at: recordedAt, source = "" } = values;
  return {
    key: positionKey(deviceId, source),
    deviceId,
    source,
    latitude: Number(values.latitude),
    longitude: Number(values.longitude),
    recordedAt,
    values,
  };
}

/** Returns the key of a device's position; the comma is in neither part. */
function positionKey(deviceId: string, source: string): string {
  return `${deviceId},${source}`;
}

/**
 * Returns the feature of a position. Its properties have the names of a report in JSON, and `receivedAt` and,
 * if the report came with a client's key, `source`.
 */
export function positionFeature({
  deviceId,
  source,
  latitude,
  longitude,
  recordedAt,
  values,
}: Position): PositionFeature {
  const { latitude: _latitude, longitude: _longitude, ...properties } = reportFromRow(values);
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [longitude, latitude] },
    properties: {
      deviceId,
      timestamp: rfc3339(recordedAt),
      ...properties,
      receivedAt: rfc3339(values.received_at ?? ""),
      ...(source !== "" && { source }),
    },
  };
}

/** Returns a time of the table, which is UTC, as RFC 3339. */
export function rfc3339(time: string): string {
  return `${time.replace(" ", "T")}Z`;
}
