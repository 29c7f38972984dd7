import { expect, test } from "vitest";
import { parseReport } from "../parse-report.ts";
import { owntracksReports } from "./owntracks.ts";

const window = { now: Date.parse("2017-06-15T00:00:00Z"), lateWindowDays: 30, futureWindowHours: 24 };

/** https://owntracks.org/booklet/features/traccar/ */
const documented = {
  cog: 271,
  batt: 41,
  lon: 2.29513,
  acc: 5,
  vel: 61,
  vac: 21,
  lat: 48.85833,
  t: "u",
  tst: 1497476456,
  tid: "JJ",
  _type: "location",
  topic: "owntracks/jane/phone",
  alt: 167,
};

/** Returns the report of a body that holds one. */
function reportOf(body: unknown, sender = {}): Record<string, unknown> | undefined {
  const adapted = owntracksReports(body, sender);
  const [item] = adapted.ok ? adapted.items : [];
  return item?.kind === "report" ? item.report : undefined;
}

test("the documented location is a report in metres per second and shares", () => {
  const parsed = parseReport(reportOf(documented), window);
  expect(parsed).toMatchObject({
    ok: true,
    report: {
      deviceId: "jane:phone",
      timestamp: { text: "2017-06-14 21:40:56.000000" },
      latitude: 48.85833,
      longitude: 2.29513,
      accuracy: 5,
      altitude: 167,
      altitudeAccuracy: 21,
      heading: 271,
      battery: 0.41,
    },
  });
  expect(parsed.ok && parsed.report.speed).toBeCloseTo(16.944, 3);
});

test.each([
  [{ topic: "owntracks/jane/phone" }, {}, "jane:phone"],
  [{ topic: undefined }, { user: "jane", device: "tablet" }, "jane:tablet"],
  [{ topic: undefined }, { deviceId: "url" }, "JJ"],
  [{ topic: undefined, tid: undefined }, { deviceId: "url" }, "url"],
  [{ topic: undefined, tid: undefined }, {}, undefined],
  [{ topic: "owntracks/test/iPhone 12 Pro" }, {}, "test:iPhone_x0020_12_x0020_Pro"],
  [{ topic: "owntracks/test/iPhone 12 Pro" }, { deviceId: "url" }, "url"],
])("the device of %j and sender %j is %s", (change, sender, deviceId) => {
  expect(reportOf({ ...documented, ...change }, sender)).toHaveProperty("deviceId", deviceId);
});

test.each([
  [0, undefined],
  [1, false],
  [2, true],
  [3, true],
])("battery status %i is charging %s, and negative values are unknown", (bs, charging) => {
  expect(reportOf({ ...documented, bs, batt: -1, vel: -1, cog: -1 })).toMatchObject({
    charging,
    battery: undefined,
    speed: undefined,
    heading: undefined,
  });
});

test("numbers in quotes are numbers, and a time is in seconds or milliseconds", () => {
  const quoted = { ...documented, lat: "48.85833", acc: "12", tst: "1497476456", vac: 0 };
  expect(reportOf(quoted)).toMatchObject({
    latitude: 48.858_33,
    accuracy: 12,
    timestamp: "2017-06-14T21:40:56.000Z",
  });
  expect(reportOf(quoted)).not.toHaveProperty("altitude");
  expect(reportOf({ ...documented, tst: 1_497_476_456_123 })).toMatchObject({
    timestamp: "2017-06-14T21:40:56.123Z",
  });
});

test.each(["transition", "waypoint", "lwt", "card", "status"])("a %s is an event", (type) => {
  expect(owntracksReports({ _type: type, lat: 1, lon: 2 })).toMatchObject({
    ok: true,
    items: [{ kind: "event", event: type }],
  });
});

test.each(["encrypted", "surprise"])("what may hold a location is no event: %s", (type) => {
  expect(owntracksReports({ _type: type, data: "AAAA", topic: "owntracks/jane/phone" })).toMatchObject({
    ok: true,
    items: [{ kind: "refused", path: "_type", deviceId: "jane:phone" }],
  });
});

test("an entry without a type is not a message, and a time beyond all dates is left to the report's rules", () => {
  for (const body of [null, [{}], {}, { _type: 1 }]) {
    expect(owntracksReports(body)).toMatchObject({ ok: false });
  }
  expect(parseReport(reportOf({ ...documented, tst: 1e300 }), window)).toMatchObject({ ok: false });
});
