import { expect, test } from "vitest";
import { parseReport } from "../parse-report.ts";
import { overlandReports } from "./overland.ts";

const window = { now: Date.parse("2015-10-01T15:01:00Z"), lateWindowDays: 30, futureWindowHours: 24 };

/** The request of https://github.com/aaronpk/Overland-iOS#api */
const documented = {
  locations: [
    {
      type: "Feature",
      geometry: { type: "Point", coordinates: [-122.030581, 37.3318] },
      properties: {
        timestamp: "2015-10-01T08:00:00-0700",
        altitude: 0,
        speed: 4,
        horizontal_accuracy: 30,
        vertical_accuracy: -1,
        motion: ["driving", "stationary"],
        pauses: false,
        activity: "other_navigation",
        desired_accuracy: 100,
        deferred: 1000,
        significant_change: "disabled",
        locations_in_payload: 1,
        battery_state: "charging",
        battery_level: 0.89,
        device_id: "",
        wifi: "",
      },
    },
  ],
  trip: { distance: 12 },
};

test("the documented request of Overland is a report", () => {
  const adapted = overlandReports(documented, "phone-1");
  const [item] = adapted.ok ? adapted.items : [];
  const input = item?.kind === "report" ? item.report : undefined;
  expect(input).toEqual({
    deviceId: "phone-1",
    timestamp: "2015-10-01T08:00:00-07:00",
    latitude: 37.3318,
    longitude: -122.030581,
    accuracy: 30,
    speed: 4,
    battery: 0.89,
    charging: true,
  });
  expect(parseReport(input, window)).toMatchObject({
    ok: true,
    report: { timestamp: { text: "2015-10-01 15:00:00.000000" } },
  });
});

test("the phone's own device id comes before that of the URL, and -1 is unknown", () => {
  const [feature] = documented.locations;
  const properties = {
    ...feature?.properties,
    device_id: "own",
    speed: -1,
    battery_level: -1,
    battery_state: "unknown",
    vertical_accuracy: 3,
    altitude: -2,
  };
  const adapted = overlandReports({ locations: [{ ...feature, properties }] }, "url");
  expect(adapted).toMatchObject({
    ok: true,
    items: [
      {
        kind: "report",
        report: {
          deviceId: "own",
          timestamp: "2015-10-01T08:00:00-07:00",
          latitude: 37.3318,
          longitude: -122.030581,
          accuracy: 30,
          altitude: -2,
          altitudeAccuracy: 3,
          speed: undefined,
          battery: undefined,
          charging: undefined,
        },
      },
    ],
  });
});

function adaptOne(
  properties: object,
  { envelope = {}, stated }: { envelope?: object; stated?: string } = {},
) {
  const [feature] = documented.locations;
  const own = { ...feature?.properties, ...properties };
  const adapted = overlandReports({ ...envelope, locations: [{ ...feature, properties: own }] }, stated);
  return adapted.ok ? adapted.items[0] : undefined;
}

test.each([
  [{ course: 360 }, { heading: 0 }],
  [{ course: "90" }, { heading: 90 }],
  [
    { course: 361, speed: 3 },
    { heading: undefined, speed: 3 },
  ],
  [{ battery_level: 1.01 }, { battery: undefined }],
  [{ battery_level: 255 }, { battery: undefined }],
  [{ vertical_accuracy: 0, altitude: 30 }, { accuracy: 30 }],
  [{ vertical_accuracy: 5, altitude: -32768 }, { altitudeAccuracy: 5 }],
  [
    { speed: "4.5", horizontal_accuracy: "12" },
    { speed: 4.5, accuracy: 12 },
  ],
])("of %j only what cannot be read is unknown", (properties, expected) => {
  const item = adaptOne({ device_id: "a", ...properties });
  const input = item?.kind === "report" ? item.report : {};
  expect(input).toMatchObject(expected);
  expect(input["altitude"]).toBeUndefined();
  expect(parseReport(input, window).ok).toBe(true);
});

test("a negative horizontal accuracy means that there is no position", () => {
  const item = adaptOne({ device_id: "a", horizontal_accuracy: -1 });
  expect(parseReport(item?.kind === "report" ? item.report : {}, window)).toEqual({
    ok: false,
    issues: [{ path: "accuracy", message: "must be at least 0, got -1" }],
  });
});

test.each([{ action: "visit" }, { action: "will_terminate" }, { type: "trip" }])(
  "%j is an event",
  (change) => {
    expect(adaptOne(change)).toEqual({ kind: "event", event: change.action ?? "trip" });
  },
);

test.each([
  [{ device_id: "Van 7" }, {}, { deviceId: "Van_x0020_7", sentName: "Van 7" }],
  [{ device_id: "Van 7" }, { stated: "van-7" }, { deviceId: "van-7", sentName: "Van 7" }],
  [{ device_id: "own" }, { stated: "van-7" }, { deviceId: "own", sentName: undefined }],
  [{ device_id: "" }, { envelope: { device_id: "colota" } }, { deviceId: "colota", sentName: undefined }],
  [{ device_id: "" }, {}, { deviceId: undefined, sentName: undefined }],
])("the device of %j in %j is %j", (properties, around, { deviceId, sentName }) => {
  expect(adaptOne(properties, around)).toMatchObject({ sentName, report: { deviceId } });
});

test("a feature of another shape is refused alone, and anything but a list of them as a whole", () => {
  const named = { geometry: null, properties: { device_id: "a" } };
  expect(overlandReports({ locations: ["x", { geometry: null }, named] })).toMatchObject({
    ok: true,
    items: [
      { kind: "refused", path: "properties" },
      { kind: "refused", path: "properties" },
      { kind: "refused", path: "geometry.coordinates", deviceId: "a" },
    ],
  });
  for (const body of [null, [], {}, { locations: {} }]) {
    expect(overlandReports(body)).toMatchObject({ ok: false });
  }
});

test("the body of some locations holds them as received, and the device beside them", () => {
  const adapted = overlandReports({ locations: ["x", "y", "z"], device_id: "d", trip: {} });
  expect(adapted.ok && adapted.bodyOf([0, 2])).toEqual({
    kind: "json",
    value: { locations: ["x", "z"], device_id: "d" },
  });
});
