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
  const [input] = adapted.ok ? adapted.reports : [];
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
  expect(adapted).toEqual({
    ok: true,
    reports: [
      {
        deviceId: "own",
        timestamp: "2015-10-01T08:00:00-07:00",
        latitude: 37.3318,
        longitude: -122.030581,
        accuracy: 30,
        altitude: -2,
        altitudeAccuracy: 3,
      },
    ],
  });
});

test("a feature of another shape is left to the report's rules, and anything but a list of them is refused", () => {
  expect(overlandReports({ locations: ["x", { geometry: null }] })).toEqual({
    ok: true,
    reports: ["x", { geometry: null }],
  });
  for (const body of [null, [], {}, { locations: {} }]) {
    expect(overlandReports(body)).toMatchObject({ ok: false });
  }
});
