import { expect, test } from "vitest";
import { readTime } from "./time-text.ts";

const tokyo = { timeZone: "Asia/Tokyo" };
const nine = "2026-11-21T00:00:00.000000Z";

test.for([
  ["RFC 3339", "2026-11-21T09:00:00+09:00", nine],
  ["PostgreSQL's timestamptz in UTC", "2026-11-21 00:00:00+00", nine],
  ["PostgreSQL's timestamptz elsewhere", "2026-11-21 09:00:00+09", nine],
  ["a zone without a colon", "2026-11-21 04:30:00 +0430", nine],
  ["digits beyond the microsecond", "2019-01-25 20:00:16.178999901Z", "2019-01-25T20:00:16.178999Z"],
  ["no zone", "2026-11-21 09:00:00", nine],
  ["slashes, no leading zeros, no seconds", "2026/11/21 9:00", nine],
  ["dots", "21.11.2026 09:00:00", nine],
  ["a compact time", "20261121T090000", nine],
  ["a 12-hour clock in the morning", "11/21/2026 9:00:00 AM", nine],
  ["midnight by a 12-hour clock", "11/21/2026 12:00:00 am", "2026-11-20T15:00:00.000000Z"],
  ["a decimal comma", "2026-11-21T09:00:00,25", "2026-11-21T00:00:00.250000Z"],
  ["seconds since 1970", "1795219200", nine],
  ["seconds with a fraction", "1795219200.5", "2026-11-21T00:00:00.500000Z"],
  ["milliseconds since 1970", "1795219200123", "2026-11-21T00:00:00.123000Z"],
  ["microseconds since 1970", "1795219200123456", "2026-11-21T00:00:00.123456Z"],
  ["nanoseconds since 1970", "1795219200123456789", "2026-11-21T00:00:00.123456Z"],
  ["a spreadsheet's day number", "46347.375", nine],
] as const)("%s is read", ([, text, timestamp]) => {
  expect(readTime(text, tokyo)).toEqual({ ok: true, timestamp });
});

test.for([
  ["words", "yesterday", '"yesterday" is not a time'],
  ["a date alone", "2026-11-21", '"2026-11-21" is a date without a time'],
  ["a day that does not exist", "2026-02-30 10:00:00", "2026-02-30 is not a calendar date"],
  ["an hour that no clock shows", "2026-11-21 24:10:00", '"2026-11-21 24:10:00" is not a time'],
  ["hour 13 of a 12-hour clock", "11/21/2026 13:00 PM", '"11/21/2026 13:00 PM" is not a time'],
  ["something behind the time", "2026-11-21 09:00:00 JST", '"2026-11-21 09:00:00 JST" is not a time'],
  ["a short number", "42", '"42" is not a time'],
  ["nothing", "", '"" is not a time'],
  [
    "a date that reads two ways",
    "03/04/2026 09:00",
    "03/04/2026 may have the day or the month first: say which",
  ],
] as const)("%s is refused with a reason", ([, text, reason]) => {
  expect(readTime(text, tokyo)).toEqual({ ok: false, reason });
});

test("the order of day and month can be given", () => {
  expect(readTime("03/04/2026 09:00", { ...tokyo, dateOrder: "day-first" })).toEqual({
    ok: true,
    timestamp: "2026-04-03T00:00:00.000000Z",
  });
  expect(readTime("03/04/2026 09:00", { ...tokyo, dateOrder: "month-first" })).toEqual({
    ok: true,
    timestamp: "2026-03-04T00:00:00.000000Z",
  });
});

test("where clocks change, a time shown twice is the earlier one, and a skipped one is later", () => {
  const berlin = { timeZone: "Europe/Berlin" };
  expect(readTime("2026-10-25 02:30:00", berlin)).toEqual({
    ok: true,
    timestamp: "2026-10-25T00:30:00.000000Z",
  });
  expect(readTime("2026-03-29 02:30:00", berlin)).toEqual({
    ok: true,
    timestamp: "2026-03-29T01:30:00.000000Z",
  });
  expect(readTime("2026-03-29 03:00:00", berlin)).toEqual({
    ok: true,
    timestamp: "2026-03-29T01:00:00.000000Z",
  });
});
