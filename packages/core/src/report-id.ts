import { hash } from "node:crypto";

/** The UUID version of derived ids: https://www.rfc-editor.org/rfc/rfc9562#section-5.8 */
const derivedVersion = "8";

/**
 * Returns whether an id is of the kind that derives from a report. No client may choose one: it could choose
 * that of another report.
 */
export function isDerivedKind(reportId: string): boolean {
  return reportId.charAt("xxxxxxxx-xxxx-".length) === derivedVersion;
}

/**
 * Returns the id of a report that was sent without one: equal for equal device, time and position, so that a
 * report sent twice counts once. The id is a UUID of version 8 from a SHA-256, as in
 * https://www.rfc-editor.org/rfc/rfc9562#appendix-B.2. The hashed fields are the row's texts (microseconds,
 * seven decimals), which cannot contain the comma that separates them.
 */
export function deriveReportId(report: {
  deviceId: string;
  recordedAt: string;
  latitude: string;
  longitude: string;
}): string {
  return derivedIdOf(`${report.deviceId},${report.recordedAt},${report.latitude},${report.longitude}`);
}

/** Returns the id that derives from the fields of `deriveReportId`, separated by commas. */
export function derivedIdOf(name: string | Buffer): string {
  const digits = hash("sha256", name, "hex");
  const third = `${derivedVersion}${digits.slice(13, 16)}`;
  // The variant's two bits are 10: the digit becomes one of 8, 9, a, b.
  const fourth = `${"89ab".charAt(Number.parseInt(digits.charAt(16), 16) % 4)}${digits.slice(17, 20)}`;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${third}-${fourth}-${digits.slice(20, 32)}`;
}
