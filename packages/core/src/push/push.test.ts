import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cut, groupOf, pushesOf, type Subscription } from "./push.ts";

const holder = { stageToken: "download" } as const;

test("a list is cut into parts within both bounds, which together are the list", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 40 })),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 60 }),
      (items, maxCount, maxBytes) => {
        const parts = cut(items, { maxCount, maxBytes });
        expect(parts.flat()).toEqual(items);
        for (const part of parts) {
          const bytes = part.reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(item)) + 1, 0);
          expect(part.length === 1 || (part.length <= maxCount && bytes <= maxBytes)).toBe(true);
        }
      },
    ),
  );
});

test("what is pushed to many connections is divided into messages that a queue takes", () => {
  const devices = Array.from({ length: 100 }, (_, number) => `${number}`.padStart(64, "d"));
  const subscriptions = Array.from({ length: 1_000 }, (_, number): Subscription => {
    return { topic: "positions", connection: `c-${number}`, holder, devices };
  });
  const pushes = pushesOf("id", { positions: "live/changes/x.csv.gz" }, subscriptions);
  expect(pushes.flatMap((push) => push.subscriptions)).toEqual(subscriptions);
  for (const push of pushes) {
    expect(Buffer.byteLength(JSON.stringify(push))).toBeLessThan(1_048_576);
    expect(push.subscriptions.length).toBeLessThanOrEqual(200);
  }
});

test("a connection has one group, and 10,000 connections are spread over all", () => {
  const sizes = new Map<string, number>();
  for (let number = 0; number < 10_000; number += 1) {
    const group = groupOf(`connection-${number}`);
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
    expect(groupOf(`connection-${number}`)).toBe(group);
  }
  expect(sizes.size).toBe(16);
  expect(Math.max(...sizes.values())).toBeLessThan(1_000);
});
