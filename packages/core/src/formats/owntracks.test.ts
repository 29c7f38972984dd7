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

test("the documented location is a report in metres per second and shares", () => {
  const adapted = owntracksReports(documented);
  const parsed = parseReport(adapted.ok ? adapted.reports[0] : undefined, window);
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
])("the device of %j and sender %j is %s", (change, sender, deviceId) => {
  const adapted = owntracksReports({ ...documented, ...change }, sender);
  expect(adapted.ok && adapted.reports[0]).toHaveProperty("deviceId", deviceId);
});

test.each([
  [0, undefined],
  [1, false],
  [2, true],
  [3, true],
])("battery status %i is charging %s, and negative values are unknown", (bs, charging) => {
  const adapted = owntracksReports({ ...documented, bs, batt: -1, vel: -1, cog: -1 });
  expect(adapted.ok && adapted.reports[0]).toMatchObject({
    charging,
    battery: undefined,
    speed: undefined,
    heading: undefined,
  });
});

test("other types hold no report", () => {
  expect(owntracksReports({ _type: "transition", event: "enter" })).toEqual({ ok: true, reports: [] });
});

test("what has no type is no message, and a time beyond all dates is left to the report's rules", () => {
  for (const body of [null, [], {}, { _type: 1 }]) {
    expect(owntracksReports(body)).toMatchObject({ ok: false });
  }
  const adapted = owntracksReports({ ...documented, tst: 1e300 });
  expect(parseReport(adapted.ok ? adapted.reports[0] : undefined, window)).toMatchObject({ ok: false });
});
