import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

const commands = ["send", "status", "query", "replay-rejected", "run"];

test.for([
  ["statsu", "status"],
  ["replay-reject", "replay-rejected"],
  ["rum", "run"],
  ["sned", "send"],
  ["deploy", undefined],
  ["", undefined],
] as const)("%j probably means %j", ([word, meant]) => {
  expect(nearest(word, commands)).toBe(meant);
});
