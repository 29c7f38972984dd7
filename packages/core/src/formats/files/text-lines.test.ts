import { expect, it } from "vitest";
import { TextLines } from "./text-lines.ts";

it("returns whole lines with their ends, and the rest with the next piece", () => {
  const lines = new TextLines();
  expect(lines.wholeLines("a\nb\r\nc")).toBe("a\nb\r\n");
  expect(lines.wholeLines("d")).toBe("");
  expect(lines.wholeLines("\ne")).toBe("cd\n");
  expect(lines.end()).toEqual([{ number: 1, text: "e" }]);
});

it("leaves lines that end with CR alone to push, also across pieces", () => {
  const lines = new TextLines();
  expect(lines.wholeLines("a\rb")).toBeUndefined();
  expect(lines.push("a\rb")).toEqual([{ number: 1, text: "a" }]);
  expect(lines.wholeLines("\r")).toBeUndefined();
  expect(lines.push("\r")).toEqual([]);
  expect(lines.wholeLines("\nc\n")).toBe("b\r\nc\n");
});
