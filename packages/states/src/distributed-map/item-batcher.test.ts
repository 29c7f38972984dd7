import { expect, it } from "vitest";
import type { JsonValue } from "../json.ts";
import { batchItems, singleItems, type Batching } from "./item-batcher.ts";

async function* chunksOf(...chunks: JsonValue[][]): AsyncGenerator<JsonValue[]> {
  yield* chunks;
}

async function batches(batching: Partial<Batching>, ...chunks: JsonValue[][]) {
  const found: JsonValue[] = [];
  const all = { maxItems: undefined, maxBytes: undefined, batchInput: undefined, ...batching };
  for await (const { input, text } of batchItems(chunksOf(...chunks), all)) {
    expect(JSON.parse(text)).toEqual(input);
    found.push(input);
  }
  return found;
}

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
it("groups items across the chunks that they come in", async () => {
  expect(await batches({ maxItems: 2 }, [1], [2, 3])).toEqual([{ Items: [1, 2] }, { Items: [3] }]);
});

it("counts the bytes of the whole input, in UTF-8", async () => {
  const text = '{"Items":["éé","éé"]}';
  const maxBytes = Buffer.byteLength(text);
  expect(await batches({ maxBytes }, ["éé", "éé", "éé"])).toEqual([
    { Items: ["éé", "éé"] },
    { Items: ["éé"] },
  ]);
  expect(await batches({ maxBytes: maxBytes - 1 }, ["éé", "éé"])).toHaveLength(2);
});

it("lets the bytes cut a batch before its number of items is reached", async () => {
  const maxBytes = '{"Items":[10,10]}'.length;
  expect(await batches({ maxItems: 3, maxBytes }, [10, 10, 10, 1])).toEqual([
    { Items: [10, 10] },
    { Items: [10, 1] },
  ]);
});

it("makes no batch of no items", async () => {
  expect(await batches({ maxItems: 2 }, [])).toEqual([]);
});

it("refuses an item that fits no batch, and one over the limit of an input", async () => {
  await expect(batches({ maxBytes: 20 }, ["x".repeat(20)])).rejects.toMatchObject({
    name: "States.DataLimitExceeded",
  });
  const single = singleItems(chunksOf(["x".repeat(262_144)]));
  await expect(single.next()).rejects.toMatchObject({ name: "States.DataLimitExceeded" });
});
