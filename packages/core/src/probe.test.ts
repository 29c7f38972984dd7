import { expect, it } from "vitest";
import { parseReport } from "./parse-report.ts";
import { probeDeviceId, probeTime } from "./probe.ts";

const window = { now: Date.UTC(2026, 10, 26), lateWindowDays: 30, futureWindowHours: 24 };
const probe = {
  deviceId: probeDeviceId,
  timestamp: new Date(probeTime).toISOString(),
  latitude: 35.68,
  longitude: 139.76,
};

it("lets the one report of an operator's check be older than any other", () => {
  expect(parseReport(probe, window)).toMatchObject({ ok: true });
});

it.each([
  ["another device", { ...probe, deviceId: "phone-1" }],
  ["another time", { ...probe, timestamp: new Date(probeTime + 1_000).toISOString() }],
])("holds %s to the late window", (_, input) => {
  expect(parseReport(input, window)).toMatchObject({ ok: false, issues: [{ path: "timestamp" }] });
});
