import type { FileConverter, FileOptions, FileRecord, FileReport } from "./file-record.ts";
import { readTime } from "./time-text.ts";
import { elementText, numberOf, plainNumber, textOf, type XmlElement, xmlConverter } from "./xml-elements.ts";

const points = new Set(["trkpt", "wpt", "rtept"]);

/**
 * Reads a GPX file, 1.0 or 1.1: each track point and each waypoint with a time is a report. Also reads speed,
 * in metres per second, and course from the extensions that loggers write. Ignores routes, which are plans
 * and not fixes. The caller sets the device. https://www.topografix.com/GPX/1/1/
 * https://www.topografix.com/gpx_manual.asp
 */
export function gpxConverter(options: FileOptions): FileConverter {
  return xmlConverter({ wanted: points, read: (point) => [pointRecord(point, options)] });
}

function pointRecord(point: XmlElement, options: FileOptions): FileRecord {
  const record = { place: point.line, text: elementText(point) };
  const time = textOf(point, "time");
  if (point.name === "rtept") {
    return { ...record, kind: "passed-over", what: "a point of a planned route" };
  }
  if (time === undefined && point.name === "wpt") {
    return { ...record, kind: "passed-over", what: "a waypoint without a time" };
  }
  const latitude = plainNumber(point.attributes["lat"]);
  const longitude = plainNumber(point.attributes["lon"]);
  const timestamp = time === undefined ? undefined : readTime(time, options);
  if (latitude === undefined || longitude === undefined) {
    return { ...record, kind: "refused", reason: "the point has no numeric lat and lon" };
  }
  if (timestamp?.ok !== true) {
    return { ...record, kind: "refused", reason: timestamp?.reason ?? "the point has no time" };
  }
  const report: FileReport = {
    deviceId: options.device,
    timestamp: timestamp.timestamp,
    latitude,
    longitude,
    altitude: numberOf(point, "ele"),
    accuracy: numberOf(point, "accuracy"),
    speed: numberOf(point, "speed"),
    heading: numberOf(point, "course") ?? numberOf(point, "bearing"),
  };
  return { ...record, kind: "report", report };
}
