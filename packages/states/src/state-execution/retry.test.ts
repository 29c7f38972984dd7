import { expect, it } from "vitest";
import type { Retrier } from "../definition/error-handling.ts";
import { StatesError } from "../states-error.ts";
import { decideRetry } from "./retry.ts";
import { StateFailure } from "../errors.ts";

function delays(retriers: Retrier[], errors: string[], random = () => 0.5): (number | undefined)[] {
  let attempts: readonly number[] = [];
  return errors.map((name) => {
    const retry = decideRetry(retriers, new StateFailure(name, ""), { attempts, random });
    attempts = retry?.attempts ?? attempts;
    return retry?.delayMilliseconds;
  });
}

const all = ["States.ALL"];

it("retries three times after one, two and four seconds when nothing is said", () => {
  expect(delays([{ ErrorEquals: all }], ["E", "E", "E", "E"])).toEqual([1000, 2000, 4000, undefined]);
});

it("holds a delay to MaxDelaySeconds and spreads it by the jitter", () => {
  const retrier: Retrier = { ErrorEquals: all, IntervalSeconds: 10, MaxDelaySeconds: 15 };
  expect(delays([retrier], ["E", "E"])).toEqual([10_000, 15_000]);
  expect(delays([{ ...retrier, JitterStrategy: "FULL" }], ["E", "E"])).toEqual([5000, 7500]);
});

it("counts each retrier's attempts for itself", () => {
  const retriers = [
    { ErrorEquals: ["A"], MaxAttempts: 1 },
    { ErrorEquals: ["B"], MaxAttempts: 1, IntervalSeconds: 7 },
  ];
  expect(delays(retriers, ["A", "B", "A"])).toEqual([1000, 7000, undefined]);
});

it("never retries with MaxAttempts 0, nor a States.Runtime", () => {
  expect(delays([{ ErrorEquals: all, MaxAttempts: 0 }], ["E"])).toEqual([undefined]);
  const runtime = new StatesError("States.Runtime", "");
  const retriers = [{ ErrorEquals: ["States.Runtime"] }, { ErrorEquals: all }];
  expect(decideRetry(retriers, runtime, { attempts: [], random: Math.random })).toBeUndefined();
});
