import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { withoutFirstLine } from "./without-first-line.ts";

async function* pieces(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    yield Buffer.from(part);
  }
}

test.for([
  ["in one piece", ["header\na\nb\n"]],
  ["cut within the header", ["hea", "der\na\n", "b\n"]],
  ["cut after the header", ["header\n", "a\nb\n"]],
] as const)("the header is left out, %s", async ([, parts]) => {
  expect(await text(withoutFirstLine(pieces(...parts)))).toBe("a\nb\n");
});

test("a file without a line feed is all header", async () => {
  expect(await text(withoutFirstLine(pieces("head", "er")))).toBe("");
});
