import { expect, it } from "vitest";
import { rowsPerGroup } from "./row-groups.ts";

const megabyte = 1024 * 1024;

it("fills a row group to its size in the file", () => {
  expect(rowsPerGroup({ packedBytes: 64, unpackedBytes: 200 }, 32 * megabyte)).toBe(524_288);
});

it("ends a row group of rows that pack very well where memory asks for it", () => {
  expect(rowsPerGroup({ packedBytes: 0.001, unpackedBytes: 512 }, 128 * megabyte)).toBe(megabyte);
});

it("has at least one row, however long", () => {
  expect(rowsPerGroup({ packedBytes: 40 * megabyte, unpackedBytes: 40 * megabyte }, 32 * megabyte)).toBe(1);
});
