import { gzipSync } from "node:zlib";
import * as fc from "fast-check";

const { constantFrom, oneof, record, uint8Array } = fc;

/** Values that have broken parsers, CSV files and spreadsheets before. */
const nasty = constantFrom<unknown>(
  null,
  true,
  0,
  -0,
  -1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  90.000_000_1,
  "",
  " ",
  "=1+1",
  "a,b",
  'a"b',
  "a\nb",
  "a\r\nb",
  "\u0000",
  "\uFEFFx",
  "\uD800",
  "é",
  "x".repeat(70),
  "2026-02-30T00:00:00Z",
  "0000-01-01T00:00:00Z",
  "+275760-09-13T00:00:00Z",
  "1e999",
  [],
  {},
  { __proto__: 1 },
);

/** A good report of the moment, of which any key may be another value, missing or new. */
function broken(now: number): fc.Arbitrary<Record<string, unknown>> {
  const good = {
    deviceId: "phone-1",
    timestamp: "",
    latitude: 35.68,
    longitude: 139.76,
    accuracy: 5,
    altitude: 10,
    altitudeAccuracy: 3,
    speed: 1.5,
    heading: 90,
    battery: 0.5,
    charging: false,
    reportId: null,
  };
  const keys = Object.keys(good);
  const change = record({
    key: oneof(
      { weight: 5, arbitrary: constantFrom(...keys) },
      { weight: 1, arbitrary: constantFrom("__proto__", "constructor", "x", "") },
    ),
    value: oneof(
      { weight: 3, arbitrary: nasty },
      { weight: 1, arbitrary: fc.jsonValue() },
      { weight: 2, arbitrary: fc.double() },
    ),
  });
  // Equal reports would count once.
  const time = fc.nat(86_400).map((seconds) => ["timestamp", new Date(now - seconds * 1000).toISOString()]);
  return fc
    .tuple(time, fc.array(change, { maxLength: 3 }))
    .map(([timestamp, changes]) =>
      Object.fromEntries([
        ...Object.entries(good),
        timestamp,
        ...changes.map(({ key, value }) => [key, value]),
      ]),
    );
}

function overland(report: Record<string, unknown>): object {
  const { longitude, latitude, deviceId, timestamp, accuracy, speed, battery } = report;
  const properties = {
    device_id: deviceId,
    timestamp,
    horizontal_accuracy: accuracy,
    speed,
    battery_level: battery,
  };
  return { type: "Feature", geometry: { type: "Point", coordinates: [longitude, latitude] }, properties };
}

function owntracks({
  latitude,
  longitude,
  timestamp,
  speed,
  battery,
  deviceId,
}: Record<string, unknown>): object {
  const tst = typeof timestamp === "string" ? Date.parse(timestamp) / 1000 : timestamp;
  return { _type: "location", lat: latitude, lon: longitude, tst, vel: speed, batt: battery, tid: deviceId };
}

function traccar({ deviceId, timestamp, battery, ...coords }: Record<string, unknown>): object {
  return { device_id: deviceId, location: { timestamp, coords, battery: { level: battery } } };
}

/**
 * Bodies of the four formats, whole or not, and of none. `now` in milliseconds since 1970 is the time of the
 * reports.
 */
export function bodies(now: number): fc.Arbitrary<Buffer | undefined> {
  const report = broken(now);
  const json = oneof(
    { weight: 4, arbitrary: report },
    {
      weight: 4,
      arbitrary: fc.array(oneof(report, nasty), { maxLength: 6 }).map((locations) => ({ locations })),
    },
    {
      weight: 2,
      arbitrary: fc.array(report.map(overland), { maxLength: 3 }).map((locations) => ({ locations })),
    },
    { weight: 2, arbitrary: report.map(owntracks) },
    { weight: 2, arbitrary: report.map(traccar) },
    { weight: 1, arbitrary: fc.jsonValue() },
  ).map((value) => JSON.stringify(value));
  const cut = fc.tuple(json, fc.nat(300)).map(([whole, length]) => whole.slice(0, length));
  return oneof(
    { weight: 10, arbitrary: json.map((whole) => Buffer.from(whole)) },
    { weight: 2, arbitrary: cut.map((part) => Buffer.from(part)) },
    { weight: 1, arbitrary: json.map((whole) => gzipSync(whole)) },
    { weight: 1, arbitrary: json.map((whole) => gzipSync(whole).subarray(0, 20)) },
    { weight: 1, arbitrary: json.map((whole) => Buffer.from(whole, "utf16le")) },
    { weight: 1, arbitrary: uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}
