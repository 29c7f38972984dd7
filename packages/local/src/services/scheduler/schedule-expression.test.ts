import { expect, it } from "vitest";
import { readExpression } from "./schedule-expression.ts";

const schedule = { timeZone: "Asia/Tokyo", startedMilliseconds: Date.parse("2026-11-23T00:01:00Z") };

function next(expression: string, after: string, timeZone = schedule.timeZone): string | undefined {
  const time = readExpression(expression, { ...schedule, timeZone })(Date.parse(after));
  return time === undefined ? undefined : new Date(time).toISOString();
}

it("counts a rate from the start of the stage", () => {
  expect(next("rate(5 minutes)", "2026-11-23T00:01:00Z")).toBe("2026-11-23T00:06:00.000Z");
  expect(next("rate(1 hour)", "2026-11-23T03:00:59Z")).toBe("2026-11-23T03:01:00.000Z");
});

it("reads cron in the schedule's time zone", () => {
  expect(next("cron(15 0 * * ? *)", "2026-11-22T15:14:00Z")).toBe("2026-11-22T15:15:00.000Z");
  expect(next("cron(15 0 * * ? *)", "2026-11-22T15:15:00Z")).toBe("2026-11-23T15:15:00.000Z");
});

it("counts the days of the week from Sunday as 1", () => {
  expect(next("cron(0 9 ? * 2 *)", "2026-11-23T12:00:00Z", "UTC")).toBe("2026-11-30T09:00:00.000Z");
  expect(next("cron(0 9 ? * MON-FRI *)", "2026-11-27T12:00:00Z", "UTC")).toBe("2026-11-30T09:00:00.000Z");
});

it("keeps the local time over a change of daylight saving", () => {
  expect(next("cron(0 12 * * ? *)", "2026-10-24T12:00:00Z", "Europe/Berlin")).toBe(
    "2026-10-25T11:00:00.000Z",
  );
});

it("fires at() once", () => {
  expect(next("at(2026-11-24T00:00:00)", "2026-11-23T00:00:00Z")).toBe("2026-11-23T15:00:00.000Z");
  expect(next("at(2026-11-24T00:00:00)", "2026-11-24T00:00:00Z")).toBeUndefined();
});

it("refuses any other expression, and names it", () => {
  expect(() => readExpression("every 5 minutes", schedule)).toThrow("every 5 minutes");
  expect(() => readExpression("cron(0 9 * *)", schedule)).toThrow("cron(0 9 * *)");
});
