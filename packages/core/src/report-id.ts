import { hash } from "node:crypto";

/** The version of derived ids among UUIDs: https://www.rfc-editor.org/rfc/rfc9562#section-5.8 */
const derivedVersion = "8";

/**
 * Returns whether an id is of the kind that only a report itself determines: a client that could choose one
 * would choose another report's.
 */
export function isDerivedKind(reportId: string): boolean {
  return reportId.charAt("xxxxxxxx-xxxx-".length) === derivedVersion;
}

/**
 * Returns the id of a report whose client sent none: equal for equal device, time and position, so that a
 * report sent twice counts once. A UUID version 8 made of a SHA-256, as RFC 9562 shows in
 * https://www.rfc-editor.org/rfc/rfc9562#appendix-B.2. The texts are those of the row (microseconds, seven
 * decimals): no field of them can hold a comma, so no two reports share a name.
 */
export function deriveReportId(report: {
  deviceId: string;
  recordedAt: string;
  latitude: string;
  longitude: string;
}): string {
  const name = `${report.deviceId},${report.recordedAt},${report.latitude},${report.longitude}`;
  const digits = hash("sha256", name, "hex");
  // The variant's two bits are 10: the digit becomes one of 8, 9, a, b.
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `${derivedVersion}${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join("-");
}
