import { expect, it } from "vitest";
import { SimulatedClock, systemClock } from "./clock.ts";

const never = new AbortController().signal;

it("wakes waiters in the order of their times as it is moved", async () => {
  const clock = new SimulatedClock(0);
  const woken: string[] = [];
  const wait = async (name: string, milliseconds: number) => {
    await clock.wait(milliseconds, never);
    woken.push(`${name} ${clock.now()}`);
  };
  const waits = [wait("late", 30), wait("early", 10)];
  await clock.advance(20);
  expect(woken).toEqual(["early 10"]);
  expect([clock.now(), clock.waiting]).toEqual([20, 1]);
  await clock.advance(10);
  await Promise.all(waits);
  expect(woken).toEqual(["early 10", "late 30"]);
});

it("moves itself when it is automatic", async () => {
  const clock = new SimulatedClock(0, { automatic: true });
  await Promise.all([clock.wait(1000, never), clock.wait(86_400_000, never)]);
  expect(clock.now()).toBe(86_400_000);
});

it("rejects a wait whose signal aborts, with its reason", async () => {
  for (const clock of [new SimulatedClock(0), systemClock]) {
    const stop = new AbortController();
    const waited = clock.wait(3_000_000_000, stop.signal);
    stop.abort(new Error("enough"));
    await expect(waited).rejects.toThrow("enough");
    await expect(clock.wait(1, stop.signal)).rejects.toThrow("enough");
  }
});
