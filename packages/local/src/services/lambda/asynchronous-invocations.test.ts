import { SimulatedClock } from "@ashiato/states/clock";
import { expect, it, vi } from "vitest";
import { asynchronousInvocations } from "./asynchronous-invocations.ts";
import type { InvocationResult } from "../service.ts";

const failed: InvocationResult = { payload: "{}", functionError: "Unhandled" };
const throttled = Object.assign(new Error("Rate Exceeded."), { name: "TooManyRequestsException" });

/**
 * Returns a function whose attempts end as specified, and then succeed; and the seconds at which it was
 * tried.
 */
function attempts(ends: readonly (InvocationResult | Error)[]) {
  const clock = new SimulatedClock(0);
  const seconds: number[] = [];
  const faults: unknown[] = [];
  const events = asynchronousInvocations({
    clock,
    onFault: (fault) => faults.push(fault),
    invoke: async () => {
      const end = ends[seconds.length];
      seconds.push(clock.now() / 1000);
      if (end instanceof Error) {
        throw end;
      }
      return end ?? { payload: "null" };
    },
  });
  events.take({ functionName: "work", payload: "{}" });
  return { clock, seconds, faults, events };
}

it("tries a failing function again after one minute and then after two, and no more", async () => {
  const { clock, seconds } = attempts([failed, failed, failed, failed]);
  await vi.waitFor(() => expect(clock.waiting).toBe(1));
  await clock.advance(3600_000);
  expect(seconds).toEqual([0, 60, 180]);
});

it("does not try an event again that succeeded", async () => {
  const { clock, seconds } = attempts([failed]);
  await vi.waitFor(() => expect(clock.waiting).toBe(1));
  await clock.advance(3600_000);
  expect(seconds).toEqual([0, 60]);
});

it("tries a throttled event again after one second and longer and longer, for six hours", async () => {
  const { clock, seconds } = attempts(Array.from({ length: 1000 }, () => throttled));
  await vi.waitFor(() => expect(clock.waiting).toBe(1));
  await clock.advance(24 * 3600_000);
  expect(seconds.slice(0, 5)).toEqual([0, 1, 3, 7, 15]);
  expect(seconds.at(-1)).toBeGreaterThan(6 * 3600 - 300);
  expect(seconds.at(-1)).toBeLessThanOrEqual(6 * 3600);
});

it("forgets what waits when it is closed, and reports every other fault", async () => {
  const waiting = attempts([failed]);
  await vi.waitFor(() => expect(waiting.clock.waiting).toBe(1));
  waiting.events.close();
  expect(waiting.clock.waiting).toBe(0);
  const broken = attempts([new Error("no disk")]);
  await vi.waitFor(() => expect(broken.faults).toEqual([new Error("no disk")]));
  expect(waiting.faults).toEqual([]);
});
