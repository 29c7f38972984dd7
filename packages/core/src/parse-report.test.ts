import { expect, test } from "vitest";
import { maxReportDepth, parseReport } from "./parse-report.ts";
import { reportFromRow, reportRow } from "./report-row.ts";

const window = { now: Date.parse("2026-11-21T00:00:00Z"), lateWindowDays: 30, futureWindowHours: 24 };
const report = { deviceId: "phone-1", timestamp: "2026-11-20T12:00:00Z", latitude: 35.68, longitude: 139.76 };

function issuesOf(input: unknown) {
  const parsed = parseReport(input, window);
  return parsed.ok ? [] : parsed.issues.map(({ path, message }) => `${path} ${message}`);
}

test("a report with every key is accepted", () => {
  const full = {
    ...report,
    accuracy: 0,
    altitude: -3.5,
    altitudeAccuracy: 1,
    speed: 0,
    heading: 359.9,
    battery: 0,
    charging: false,
    reportId: "0B5E3F0E-6B1C-4B52-9D5B-0E3C2A7D9F10",
  };
  expect(parseReport(full, window)).toMatchObject({
    ok: true,
    report: { battery: 0, charging: false, reportId: "0b5e3f0e-6b1c-4b52-9d5b-0e3c2a7d9f10" },
  });
});

test("null means that a device does not know a value", () => {
  expect(issuesOf({ ...report, altitude: null, heading: null, speed: null, charging: null })).toEqual([]);
});

test.each([
  [{ latitude: 90.0000001 }, "latitude must be at most 90, got 90.0000001"],
  [{ latitude: "35" }, 'latitude must be a number, got "35"'],
  [{ longitude: Infinity }, "longitude must be a number, got Infinity"],
  [{ longitude: -180.1 }, "longitude must be at least -180, got -180.1"],
  [{ longitude: undefined }, "longitude is required"],
  [{ accuracy: -1 }, "accuracy must be at least 0, got -1"],
  [{ heading: 360 }, "heading must be below 360: north is 0, got 360"],
  [{ battery: 57 }, "battery must be at most 1, got 57"],
  [{ charging: "yes" }, 'charging must be true or false, got "yes"'],
  [{ reportId: "1" }, 'reportId must be a UUID, got "1"'],
  [
    { reportId: "00000000-0000-0000-0000-000000000000" },
    'reportId must not be the nil or the max UUID, got "00000000-0000-0000-0000-000000000000"',
  ],
  [{ speedKmh: 4 }, "speedKmh is not a key of a location report"],
  [
    { timestamp: "2026-11-22T00:00:00.001Z" },
    'timestamp must not be more than 24 hours in the future, got "2026-11-22T00:00:00.001Z"',
  ],
  [
    { timestamp: "2026-10-21T23:59:59Z" },
    'timestamp must not be older than 30 days, got "2026-10-21T23:59:59Z"',
  ],
])("%j is refused with its value", (change, issue) => {
  expect(issuesOf({ ...report, ...change })).toEqual([issue]);
});

test.each(["=1+1", "-phone", "", "a,b", "a\nb", "é", "x".repeat(65)])(
  "device id %j is refused",
  (deviceId) => {
    expect(issuesOf({ ...report, deviceId })).toHaveLength(1);
  },
);

test("the edges of the windows are inside", () => {
  expect(issuesOf({ ...report, timestamp: "2026-11-22T00:00:00Z" })).toEqual([]);
  expect(issuesOf({ ...report, timestamp: "2026-10-22T00:00:00Z" })).toEqual([]);
});

test("every broken rule is named at once", () => {
  expect(issuesOf({ deviceId: 7, latitude: 91, x: 1 })).toEqual([
    "deviceId must be a string, got 7",
    "timestamp is required",
    "latitude must be at most 90, got 91",
    "longitude is required",
    "x is not a key of a location report",
  ]);
});

test.each([null, 3, "report", [], [report]])("%j is no report", (input) => {
  expect(issuesOf(input)[0]).toMatch(/^ must be an object, got /);
});

test("a long value is cut in the message", () => {
  const [issue = ""] = issuesOf({ ...report, deviceId: "x".repeat(10_000) });
  expect(issue.length).toBeLessThan(300);
});

/** Returns the id that the server derives for a report. */
function derivedId(input: unknown): string {
  const parsed = parseReport(input, window);
  return parsed.ok ? reportRow(parsed.report, { at: window.now }).report_id : "";
}

test("an id of version 8 is accepted only with the report from which it derives", () => {
  const derived = derivedId(report);
  const issue = `reportId must not be of version 8, which is reserved for ids derived from a report; this report's would be ${derived}, got `;
  expect(issuesOf({ ...report, reportId: derived })).toEqual([]);
  expect(issuesOf({ ...report, reportId: derived.toUpperCase(), battery: 0.5 })).toEqual([]);
  const foreign = derivedId({ ...report, deviceId: "phone-2" });
  expect(issuesOf({ ...report, reportId: foreign })).toEqual([`${issue}"${foreign}"`]);
  const own = "0b5e3f0e-6b1c-8b52-9d5b-0e3c2a7d9f10";
  expect(issuesOf({ ...report, reportId: own })).toEqual([`${issue}"${own}"`]);
});

test("a report that was exported with its derived id can be sent again, also when its row was mended", () => {
  const parsed = parseReport({ ...report, latitude: 35.123_456_789, longitude: -1e-9, heading: 0.1 }, window);
  const row = parsed.ok ? reportRow(parsed.report, { at: window.now }) : undefined;
  const again = reportFromRow(row ?? {});
  expect(issuesOf({ ...again, reportId: row?.report_id })).toEqual([]);
  expect(issuesOf(reportFromRow({ ...row, latitude: "12.5" }))).toEqual([]);
});

test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "the key %s is unknown as any other",
  (key) => {
    const input: unknown = JSON.parse(`{"${key}":1,${JSON.stringify(report).slice(1)}`);
    expect(issuesOf(input)).toEqual([`${key} is not a key of a location report`]);
  },
);

test("no key is taken from what every object has", () => {
  expect(issuesOf(JSON.parse(`{"__proto__":${JSON.stringify(report)}}`))).toEqual([
    "deviceId is required",
    "timestamp is required",
    "latitude is required",
    "longitude is required",
    "__proto__ is not a key of a location report",
  ]);
});

test.each([
  ["a list", "[".repeat(200_000) + "]".repeat(200_000)],
  ["an object", '{"a":'.repeat(200_000) + "1" + "}".repeat(200_000)],
])("%s that is nested far too deep is one short issue", (_, nested) => {
  for (const text of [nested, `{"deviceId":${nested}}`, `{"other":${nested}}`]) {
    expect(issuesOf(JSON.parse(text))).toEqual([` must not be nested deeper than ${maxReportDepth} levels`]);
  }
});

test("what is nested to the bound is looked at", () => {
  const deviceId: unknown = JSON.parse("[".repeat(maxReportDepth - 1) + "]".repeat(maxReportDepth - 1));
  expect(issuesOf({ ...report, deviceId })).toEqual([
    `deviceId must be a string, got ${JSON.stringify(deviceId)}`,
  ]);
});

test("of many unknown keys the first are named and the others counted, after what is wrong with known ones", () => {
  const unknown = Object.fromEntries(Array.from({ length: 130_000 }, (_, index) => [`k${index}`, 1]));
  const issues = issuesOf({ ...unknown, ...report, latitude: 95 });
  expect(issues).toHaveLength(12);
  expect(issues[0]).toBe("latitude must be at most 90, got 95");
  expect(issues.slice(1, 3)).toEqual([
    "k0 is not a key of a location report",
    "k1 is not a key of a location report",
  ]);
  expect(issues.at(-1)).toBe(" has 129990 more unknown keys");
});

test("a long name of a key is cut", () => {
  expect(issuesOf({ ...report, ["k".repeat(1_000_000)]: 1 })).toEqual([
    `${"k".repeat(80)}… is not a key of a location report`,
  ]);
});
