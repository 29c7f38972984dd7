import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isCalendarDate, parseTimestamp, timestampText } from "./timestamps.ts";

test.each([
  ["2026-11-21T09:30:00Z", "2026-11-21 09:30:00.000000"],
  ["2026-11-21t09:30:00z", "2026-11-21 09:30:00.000000"],
  ["2026-11-21T00:00:00+09:00", "2026-11-20 15:00:00.000000"],
  ["2026-11-20T23:59:59.999999-11:30", "2026-11-21 11:29:59.999999"],
  ["2026-11-21T09:30:00-00:00", "2026-11-21 09:30:00.000000"],
  ["2024-02-29T00:00:00.5Z", "2024-02-29 00:00:00.500000"],
  ["1969-12-31T23:59:59.000001Z", "1969-12-31 23:59:59.000001"],
  ["2026-11-21T09:30:00.1234567891Z", "2026-11-21 09:30:00.123456"],
])("%s is %s in UTC", (text, utc) => {
  expect(parseTimestamp(text)?.text).toBe(utc);
});

test.each([
  "2026-11-21",
  "2026-11-21T09:30:00",
  "2026-11-21 09:30:00Z",
  "2026-11-21T09:30Z",
  "2026-11-21T09:30:00.Z",
  "2026-11-21T24:00:00Z",
  "2026-11-21T09:60:00Z",
  "2026-12-31T23:59:60Z",
  "2026-11-21T09:30:00+0900",
  "2026-11-21T09:30:00+24:00",
  "2026-02-29T00:00:00Z",
  "2026-04-31T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "0001-01-01T00:00:00+00:01",
  "9999-12-31T23:59:59-00:01",
  " 2026-11-21T09:30:00Z",
  "2026-11-21T09:30:00Z\n",
  "1795253400000",
  "",
])("%j is no timestamp", (text) => {
  expect(parseTimestamp(text)).toBeUndefined();
});

test("every instant reads the same from any zone, with all its microseconds", () => {
  const instant = fc.date({
    min: new Date("0001-01-03T00:00:00Z"),
    max: new Date("9999-12-29T00:00:00Z"),
    noInvalidDate: true,
  });
  const offset = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 999 }), offset, (date, micros, minutes) => {
      const digits = String(micros).padStart(3, "0");
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 23);
      const size = Math.abs(minutes);
      const zone = `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
      const parsed = parseTimestamp(`${local}${digits}${zone}`);
      const utc = date.toISOString();
      expect(parsed).toEqual({
        epochMilliseconds: date.getTime(),
        text: `${utc.slice(0, 10)} ${utc.slice(11, 23)}${digits}`,
      });
    }),
  );
});

test("the calendar has exactly the days that Date has", () => {
  const year = fc.integer({ min: 1, max: 9999 });
  fc.assert(
    fc.property(
      year,
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      (years, month, day) => {
        const text = `${String(years).padStart(4, "0")}-${two(month)}-${two(day)}`;
        const date = new Date(0);
        date.setUTCFullYear(years, month - 1, day);
        expect(isCalendarDate(text)).toBe(date.toISOString().startsWith(text));
      },
    ),
  );
});

test("milliseconds become the table's text", () => {
  expect(timestampText(Date.parse("2026-11-21T03:04:05.678Z"))).toBe("2026-11-21 03:04:05.678000");
});

function two(value: number): string {
  return String(value).padStart(2, "0");
}
