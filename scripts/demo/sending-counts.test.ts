import { expect, test } from "vitest";
import { calendarOf } from "../report/calendar.ts";
import { type DemoReport, expectedRow } from "../report/demo-report.ts";
import { SendingCounts } from "./sending-counts.ts";

const row = expectedRow(
  { deviceId: "a", epochMicroseconds: 0, latitude: 1, longitude: 2, values: {} },
  calendarOf("Asia/Tokyo"),
);
const good: DemoReport = { body: { deviceId: "a" }, row, verdict: "accepted" };
const bad: DemoReport = { body: { deviceId: "=" }, verdict: "rejected" };
const fromFile: DemoReport = { ...good, verdict: "unknown" };

function rejected(report: DemoReport, path: string) {
  return { report, issues: [{ path, message: "is wrong" }] };
}

test("right decisions are counted, with the reasons of the rejections", () => {
  const counts = new SendingCounts();
  counts.add({ accepted: [good, fromFile], rejected: [rejected(bad, "speed")] });
  counts.add({ accepted: [], rejected: [rejected(bad, "timestamp"), rejected(fromFile, "timestamp")] });
  expect([counts.sent, counts.accepted, counts.rejected]).toEqual([5, 2, 3]);
  expect(counts.rejectedText).toBe("3 rejected (timestamp 2, speed 1)");
  expect(counts.mistakes).toEqual([]);
});

test("accepting an invalid report and rejecting a valid one are mistakes", () => {
  const counts = new SendingCounts();
  counts.add({ accepted: [bad], rejected: [rejected(good, "latitude")] });
  expect(counts.mistakes).toEqual([
    'The API accepted {"deviceId":"="}, which is not a report',
    'The API rejected {"deviceId":"a"}, a valid report: latitude is wrong',
  ]);
});

test("a line of a file that is not a report must not be accepted", () => {
  const counts = new SendingCounts();
  counts.add({ accepted: [{ body: { timestamp: "noon" }, verdict: "unknown" }], rejected: [] });
  expect(counts.mistakes).toEqual(['The API accepted {"timestamp":"noon"}, which is not a report']);
});
