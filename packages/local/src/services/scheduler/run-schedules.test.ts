import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { runSchedules } from "./run-schedules.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-22T15:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

function schedule(name: string, expression: string, enabled = true) {
  return {
    name,
    expression,
    timeZone: "Asia/Tokyo",
    enabled,
    arn: `arn:${name}`,
    targetArn: name,
    roleArn: "role",
    input: '{"at":"<aws.scheduler.scheduled-time>"}',
  };
}

it("starts each target at its times, with the scheduled time in its input, until it is stopped", async () => {
  const started: string[] = [];
  const scheduler = runSchedules({
    schedules: [
      schedule("store", "rate(5 minutes)"),
      schedule("batch", "cron(15 0 * * ? *)"),
      schedule("off", "rate(1 minute)", false),
    ],
    now: Date.now,
    target: async ({ targetArn }, input) => {
      started.push(`${targetArn} ${input}`);
    },
    onFault: (fault) => {
      throw fault;
    },
  });
  await vi.advanceTimersByTimeAsync(16 * 60_000);
  expect(started.toSorted()).toEqual([
    'batch {"at":"2026-11-22T15:15:00Z"}',
    'store {"at":"2026-11-22T15:05:00Z"}',
    'store {"at":"2026-11-22T15:10:00Z"}',
    'store {"at":"2026-11-22T15:15:00Z"}',
  ]);
  scheduler.stop();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(started).toHaveLength(4);
});

it("reports a target that fails, and starts it again at its next time", async () => {
  const faults: unknown[] = [];
  const scheduler = runSchedules({
    schedules: [schedule("store", "rate(5 minutes)")],
    now: Date.now,
    target: async () => {
      throw new Error("no");
    },
    onFault: (fault) => faults.push(fault),
  });
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  scheduler.stop();
  expect(faults).toHaveLength(2);
});

it("says nothing of a target that is cut off when it is stopped", async () => {
  const cutOff = Promise.withResolvers<void>();
  const scheduler = runSchedules({
    schedules: [schedule("store", "rate(5 minutes)")],
    now: Date.now,
    target: () => cutOff.promise,
    onFault: (fault) => {
      throw fault;
    },
  });
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  scheduler.stop();
  cutOff.reject(new Error("killed"));
  await expect(cutOff.promise).rejects.toThrow("killed");
});

it("never waits for a negative time, which Node would warn about, if the time passes in between", () => {
  const delays = vi.spyOn(globalThis, "setTimeout");
  const began = Date.now();
  let asked = 0;
  const scheduler = runSchedules({
    schedules: [schedule("store", "rate(5 minutes)")],
    // Five minutes later each time it is asked.
    now: () => began + 301_000 * asked++,
    target: async () => undefined,
    onFault: (fault) => {
      throw fault;
    },
  });
  scheduler.stop();
  expect(delays.mock.calls.map(([, delay]) => delay)).toEqual([0]);
});
