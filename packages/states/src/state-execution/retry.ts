import type { Retrier } from "../definition/error-handling.ts";
import type { StatesError } from "../states-error.ts";
import { matchesError } from "./match-error.ts";

export type Retry = { delayMilliseconds: number; attempts: readonly number[] };

/** https://states-language.net/spec.html#errors: the defaults of a retrier. */
const defaults = { IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 };

/**
 * Returns what to do about an error: try again after a delay, or nothing (undefined). `attempts` counts, for
 * each retrier, the retries made so far; the answer carries the counts after this one.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
 */
export function decideRetry(
  retriers: readonly Retrier[],
  error: StatesError,
  { attempts, random }: { attempts: readonly number[]; random: () => number },
): Retry | undefined {
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, error));
  const retrier = retriers[index];
  if (!retrier) {
    return undefined;
  }
  const made = attempts[index] ?? 0;
  if (made >= (retrier.MaxAttempts ?? defaults.MaxAttempts)) {
    return undefined;
  }
  const counts = retriers.map((_, at) => (attempts[at] ?? 0) + (at === index ? 1 : 0));
  return { delayMilliseconds: delay(retrier, made, random), attempts: counts };
}

function delay(retrier: Retrier, made: number, random: () => number): number {
  const interval = retrier.IntervalSeconds ?? defaults.IntervalSeconds;
  const rate = retrier.BackoffRate ?? defaults.BackoffRate;
  const seconds = Math.min(interval * rate ** made, retrier.MaxDelaySeconds ?? Infinity);
  const milliseconds = seconds * 1000;
  return Math.round(retrier.JitterStrategy === "FULL" ? milliseconds * random() : milliseconds);
}
