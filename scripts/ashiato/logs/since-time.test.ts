import { expect, it } from "vitest";
import { UsageError } from "../../terminal/arguments.ts";
import { sinceTime } from "./since-time.ts";

const now = Date.parse("2026-11-26T09:00:00+09:00");

it.each([
  ["90s", "2026-11-26T08:58:30+09:00"],
  ["10m", "2026-11-26T08:50:00+09:00"],
  ["3d", "2026-11-23T09:00:00+09:00"],
  ["2026-11-25T00:00:00+09:00", "2026-11-25T00:00:00+09:00"],
])("reads %s", (text, time) => {
  expect(sinceTime(text, now)).toBe(Date.parse(time));
});

it.each(["", "10", "m", "yesterday", "-5m", "2026-13-01"])("refuses %j with an example", (text) => {
  expect(() => sinceTime(text, now)).toThrow(UsageError);
});
