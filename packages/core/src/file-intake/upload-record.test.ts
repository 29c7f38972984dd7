import { expect, test } from "vitest";
import { maxUploadBytes, newUploadId, uploadPartBytes, uploadParts } from "./upload-record.ts";

const mebibyte = 1024 ** 2;

test("a later upload comes first in the order of ids", () => {
  const ids = [1, 2, 3].map((day) => newUploadId(Date.UTC(2026, 10, day), "0"));
  expect(ids.toSorted()).toEqual(ids.toReversed());
});

test.for([
  ["a small file", 100 * mebibyte, false, undefined],
  ["a large file with a checksum", 5 * 1024 * mebibyte, true, undefined],
  ["a large file", 101 * mebibyte, false, 64 * mebibyte],
  ["the largest file", maxUploadBytes, false, 64 * mebibyte],
] as const)("%s is cut as S3 allows", ([, bytes, hasChecksum, partBytes]) => {
  expect(uploadPartBytes(bytes, hasChecksum)).toBe(partBytes);
});

test("parts cover a file, without gap or overlap, and the last may be short", () => {
  expect(uploadParts(10, 4)).toEqual([
    { number: 1, from: 0, bytes: 4 },
    { number: 2, from: 4, bytes: 4 },
    { number: 3, from: 8, bytes: 2 },
  ]);
});
