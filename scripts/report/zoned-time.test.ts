import { expect, test } from "vitest";
import { zonedTime, zonedTimeOfDay } from "./zoned-time.ts";

const noon = Date.parse("2026-07-01T12:34:56.789Z");

test.for([
  ["Asia/Tokyo", "2026-07-01 21:34:56+09:00"],
  ["America/St_Johns", "2026-07-01 10:04:56-02:30"],
  ["UTC", "2026-07-01 12:34:56+00:00"],
  ["Pacific/Kiritimati", "2026-07-02 02:34:56+14:00"],
] as const)("a time in %s has the zone's date and offset", ([timeZone, text]) => {
  expect(zonedTime(noon, timeZone)).toBe(text);
  expect(zonedTimeOfDay(noon, timeZone)).toBe(text.slice(11));
  expect(Date.parse(text)).toBe(noon - 789);
});
