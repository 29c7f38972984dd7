import { expect, test } from "vitest";
import { signedText } from "./signed.ts";

test("a difference has its sign, and none where nothing differs", () => {
  expect([1_200, -3, 0].map((difference) => signedText(difference, String))).toEqual(["+1200", "−3", "0"]);
});
