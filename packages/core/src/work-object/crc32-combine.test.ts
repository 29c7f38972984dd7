import { crc32 } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { combineCrc32 } from "./crc32-combine.ts";

test("the combined checksum is that of both texts", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.uint8Array({ maxLength: 5_000 }), (first, second) => {
      const both = new Uint8Array([...first, ...second]);
      expect(combineCrc32(crc32(first), crc32(second), second.length)).toBe(crc32(both));
    }),
  );
});

test("a text of many megabytes is combined like any other", () => {
  const first = Buffer.from("first");
  const second = Buffer.alloc(40_000_003, "second");
  expect(combineCrc32(crc32(first), crc32(second), second.length)).toBe(crc32(second, crc32(first)));
});
