import { expect, test } from "vitest";
import { parseReport } from "@ashiato/core/parse-report";
import { calendarOf } from "../report/calendar.ts";
import type { DemoReport } from "../report/demo-report.ts";
import { distanceMetres } from "./geometry.ts";
import { fleetReports } from "./fleet.ts";
import { breakEveryRule } from "./invalid-reports.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const calendar = calendarOf("Asia/Tokyo");
const plan = { seed: 7, devices: 90, reports: 3_600, date: "2026-11-21", calendar, now };
const reports = fleetReports(plan);
const good = reports.filter(({ verdict }) => verdict === "accepted");

function accepts({ body }: DemoReport): boolean {
  return parseReport(body, { now, lateWindowDays: 30, futureWindowHours: 24 }).ok;
}

test("an equal seed gives equal reports, another seed others", () => {
  expect(fleetReports(plan)).toEqual(reports);
  expect(fleetReports({ ...plan, seed: 8 })).not.toEqual(reports);
});

test("the day has the requested number of reports", () => {
  const ofDay = new Set(good.filter(({ row }) => row?.date === plan.date));
  expect(ofDay.size).toBe(3_600);
});

test("about a tenth is sent twice, later than the first time", () => {
  const repeated = good.length - new Set(good).size;
  expect(repeated / good.length).toBeGreaterThan(0.07);
  expect(repeated / good.length).toBeLessThan(0.12);
});

test("some reports are of the five dates before", () => {
  const dates = new Set(good.map(({ row }) => row?.date ?? ""));
  expect(dates.size).toBeGreaterThan(1);
  expect([...dates].every((date) => date >= "2026-11-16" && date <= "2026-11-21")).toBe(true);
});

test("a report is valid exactly if it says so", () => {
  expect(reports.filter((report) => accepts(report) !== (report.verdict === "accepted"))).toEqual([]);
  expect(reports.length - good.length).toBeGreaterThan(20);
});

test("every kind of broken report breaks a rule", () => {
  const broken = breakEveryRule(good[0]?.body ?? {}, now);
  expect(broken.length).toBeGreaterThanOrEqual(20);
  expect(broken.filter((body) => accepts({ body, verdict: "rejected" }))).toEqual([]);
});

test("a report's expected row follows from its own text", () => {
  for (const { body, row } of good) {
    expect(Date.parse(String(body["timestamp"]))).toBe(Date.parse(row?.recordedAt ?? ""));
    expect([body["deviceId"], body["latitude"], body["longitude"]]).toEqual([
      row?.deviceId,
      Number(row?.latitude),
      Number(row?.longitude),
    ]);
  }
});

test("no device is faster than a train or leaves the plain around Tokyo", () => {
  const centre = { latitude: 35.68, longitude: 139.7 };
  const sightings = [...new Set(good)].map(({ row }) => ({
    device: row?.deviceId ?? "",
    at: Date.parse(row?.recordedAt ?? ""),
    place: { latitude: Number(row?.latitude), longitude: Number(row?.longitude) },
  }));
  expect(sightings.filter(({ place }) => distanceMetres(centre, place) > 60_000)).toEqual([]);
  const tracks = sightings.sort((a, b) =>
    a.device === b.device ? a.at - b.at : a.device < b.device ? -1 : 1,
  );
  const tooFast = tracks.filter((sighting, index) => {
    const before = tracks[index - 1];
    // The fix is good to some tens of metres.
    return (
      before?.device === sighting.device &&
      distanceMetres(before.place, sighting.place) > 150 + (40 * (sighting.at - before.at)) / 1_000
    );
  });
  expect(tooFast).toEqual([]);
});
