import { expect, it } from "vitest";
import { directTimes } from "./direct-time.ts";

const window = { lateWindowDays: 31, futureWindowHours: 24, now: Date.UTC(2026, 8, 5) };
const times = directTimes({ file: { timeZone: "Asia/Kolkata" }, window, timeZone: "Asia/Tokyo" });

it.each([
  ["2026-09-02T14:59:30.25Z", "2026-09-02", "2026-09-02 14:59:30.250000"],
  ["2026-09-02T14:59:59.999999Z", "2026-09-02", "2026-09-02 14:59:59.999999"],
  ["2026-09-02T15:00:00Z", "2026-09-03", "2026-09-02 15:00:00.000000"],
  ["2026-09-02T15:00:00.1234569Z", "2026-09-03", "2026-09-02 15:00:00.123456"],
  ["2026/09/02 20:30:07", "2026-09-03", "2026-09-02 15:00:07.000000"],
  ["1788361207", "2026-09-03", "2026-09-02 15:00:07.000000"],
  // The last digits are minutes of the zone, not seconds.
  ["2026-9-2 9:30+05:30", "2026-09-02", "2026-09-02 04:00:00.000000"],
  ["2026-9-2 9:30+05:45", "2026-09-02", "2026-09-02 03:45:00.000000"],
])("reads %s, the first time and again", (text, date, recordedAt) => {
  expect(times(text)).toEqual({ date, text: recordedAt });
  expect(times(text)).toEqual({ date, text: recordedAt });
});

it.each([
  "2026-09-02T15:00:60Z",
  "2026-09-31T15:00:00Z",
  "2026-07-02T15:00:00Z",
  "2026-09-06T00:00:01Z",
  "x",
])("does not read %s", (text) => {
  expect(times(text)).toBeUndefined();
});
