import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isClientId } from "../client-id.ts";
import {
  clientKey,
  clientKeyPattern,
  hashOf,
  keyIdOf,
  matchingKey,
  readClientKey,
  secretBytes,
} from "./client-key.ts";

const anyId = fc.stringMatching(/^[a-z][a-z0-9]{0,6}(?:-[a-z0-9]{1,5}){0,3}$/);
const anySecret = fc.uint8Array({ minLength: secretBytes, maxLength: secretBytes });
const now = Date.parse("2026-11-26T00:00:00Z");

test.each([
  ["a", true],
  ["acme-2", true],
  ["a".repeat(32), true],
  ["", false],
  ["a".repeat(33), false],
  ["Acme", false],
  ["2acme", false],
  ["acme-", false],
  ["ac--me", false],
  ["ac_me", false],
])("whether %s is the id of a client: %s", (text, expected) => {
  expect(isClientId(text)).toBe(expected);
});

test("a key reads back, needs no escape in a URL, and is found by the pattern in any text", () => {
  fc.assert(
    fc.property(anyId, anySecret, (client, secret) => {
      const key = clientKey(client, secret);
      expect(readClientKey(key)).toEqual({ client, hash: hashOf(key) });
      expect(encodeURIComponent(key)).toBe(key);
      expect(new RegExp(clientKeyPattern).exec(`token=${key}&id=1`)?.[0]).toBe(key);
    }),
  );
});

test("no key with one character changed is a key", () => {
  const key = clientKey("acme", new Uint8Array(secretBytes).fill(7));
  const characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  for (const [index, character] of key.split("").entries()) {
    for (const other of characters.split("").filter((each) => each !== character)) {
      const altered = key.slice(0, index) + other + key.slice(index + 1);
      expect(readClientKey(altered), altered).toBeUndefined();
    }
  }
});

test("10,000 altered keys, their checksums right, match none of a client's keys", () => {
  const key = clientKey("acme", new Uint8Array(secretBytes).fill(7));
  const kept = [{ hash: hashOf(key) }];
  let passed = 0;
  for (let number = 0; number < 10_000; number += 1) {
    const secret = new Uint8Array(secretBytes).fill(7);
    new DataView(secret.buffer).setUint32((number % 6) * 4, number);
    const presented = readClientKey(clientKey("acme", secret));
    passed += presented && matchingKey(presented, kept, now) !== undefined ? 1 : 0;
  }
  expect(passed).toBe(0);
  const right = readClientKey(key);
  expect(right && matchingKey(right, kept, now)).toBe(keyIdOf(hashOf(key)));
});

test("a key that has expired, and any key of no client, match nothing", () => {
  const presented = readClientKey(clientKey("acme", new Uint8Array(secretBytes)));
  const { hash = "" } = presented ?? {};
  const match = (expiresAt?: string) => presented && matchingKey(presented, [{ hash, expiresAt }], now);
  expect(match("2026-11-26T00:00:00.001Z")).toBe(keyIdOf(hash));
  expect(match("2026-11-26T00:00:00.000Z")).toBeUndefined();
  expect(presented && matchingKey(presented, [], now)).toBeUndefined();
  expect(matchingKey({ client: "acme", hash: "0".repeat(64) }, [], now)).toBeUndefined();
});
