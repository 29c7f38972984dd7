import { expect, test } from "vitest";
import { parseReport } from "../parse-report.ts";
import { osmandReports } from "./osmand.ts";

const window = { now: Date.parse("2026-11-21T00:00:00Z"), lateWindowDays: 30, futureWindowHours: 24 };
const fields = {
  id: "48241179",
  lat: "35.7",
  lon: "139.7",
  timestamp: "1795132800",
  accuracy: "5.0",
  altitude: "35.0",
  speed: "1.94",
  bearing: "360",
  batt: "88",
  charge: "true",
};

function parsed(query: Record<string, string>, form?: Record<string, string>) {
  const adapted = osmandReports(
    query,
    form === undefined ? { kind: "none" } : { kind: "form", fields: form },
  );
  const [item] = adapted.ok ? adapted.items : [];
  return parseReport(item?.kind === "report" ? item.report : undefined, window);
}

test.each([
  ["the URL", fields, undefined],
  ["a form", {}, fields],
])("the fields of %s are a report, with knots and percent", (_, query, form) => {
  const result = parsed(query, form);
  expect(result).toMatchObject({
    ok: true,
    report: {
      deviceId: "48241179",
      timestamp: { text: "2026-11-20 00:00:00.000000" },
      latitude: 35.7,
      longitude: 139.7,
      accuracy: 5,
      altitude: 35,
      heading: 0,
      battery: 0.88,
      charging: true,
    },
  });
  expect(result.ok && result.report.speed).toBeCloseTo(0.998, 3);
});

test.each([
  ["mps", 1.94],
  ["kmh", 0.538_888_9],
])("speedUnit=%s says the speed's unit", (speedUnit, metresPerSecond) => {
  const result = parsed({ ...fields, speedUnit });
  expect(result.ok && result.report.speed).toBeCloseTo(metresPerSecond, 6);
});

test.each(["1795132800000", "2026-11-20T00:00:00Z", "2026-11-20 00:00:00", "2026-11-20T09:00:00+0900"])(
  "%s is the same time",
  (timestamp) => {
    expect(parsed({ ...fields, timestamp })).toMatchObject({
      report: { timestamp: { text: "2026-11-20 00:00:00.000000" } },
    });
  },
);

test("a position may be one field, and one that is not a number costs only its report", () => {
  const { lat: _lat, lon: _lon, ...rest } = fields;
  expect(parsed({ ...rest, location: "35.7,139.7" })).toMatchObject({ report: { longitude: 139.7 } });
  expect(parsed({ ...fields, lat: "%LAT" })).toMatchObject({
    issues: [{ path: "latitude", message: 'must be a number, got "%LAT"' }],
  });
});

test("a request without fields holds no report", () => {
  expect(osmandReports({ deviceId: "url" }, { kind: "none" })).toMatchObject({ ok: false });
});
