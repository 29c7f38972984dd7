import { expect, test } from "vitest";
import { dictionaryOf } from "./dictionary.ts";

const [en, ja] = [dictionaryOf("en"), dictionaryOf("ja")];

/** Returns the path of every text, with the kind of it. */
function textsOf(dictionary: object, above = ""): string[] {
  return Object.entries(dictionary).flatMap(([name, text]: [string, unknown]) =>
    typeof text === "object" && text !== null
      ? textsOf(text, `${above}${name}.`)
      : [`${above}${name} ${typeof text}`],
  );
}

test("both languages have every text", () => {
  expect(textsOf(ja).toSorted()).toEqual(textsOf(en).toSorted());
  expect(textsOf(en).length).toBeGreaterThan(100);
});

test("no text is empty, and no Japanese one is the English by mistake", () => {
  const words = (dictionary: object): unknown[] =>
    Object.values(dictionary).flatMap((text: unknown) =>
      typeof text === "object" && text !== null ? words(text) : [text],
    );
  for (const text of [...words(en), ...words(ja)]) {
    expect(text).not.toBe("");
  }
  const same = words(en).filter((text) => typeof text === "string" && words(ja).includes(text));
  expect(same).toEqual(["CSV", "Parquet", "SHA-256"]);
});
