import { expect, test } from "vitest";
import { parseReport } from "../parse-report.ts";
import { traccarReports } from "./traccar.ts";

const window = { now: Date.parse("2000-01-01T00:01:00Z"), lateWindowDays: 30, futureWindowHours: 24 };

/** https://www.traccar.org/osmand/ */
const documented = {
  location: {
    timestamp: "2000-01-01T00:00:00.000Z",
    coords: { latitude: 0.0, longitude: 0.0, accuracy: 0, speed: 0, heading: 0, altitude: 0 },
    is_moving: false,
    odometer: 0,
    event: "motionchange",
    battery: { level: 1, is_charging: false },
    activity: { type: "still" },
    extras: {},
  },
  device_id: "48241179",
};

test("the documented request of Traccar Client is a report", () => {
  const adapted = traccarReports(documented);
  const [item] = adapted.ok ? adapted.items : [];
  expect(parseReport(item?.kind === "report" ? item.report : undefined, window)).toMatchObject({
    ok: true,
    report: {
      deviceId: "48241179",
      timestamp: { text: "2000-01-01 00:00:00.000000" },
      latitude: 0,
      longitude: 0,
      speed: 0,
      heading: 0,
      altitude: 0,
      battery: 1,
      charging: false,
    },
  });
});

test("several locations are several reports, and -1 is unknown", () => {
  const coords = { ...documented.location.coords, speed: -1, heading: -1 };
  const location = { ...documented.location, coords, battery: { level: -1, is_charging: true } };
  const adapted = traccarReports({ device_id: 7, location: [location, location] });
  const report = { deviceId: "7", speed: undefined, heading: undefined, battery: undefined, charging: true };
  expect(adapted).toMatchObject({ ok: true, items: [{ report }, { report }] });
});

test("the locations may be the root, as the SDK's settings have it, and name their device in extras", () => {
  const location = { ...documented.location, extras: { device_id: "sdk" } };
  for (const body of [location, [location]]) {
    expect(traccarReports(body)).toMatchObject({ ok: true, items: [{ report: { deviceId: "sdk" } }] });
  }
});

test("a location of another shape is refused alone, and a request without one as a whole", () => {
  expect(traccarReports({ location: 5 }, { stated: "url" })).toEqual({
    ok: true,
    items: [{ kind: "refused", path: "coords", message: "is required", deviceId: "url" }],
    bodyOf: expect.any(Function),
  });
  for (const body of [null, {}, 5]) {
    expect(traccarReports(body)).toMatchObject({ ok: false });
  }
});
