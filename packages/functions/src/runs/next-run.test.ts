import { expect, test } from "vitest";
import { nextRun } from "./next-run.ts";

const arn = "arn:aws:states:ap-northeast-1:000000000000:execution:DailyBatch:a";
const now = Date.parse("2026-11-22T00:15:10Z");

test("all who find the same newest run choose the same name, whenever they ask", () => {
  expect(nextRun(arn, now)).toMatch(/^api-[0-9a-f]{16}$/);
  expect(nextRun(arn, now + 3_600_000)).toBe(nextRun(arn, now));
  expect(nextRun(`${arn}b`, now)).not.toBe(nextRun(arn, now));
});

test("the first run of a state machine is named after the minute, so that a machine that is created again reuses no names", () => {
  expect(nextRun(undefined, now + 49_000)).toBe(nextRun(undefined, now));
  expect(nextRun(undefined, now + 60_000)).not.toBe(nextRun(undefined, now));
});
