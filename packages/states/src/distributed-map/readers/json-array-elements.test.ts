import { array, assert, asyncProperty, integer, jsonValue } from "fast-check";
import { expect, it } from "vitest";
import { arrayElements } from "./json-array-elements.ts";

async function elements(...chunks: string[]): Promise<unknown[]> {
  const found: unknown[] = [];
  const text = async function* () {
    yield* chunks;
  };
  for await (const element of arrayElements(text())) {
    found.push(JSON.parse(element));
  }
  return found;
}

it("splits any array, wherever its text is cut", async () => {
  await assert(
    asyncProperty(array(jsonValue()), integer({ min: 1, max: 9 }), async (values, size) => {
      const text = JSON.stringify(values, null, size % 2);
      const chunks = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      expect(await elements(...chunks)).toEqual(JSON.parse(text));
    }),
  );
});

it("refuses what is no array, goes on after it, or has no end", async () => {
  const failure = { name: "States.ItemReaderFailed" };
  await expect(elements('{"a":1}')).rejects.toMatchObject({
    ...failure,
    message: "Attempting to map over non-iterable node.",
  });
  await expect(elements("[1] 2")).rejects.toMatchObject(failure);
  await expect(elements("[1, 2")).rejects.toMatchObject(failure);
  await expect(elements("")).rejects.toMatchObject(failure);
});
