import ssh2 from "ssh2";
import { expect, it } from "vitest";
import { makeKeyPair } from "./key-pair.ts";

it("makes pairs of which each can be read, also where a key begins with a zero byte", () => {
  const pairs = Array.from({ length: 2000 }, makeKeyPair);
  const unreadable = pairs
    .flatMap((pair) => [pair.private, pair.public])
    .filter((key) => ssh2.utils.parseKey(key) instanceof Error);
  expect(unreadable).toStrictEqual([]);
});
