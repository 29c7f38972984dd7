import { expect, it } from "vitest";
import { DirectTimes } from "./direct-time.ts";

const window = { lateWindowDays: 31, futureWindowHours: 24, now: Date.UTC(2026, 8, 5) };
const times = new DirectTimes({ file: { timeZone: "Asia/Kolkata" }, window, timeZone: "Asia/Tokyo" });

/** Reads a field of a line, between others. */
function read(text: string) {
  const row = { bytes: Buffer.alloc(40), length: 3 };
  const field = { bytes: Buffer.from(`1,${text},5`), start: 2, end: 2 + text.length };
  return times.write(field, row)
    ? { date: times.date, text: row.bytes.toString("latin1", 3, row.length) }
    : undefined;
}

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
  expect(read(text)).toEqual({ date, text: recordedAt });
  expect(read(text)).toEqual({ date, text: recordedAt });
});

it.each([
  "2026-09-02T15:00:60Z",
  "2026-09-31T15:00:00Z",
  "2026-07-02T15:00:00Z",
  "2026-09-06T00:00:01Z",
  "x",
])("does not read %s", (text) => {
  expect(read(text)).toBeUndefined();
});
