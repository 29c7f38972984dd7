import { expect, test } from "vitest";
import { nextScheduledTime } from "./next-scheduled-time.ts";

const after = Date.parse("2026-11-26T20:00:00Z");

function next(expression: string, timeZone = "Asia/Tokyo"): string | undefined {
  const time = nextScheduledTime(expression, timeZone, after);
  return time === undefined ? undefined : new Date(time).toISOString();
}

test("finds the next night in the zone of the schedule", () => {
  expect(next("cron(15 0 * * ? *)")).toBe("2026-11-27T15:15:00.000Z");
  expect(next("cron(15 0 * * ? *)", "America/New_York")).toBe("2026-11-27T05:15:00.000Z");
});

test("counts Sunday as the first day of the week, as AWS does", () => {
  expect(next("cron(0 12 ? * 1 *)")).toBe("2026-11-29T03:00:00.000Z");
});

test("knows a single moment until it has passed, and no moment of a rate", () => {
  expect(next("at(2026-11-28T01:00:00)")).toBe("2026-11-27T16:00:00.000Z");
  expect(next("at(2026-11-26T01:00:00)")).toBeUndefined();
  expect(next("rate(5 minutes)")).toBeUndefined();
});

test("names an expression of another form", () => {
  expect(() => next("15 0 * * ? *")).toThrow('The schedule "15 0 * * ? *" is not cron(), at() or rate()');
});
