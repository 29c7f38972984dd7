import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { SimulatedClock } from "@ashiato/states/clock";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type DeadLetterReason, Deliveries, type DeliveryTarget } from "./deliveries.ts";
import { DeliveryStore } from "./delivery-store.ts";

let directory: string;
let store: DeliveryStore;
let clock: SimulatedClock;
let dropped: string[];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-deliveries-"));
  store = new DeliveryStore(directory);
  clock = new SimulatedClock(0, { automatic: true });
  dropped = [];
});

afterEach(async () => {
  store.close();
  await rm(directory, { recursive: true });
});

it("says which events it drops because their rule is declared no more", async () => {
  const targetOf = () => undefined;
  const onDropped = ({ message }: Error) => void dropped.push(message);
  new Deliveries({ store, clock, random: () => 1, targetOf, onDropped }).begin([accepted()]);
  await runOut();
  expect(dropped).toEqual([expect.stringContaining("the rule has no such target any more")]);
});

function deliveriesTo(target: Partial<DeliveryTarget> & Pick<DeliveryTarget, "send">): Deliveries {
  return new Deliveries({
    store,
    clock,
    random: () => 1,
    targetOf: () => ({ maxAttempts: 185, maxAgeSeconds: 86_400, ...target }),
    onDropped: ({ message }) => dropped.push(message),
  });
}

function accepted(event = "{}") {
  const common = { ruleArn: "rule", targetId: "target", payload: undefined };
  return store.add({ ...common, event, acceptedAt: clock.now(), attempts: 0, nextAt: clock.now() });
}

function unavailable(): Error {
  return Object.assign(new Error("not now"), { name: "ServiceUnavailable", statusCode: 503 });
}

/** Waits until no delivery is left, while the clock moves by itself. */
async function runOut(): Promise<void> {
  await vi.waitFor(() => expect(store.open()).toEqual([]));
}

it("repeats an attempt after 1, 2 and 4 seconds, until the target takes the event", async () => {
  const at: number[] = [];
  const deliveries = deliveriesTo({
    send: async () => {
      at.push(clock.now());
      if (at.length < 4) {
        throw unavailable();
      }
    },
  });
  deliveries.begin([accepted()]);
  await runOut();
  expect(at).toEqual([0, 1000, 3000, 7000]);
  expect(dropped).toEqual([]);
});

it("ends after the retries of the policy, and buries the event with the reason", async () => {
  const buried: DeadLetterReason[] = [];
  const send = vi.fn<DeliveryTarget["send"]>().mockRejectedValue(unavailable());
  const bury: DeliveryTarget["bury"] = async (_delivery, reason) => void buried.push(reason);
  deliveriesTo({ maxAttempts: 2, send, bury }).begin([accepted()]);
  await runOut();
  expect(send).toHaveBeenCalledTimes(3);
  expect(buried).toEqual([
    { code: "SERVICE_UNAVAILABLE", message: "not now", mayPass: true, exhausted: "MaximumRetryAttempts" },
  ]);
});

it("ends when the event is too old", async () => {
  const buried: DeadLetterReason[] = [];
  const send = vi.fn<DeliveryTarget["send"]>().mockRejectedValue(unavailable());
  const bury: DeliveryTarget["bury"] = async (_delivery, reason) => void buried.push(reason);
  deliveriesTo({ maxAgeSeconds: 60, send, bury }).begin([accepted()]);
  await runOut();
  expect(send).toHaveBeenCalledTimes(6);
  expect(buried).toMatchObject([{ exhausted: "MaximumEventAgeInSeconds" }]);
});

it("does not retry what the target refuses, and reports what is dropped without a dead-letter queue", async () => {
  const denied = Object.assign(new Error("not you"), { name: "AccessDeniedException", statusCode: 403 });
  const send = vi.fn<DeliveryTarget["send"]>().mockRejectedValue(denied);
  deliveriesTo({ send }).begin([accepted()]);
  await runOut();
  expect(send).toHaveBeenCalledOnce();
  expect(dropped).toEqual([
    expect.stringContaining("rule for its target target after 1 failed attempt: ACCESS_DENIED: not you"),
  ]);
});

it("leaves undelivered events to the next start, which continues their attempts", async () => {
  clock = new SimulatedClock(0);
  const failing = deliveriesTo({
    send: async () => {
      throw unavailable();
    },
  });
  failing.begin([accepted('{"a":1}')]);
  await vi.waitFor(() => expect(store.open()).toMatchObject([{ attempts: 1 }]));
  await failing.close();
  store.close();

  store = new DeliveryStore(directory);
  expect(store.open()).toMatchObject([{ event: '{"a":1}', attempts: 1, nextAt: 1000 }]);
  clock = new SimulatedClock(0, { automatic: true });
  const sent: number[] = [];
  deliveriesTo({ send: async () => void sent.push(clock.now()) }).begin(store.open());
  await runOut();
  expect(sent).toEqual([1000]);
});
