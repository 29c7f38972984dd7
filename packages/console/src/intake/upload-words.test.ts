import { expect, it } from "vitest";
import { isSettled, uploadTones } from "./upload-words.ts";

it("waits for files that are still to come or at work", () => {
  const all = Object.keys(uploadTones) as (keyof typeof uploadTones)[];
  expect(all.filter((status) => !isSettled(status))).toEqual(["waiting", "inspecting", "converting"]);
});
