import { expect, test } from "vitest";
import { contentIds } from "./contents.ts";

const whole = { etag: "0123", bytes: 5, crc64nvme: "AAAAAAAAAAE=", type: "FULL_OBJECT" };

/** Returns whether two objects are known for the same contents. */
function areEqual(...[left, right]: Parameters<typeof contentIds>[0][]): boolean {
  const known = new Set(left && contentIds(left));
  return right !== undefined && contentIds(right).some((id) => known.has(id));
}

test.each([
  ["the same object", whole, true],
  ["one that came in parts", { ...whole, etag: "4567-2" }, true],
  ["one without a checksum in the same parts", { etag: "0123", bytes: 5 }, true],
  ["another CRC-64", { ...whole, etag: "4567", crc64nvme: "AAAAAAAAAAI=" }, false],
  ["another size", { ...whole, etag: "4567", bytes: 6 }, false],
  ["a checksum of parts' checksums", { ...whole, etag: "4567-2", type: "COMPOSITE" }, false],
  [
    "the same value of another checksum",
    { etag: "4567", bytes: 5, sha256: whole.crc64nvme, type: whole.type },
    false,
  ],
])("knows contents again: %s", (_what, other, expected) => {
  expect(areEqual(whole, other)).toBe(expected);
});

test("knows contents again by their SHA-256", () => {
  const checked = { etag: "0123", bytes: 5, sha256: "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=" };
  expect(areEqual({ ...checked, type: "FULL_OBJECT" }, { ...checked, etag: "9", type: "FULL_OBJECT" })).toBe(
    true,
  );
});
