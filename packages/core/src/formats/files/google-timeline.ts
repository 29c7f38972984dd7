import { isObject, type Json } from "../adapted-reports.ts";
import type { FileOptions, FileReport, Outcome } from "./file-record.ts";
import { readTime } from "./time-text.ts";

const degreesE7 = 1e7;
const minuteMilliseconds = 60_000;

/**
 * Reads an element of a Google Timeline export: a location of `Records.json`, an object of Semantic Location
 * History, a segment or a raw signal of the phone's own export (Android and iOS). Ignores visits, trips and
 * other signals, which hold no fix at a time. Returns undefined for any other object.
 * https://locationhistoryformat.com/
 */
export function googleOutcomes(element: Json, options: FileOptions): Outcome[] | undefined {
  if ("latitudeE7" in element) {
    return [recordOutcome(element, options)];
  }
  if (isObject(element["placeVisit"])) {
    return [{ kind: "passed-over", what: "a visit" }];
  }
  if (isObject(element["activitySegment"])) {
    return activityOutcomes(element["activitySegment"], options);
  }
  if (Array.isArray(element["timelinePath"])) {
    return element["timelinePath"].map((point: unknown) => pathOutcome(point, element["startTime"], options));
  }
  if (isObject(element["position"])) {
    return [signalOutcome(element["position"], options)];
  }
  const passedOver = ["visit", "activity", "timelineMemory", "wifiScan", "activityRecord"].find(
    (name) => name in element,
  );
  return passedOver === undefined ? undefined : [{ kind: "passed-over", what: `a ${passedOver}` }];
}

function recordOutcome(record: Json, options: FileOptions): Outcome {
  const { deviceTag } = record;
  return outcome(record["timestamp"] ?? record["timestampMs"], options, {
    deviceId: typeof deviceTag === "number" ? String(deviceTag) : options.device,
    latitude: fromE7(record["latitudeE7"]),
    longitude: fromE7(record["longitudeE7"]),
    accuracy: record["accuracy"],
    altitude: record["altitude"],
    altitudeAccuracy: record["verticalAccuracy"],
    speed: record["velocity"],
    heading: record["heading"],
  });
}

function activityOutcomes(segment: Json, options: FileOptions): Outcome[] {
  const path = segment["simplifiedRawPath"];
  const points: unknown[] = isObject(path) && Array.isArray(path["points"]) ? path["points"] : [];
  if (points.length === 0) {
    return [{ kind: "passed-over", what: "a trip without its positions" }];
  }
  return points.map((point) => {
    const { latE7, lngE7, timestamp, timestampMs, accuracyMeters } = isObject(point) ? point : {};
    return outcome(timestamp ?? timestampMs, options, {
      deviceId: options.device,
      latitude: fromE7(latE7),
      longitude: fromE7(lngE7),
      accuracy: accuracyMeters,
    });
  });
}

/** A point of a path has its own time on Android, and minutes since the segment's start on iOS. */
function pathOutcome(point: unknown, startTime: unknown, options: FileOptions): Outcome {
  const { point: place, time, durationMinutesOffsetFromStartTime: minutes } = isObject(point) ? point : {};
  const start = typeof startTime === "string" ? Date.parse(startTime) : Number.NaN;
  const offset = Number(minutes) * minuteMilliseconds;
  const moment =
    time ?? (Number.isFinite(start + offset) ? new Date(start + offset).toISOString() : undefined);
  return outcome(moment, options, { deviceId: options.device, ...degrees(place) });
}

function signalOutcome(position: Json, options: FileOptions): Outcome {
  return outcome(position["timestamp"], options, {
    deviceId: options.device,
    ...degrees(position["LatLng"] ?? position["latLng"]),
    accuracy: position["accuracyMeters"],
    altitude: position["altitudeMeters"],
    speed: position["speedMetersPerSecond"],
  });
}

function outcome(time: unknown, options: FileOptions, report: FileReport): Outcome {
  const read = readTime(typeof time === "string" ? time : JSON.stringify(time ?? ""), options);
  if (!read.ok) {
    return { kind: "refused", reason: read.reason };
  }
  if (typeof report["latitude"] !== "number" || typeof report["longitude"] !== "number") {
    return { kind: "refused", reason: "it has no position" };
  }
  return { kind: "report", report: { ...report, timestamp: read.timestamp } };
}

/** `35.68°, 139.76°` or `geo:35.68,139.76` */
function degrees(place: unknown): { latitude?: number; longitude?: number } {
  const found = typeof place === "string" ? /(-?\d+(?:\.\d+)?)°?\s*,\s*(-?\d+(?:\.\d+)?)/.exec(place) : null;
  return found === null ? {} : { latitude: Number(found[1]), longitude: Number(found[2]) };
}

function fromE7(value: unknown): number | undefined {
  return typeof value === "number" ? value / degreesE7 : undefined;
}
