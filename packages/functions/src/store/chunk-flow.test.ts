import { packMessages } from "@ashiato/core/queue-message";
import { expect, test } from "vitest";
import type { Chunk } from "./chunk.ts";
import { ChunkFlow } from "./chunk-flow.ts";

function message(id: number) {
  const uuid = `00000000-0000-8000-8000-${String(id).padStart(12, "0")}`;
  const row = `2026-11-21,phone-1,2026-11-21 02:59:00.000000,1.0000000,1.0000000,,,,,,,,${uuid},2026-11-21 03:00:00.000000`;
  return { MessageId: String(id), ReceiptHandle: `handle-${id}`, Body: packMessages([row])[0] ?? "" };
}

test("chunks close at their number of messages or bytes, and the rest at the end", async () => {
  const sizes: number[] = [];
  const flow = new ChunkFlow(
    { messages: 2, bytes: 1_000_000, lullMessages: 2 },
    async (chunk) => void sizes.push(chunk.messages),
  );
  [1, 2, 3, 4, 5].forEach((id) => flow.add([message(id)]));
  await flow.end();
  expect(sizes).toEqual([2, 2, 1]);

  const small = new ChunkFlow(
    { messages: 100, bytes: 200, lullMessages: 2 },
    async (chunk) => void sizes.push(chunk.messages),
  );
  [1, 2, 3].forEach((id) => small.add([message(id)]));
  await small.end();
  expect(sizes).toEqual([2, 2, 1, 2, 1]);
});

test("receivers wait while one chunk is being written and another waits", async () => {
  const flushes: (() => void)[] = [];
  const flow = new ChunkFlow(
    { messages: 1, bytes: 1_000_000, lullMessages: 2 },
    () => new Promise((resolve) => flushes.push(resolve)),
  );
  const events: string[] = [];
  flow.add([message(1)]);
  await flow.room();
  flow.add([message(2)]);
  const room = flow.room().then(() => events.push("room"));
  await new Promise(setImmediate);
  expect({ events, flushing: flushes.length }).toEqual({ events: [], flushing: 1 });
  flushes.shift()?.();
  await room;
  expect(events).toEqual(["room"]);
  await new Promise(setImmediate);
  flushes.shift()?.();
  await flow.end();
});

test("a chunk that fails is reported, and the chunks after it are flushed all the same", async () => {
  const flushed: Chunk[] = [];
  const flow = new ChunkFlow({ messages: 1, bytes: 1_000_000, lullMessages: 2 }, async (chunk, number) => {
    if (number === 1) {
      throw new Error("no bucket");
    }
    flushed.push(chunk);
  });
  flow.add([message(1)]);
  flow.add([message(2)]);
  await flow.end();
  expect(flow.failures).toEqual([new Error("no bucket")]);
  expect(flushed.map(({ receiptHandles }) => receiptHandles)).toEqual([["handle-2"]]);
});

test("in a lull a chunk is flushed that is worth an object", async () => {
  const sizes: number[] = [];
  const flow = new ChunkFlow(
    { messages: 100, bytes: 1_000_000, lullMessages: 2 },
    async (chunk) => void sizes.push(chunk.messages),
  );
  flow.lull();
  flow.add([message(1)]);
  flow.lull();
  flow.add([message(2)]);
  flow.lull();
  await flow.room();
  flow.lull();
  flow.add([message(3)]);
  await new Promise(setImmediate);
  expect(sizes).toEqual([2]);
  await flow.end();
  expect(sizes).toEqual([2, 1]);
});
