import { expect, test } from "vitest";
import { readInputTime } from "./input-time.ts";

test.for([
  ["2008-10-23T02:53:04Z", "2008-10-23T02:53:04Z", 0],
  ["2008-10-23T11:53:04+09:00", "2008-10-23T02:53:04Z", 0],
  ["2008-10-23t02:53:04.123456789z", "2008-10-23T02:53:04.123Z", 456],
  ["2008-10-23 02:53:04", "2008-10-23T02:53:04Z", 0],
  ["2008-10-23 02:53:04.000001", "2008-10-23T02:53:04Z", 1],
  ["2008-10-22 21:53:04.5-05:00", "2008-10-23T02:53:04.500Z", 0],
] as const)("%s is %s and %i microseconds", ([text, instant, micros]) => {
  expect(readInputTime(text)).toBe(Date.parse(instant) * 1_000 + micros);
});

test.for([
  "2008-10-23T02:53:04",
  "2008-02-30 02:53:04",
  "2008-13-01 02:53:04",
  "2008-10-23 24:00:00",
  "2008-10-23",
  "23/10/2008 02:53",
  "",
])("%s is no time", (text) => {
  expect(readInputTime(text)).toBeUndefined();
});
