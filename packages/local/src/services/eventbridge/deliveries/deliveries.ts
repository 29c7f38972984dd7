import type { Clock } from "@ashiato/states/clock";
import { type DeliveryFailure, deliveryFailure } from "./delivery-failure.ts";
import type { Delivery, DeliveryStore } from "./delivery-store.ts";
import { Turns } from "../../turns.ts";

/** How a target is served. */
export type DeliveryTarget = {
  maxAttempts: number;
  maxAgeSeconds: number;
  /** Throws what the target answered. */
  send: (delivery: Delivery) => Promise<void>;
  /** Puts what could not be delivered on the target's dead-letter queue; absent where it has none. */
  bury?: ((delivery: Delivery, failure: DeadLetterReason) => Promise<void>) | undefined;
};

export type DeadLetterReason = DeliveryFailure & {
  /** Which limit of the retry policy ended the attempts; absent if no further attempt could help. */
  exhausted?: "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";
};

export type DeliveryOptions = {
  store: DeliveryStore;
  clock: Clock;
  /** From 0 up to 1, as Math.random. */
  random: () => number;
  /** Returns how a rule's target is served; undefined if the rule or the target is gone. */
  targetOf: (delivery: Delivery) => DeliveryTarget | undefined;
  /** Called with an Error that names each event that is dropped. */
  onDropped: (error: Error) => void;
};

/** Attempts at the same time on one target: none is overrun, and none waits for another that is slow. */
const maxConcurrent = 50;

/** Waits between attempts double from the first to the second of these. */
const minWaitSeconds = 1;
const maxWaitSeconds = 15 * 60;

/**
 * Delivers each event to each target at least once: it is kept until the target has taken it, over restarts
 * too. A failed attempt is repeated after longer and longer waits, as the target's retry policy has it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
export class Deliveries {
  readonly #options: DeliveryOptions;
  readonly #closed = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  /** By rule and target. */
  readonly #turns = new Map<string, Turns>();

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Begins deliveries that are in the store. */
  begin(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) {
      const ended = this.#deliver(delivery).catch((error: unknown) => {
        // What is left undelivered is delivered after the next start.
        if (!this.#closed.signal.aborted) {
          throw error;
        }
      });
      this.#underWay.add(ended);
      void ended.finally(() => this.#underWay.delete(ended));
    }
  }

  /** Stops, leaving in the store what is not delivered. */
  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.allSettled(this.#underWay);
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { store, clock, random } = this.#options;
    const wait = delivery.nextAt - clock.now();
    if (wait > 0) {
      await clock.wait(wait, this.#closed.signal);
    }
    const target = this.#options.targetOf(delivery);
    if (!target) {
      store.remove(delivery.id);
      this.#drop(delivery, "the rule has no such target any more");
      return;
    }
    const failure = await this.#attempt(delivery, target);
    if (!failure) {
      store.remove(delivery.id);
      return;
    }
    const attempts = delivery.attempts + 1;
    const seconds = Math.min(minWaitSeconds * 2 ** (attempts - 1), maxWaitSeconds) * (0.5 + random() / 2);
    const next = { ...delivery, attempts, nextAt: Math.round(clock.now() + seconds * 1000) };
    const exhausted = exhaustedBy(next, target);
    if (failure.mayPass && exhausted === undefined) {
      store.postpone(next);
      return this.#deliver(next);
    }
    await this.#bury(next, target, failure.mayPass && exhausted ? { ...failure, exhausted } : failure);
    store.remove(delivery.id);
  }

  async #attempt(delivery: Delivery, target: DeliveryTarget): Promise<DeliveryFailure | undefined> {
    const turns = this.#turnsOf(delivery);
    await turns.take();
    try {
      await this.#untilClosed(() => target.send(delivery));
      return undefined;
    } catch (error) {
      this.#closed.signal.throwIfAborted();
      return deliveryFailure(error);
    } finally {
      turns.pass();
    }
  }

  /** Rejects at the close, whatever then becomes of the work. */
  async #untilClosed(work: () => Promise<void>): Promise<void> {
    const { signal } = this.#closed;
    signal.throwIfAborted();
    const closed = Promise.withResolvers<never>();
    const close = (): void => closed.reject(signal.reason);
    signal.addEventListener("abort", close, { once: true });
    try {
      await Promise.race([work(), closed.promise]);
    } finally {
      signal.removeEventListener("abort", close);
    }
  }

  #turnsOf({ ruleArn, targetId }: Delivery): Turns {
    const key = `${ruleArn} ${targetId}`;
    const turns = this.#turns.get(key) ?? new Turns(maxConcurrent);
    this.#turns.set(key, turns);
    return turns;
  }

  async #bury(delivery: Delivery, target: DeliveryTarget, reason: DeadLetterReason): Promise<void> {
    const why = `${reason.code}: ${reason.message}`;
    const { bury } = target;
    if (!bury) {
      this.#drop(delivery, why);
      return;
    }
    try {
      await this.#untilClosed(() => bury(delivery, reason));
    } catch (cause) {
      this.#closed.signal.throwIfAborted();
      const { message } = deliveryFailure(cause);
      this.#drop(delivery, `${why}; its dead-letter queue did not take it: ${message}`, cause);
    }
  }

  #drop({ ruleArn, targetId, attempts }: Delivery, why: string, cause?: unknown): void {
    const what = `an event of the rule ${ruleArn} for its target ${targetId}`;
    const failed = `${attempts} failed ${attempts === 1 ? "attempt" : "attempts"}`;
    this.#options.onDropped(new Error(`EventBridge dropped ${what} after ${failed}: ${why}`, { cause }));
  }
}

/** `attempts` counts the first one, which is no retry. */
function exhaustedBy(
  { attempts, nextAt, acceptedAt }: Delivery,
  { maxAttempts, maxAgeSeconds }: DeliveryTarget,
): DeadLetterReason["exhausted"] {
  if (attempts > maxAttempts) {
    return "MaximumRetryAttempts";
  }
  return nextAt - acceptedAt > maxAgeSeconds * 1000 ? "MaximumEventAgeInSeconds" : undefined;
}
