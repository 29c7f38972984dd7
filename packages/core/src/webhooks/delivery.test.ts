import * as fc from "fast-check";
import { expect, test } from "vitest";
import { afterAttempt, type Delivery, retryAfter, type Settled, takeTurn, type Turn } from "./delivery.ts";

const second = 1_000;
const hour = 3_600 * second;
const schedule = { retrySeconds: [5, 30, 120, 600, 3_600], retryForSeconds: 86_400 };
const message = { webhook: "billing", event: "evt_1", round: 0 };
const fresh: Delivery = {
  ...message,
  type: "exports.published",
  body: "{}",
  status: "pending",
  attempts: 0,
  since: 0,
  dueAt: 0,
  revision: 1,
};

const failure = { startedAt: 0, durationMilliseconds: 1, error: "connect ECONNREFUSED" };
const options = { random: 0, schedule };

function attempted(delivery: Delivery, now: number): Delivery {
  const turn = takeTurn(delivery, message, { now, reservedMilliseconds: 60 * second });
  if (turn.turn !== "attempt") {
    throw new Error(`Not due at ${now}: ${JSON.stringify(turn)}`);
  }
  return turn.delivery;
}

test("a failing delivery is tried after 5 seconds, 30 seconds, 2 and 10 minutes, then hourly for a day", () => {
  const times: number[] = [];
  let settled: Settled = { result: "retrying", delivery: fresh };
  while (settled.result === "retrying") {
    const now = settled.delivery.dueAt;
    times.push(now / second);
    settled = afterAttempt(attempted(settled.delivery, now), failure, { ...options, now });
  }
  expect(settled.result).toBe("given up");
  expect(times.slice(0, 6)).toEqual([0, 5, 35, 155, 755, 4_355]);
  expect(times.at(-1)).toBe(86_400);
  expect(times).toHaveLength(29);
});

test("waits are up to a tenth longer, and as long as the receiver asks, but not beyond the day", () => {
  const first = attempted(fresh, 0);
  expect(afterAttempt(first, failure, { ...options, random: 1, now: 0 }).delivery.dueAt).toBe(5_500);
  const busy = { startedAt: 0, durationMilliseconds: 1, statusCode: 503, answer: "" };
  const asking = (retryAfterMilliseconds: number) =>
    afterAttempt(first, { ...busy, retryAfterMilliseconds }, { ...options, now: 0 }).delivery.dueAt;
  expect([asking(second), asking(2 * hour), asking(48 * hour)]).toEqual([5_000, 2 * hour, 24 * hour]);
});

test.each([
  [200, "delivered", "delivered"],
  [204, "delivered", "delivered"],
  [301, "retrying", "pending"],
  [404, "retrying", "pending"],
  [410, "gone", "failed"],
  [500, "retrying", "pending"],
])("an answer of %i leaves the delivery %s", (statusCode, result, status) => {
  const outcome = { startedAt: 0, durationMilliseconds: 1, statusCode, answer: "" };
  expect(afterAttempt(attempted(fresh, 0), outcome, { ...options, now: 0 })).toMatchObject({
    result,
    delivery: { status },
  });
});

test("a replay begins a round of its own, whatever became of the event, and ends the one before", () => {
  for (const status of ["pending", "delivered", "failed", "cancelled"] as const) {
    const before = { ...fresh, status, attempts: 7, dueAt: 9 * hour };
    const turn = takeTurn(before, { ...message, round: 1 }, { now: hour, reservedMilliseconds: second });
    expect(turn).toMatchObject({
      turn: "attempt",
      delivery: { round: 1, status: "pending", attempts: 1, since: hour, dueAt: hour + second, revision: 2 },
    });
    const { delivery } = turn as { delivery: Delivery };
    expect(takeTurn(delivery, message, { now: 9 * hour, reservedMilliseconds: second }).turn).toBe("drop");
  }
});

test("an attempt that did not end is made again once its time is over, and not before", () => {
  const first = attempted(fresh, 0);
  expect(takeTurn(first, message, { now: 59 * second, reservedMilliseconds: 1 })).toEqual({
    turn: "wait",
    until: 60 * second,
  });
  expect(attempted(first, 60 * second).attempts).toBe(2);
});

test("however many messages there are of a delivery, one attempt is made at a time, and none after success", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ pause: fc.nat({ max: 90 }), succeeds: fc.boolean() }), { maxLength: 40 }),
      (wakes) => {
        let delivery = fresh;
        let now = 0;
        /** What another message finds at the moment of each attempt, and whether that attempt succeeded. */
        const attempts: { beside: Turn["turn"]; succeeds: boolean }[] = [];
        for (const { pause, succeeds } of wakes) {
          now += pause * second;
          const turn = takeTurn(delivery, message, { now, reservedMilliseconds: 60 * second });
          if (turn.turn === "attempt") {
            const beside = takeTurn(turn.delivery, message, { now, reservedMilliseconds: 60 * second });
            attempts.push({ beside: beside.turn, succeeds });
            const took = { startedAt: now, durationMilliseconds: 1 };
            const outcome = succeeds ? { ...took, statusCode: 200, answer: "" } : { ...failure, ...took };
            delivery = afterAttempt(turn.delivery, outcome, { ...options, now }).delivery;
          }
        }
        expect(attempts.filter(({ beside }) => beside !== "wait")).toEqual([]);
        expect(attempts.slice(0, -1).filter(({ succeeds }) => succeeds)).toEqual([]);
      },
    ),
  );
});

test("reads Retry-After in seconds and as a date", () => {
  const now = Date.parse("2026-11-25T00:00:00Z");
  expect(retryAfter("120", now)).toBe(120_000);
  expect(retryAfter("Wed, 25 Nov 2026 00:02:00 GMT", now)).toBe(120_000);
  expect(retryAfter("Tue, 24 Nov 2026 00:02:00 GMT", now)).toBe(0);
  expect(retryAfter("soon", now)).toBeUndefined();
  expect(retryAfter(undefined, now)).toBeUndefined();
});
