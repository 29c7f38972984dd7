import * as z from "zod";

const milliseconds = z.int().nonnegative();

/**
 * How far an event is on its way to a webhook. Each event has one for each webhook, whatever number of times
 * the event was handed over: a receiver is sent it once, unless an answer is lost.
 */
export const deliverySchema = z.object({
  webhook: z.string(),
  /** The event's id, which is the id of the message. */
  event: z.string(),
  type: z.string(),
  /** The event as it is posted, JSON text. */
  body: z.string(),
  /** `cancelled`: the webhook was removed or disabled before. */
  status: z.enum(["pending", "delivered", "failed", "cancelled"]),
  /** Counts the replays: messages of the queue that belong to an earlier round have no effect. */
  round: z.int().nonnegative(),
  /** Attempts of this round that have begun. */
  attempts: z.int().nonnegative(),
  /** When the round began. */
  since: milliseconds,
  /** The next attempt begins then, and not before. */
  dueAt: milliseconds,
  revision: z.int().positive(),
});

export type Delivery = z.output<typeof deliverySchema>;

/** A message of the queue of deliveries: which event is to go to which webhook. */
export const deliveryMessageSchema = z.strictObject({
  webhook: z.string(),
  event: z.string(),
  round: z.int().nonnegative(),
});

export type DeliveryMessage = z.output<typeof deliveryMessageSchema>;

/** When failed attempts are repeated. */
export type RetrySchedule = {
  /** The wait after each attempt; after later ones the last. */
  retrySeconds: readonly number[];
  /** From the first attempt to the last one. */
  retryForSeconds: number;
};

/** Attempts at a time are never so near to each other that all receivers hear of an outage's end at once. */
const jitter = 0.1;

export type Turn =
  | { turn: "attempt"; delivery: Delivery }
  | { turn: "wait"; until: number }
  | { turn: "drop"; reason: string };

/**
 * Returns what a message of the queue is to do now. An attempt is reserved in the delivery that it returns,
 * and must be kept before it begins, on the condition that no other has changed the delivery: then two
 * messages about one delivery make one attempt at a time, and both wait for the next one.
 * @param reservedMilliseconds after which an attempt that did not end is made again
 */
export function takeTurn(
  delivery: Delivery,
  { round }: DeliveryMessage,
  { now, reservedMilliseconds }: { now: number; reservedMilliseconds: number },
): Turn {
  if (round < delivery.round) {
    return { turn: "drop", reason: "the event was sent again since" };
  }
  const current: Delivery =
    round > delivery.round
      ? { ...delivery, round, status: "pending", attempts: 0, since: now, dueAt: now }
      : delivery;
  if (current.status !== "pending") {
    return { turn: "drop", reason: `the delivery is ${current.status}` };
  }
  if (now < current.dueAt) {
    return { turn: "wait", until: current.dueAt };
  }
  const reserved = { attempts: current.attempts + 1, dueAt: now + reservedMilliseconds };
  return { turn: "attempt", delivery: { ...current, ...reserved, revision: delivery.revision + 1 } };
}

/** How a receiver answered, or why it did not. */
export type Outcome = {
  /** Milliseconds since 1970. */
  startedAt: number;
  durationMilliseconds: number;
} & (
  | { statusCode: number; retryAfterMilliseconds?: number; answer: string; error?: never }
  | { error: string; statusCode?: never; retryAfterMilliseconds?: never; answer?: never }
);

export type Settled = {
  delivery: Delivery;
  result: "delivered" | "retrying" | "gone" | "given up";
};

/**
 * Returns the delivery after an attempt. Any 2xx is a success, and 410 says that the receiver wants no more
 * messages. Everything else is repeated: after the schedule's waits, or later if the receiver asks for that,
 * until the round's time is over.
 * @param random from 0 to 1
 */
export function afterAttempt(
  delivery: Delivery,
  outcome: Outcome,
  { now, random, schedule }: { now: number; random: number; schedule: RetrySchedule },
): Settled {
  const revision = delivery.revision + 1;
  const { statusCode = 0, retryAfterMilliseconds = 0 } = outcome;
  if (statusCode >= 200 && statusCode < 300) {
    return { result: "delivered", delivery: { ...delivery, revision, status: "delivered" } };
  }
  if (statusCode === 410) {
    return { result: "gone", delivery: { ...delivery, revision, status: "failed" } };
  }
  const lastAt = delivery.since + schedule.retryForSeconds * 1_000;
  if (now >= lastAt) {
    return { result: "given up", delivery: { ...delivery, revision, status: "failed" } };
  }
  const { retrySeconds } = schedule;
  const planned = retrySeconds[delivery.attempts - 1] ?? retrySeconds.at(-1) ?? 0;
  const wait = Math.max(planned * 1_000 * (1 + jitter * random), retryAfterMilliseconds);
  const dueAt = Math.min(Math.ceil(now + wait), lastAt);
  return { result: "retrying", delivery: { ...delivery, revision, dueAt } };
}

/** Returns the milliseconds that a `Retry-After` asks for, in seconds or as a date; undefined for none. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) {
    return undefined;
  }
  const wait = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
