import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { deflatePiece, gzipHeader, GzipJoin, hasExtraField } from "./gzip-piece.ts";
import { packWorkObject } from "./pack-work-object.ts";
import { maxIndexedPieces, pieceIndex, readPieceIndex } from "./piece-index.ts";

const date = fc
  .integer({ min: 0, max: 40 })
  .map((day) => new Date(Date.UTC(2026, 10, 1 + day)).toISOString().slice(0, 10));
const row = fc.tuple(date, fc.stringMatching(/^[a-z0-9,.]{0,40}$/)).map((values) => values.join(","));

function extraField(object: Buffer): Buffer {
  return object.subarray(12, 12 + object.readUInt16LE(10));
}

test("a work object is a gzip file of its rows by date, and the index says which are whose", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 50 }), async (rows) => {
      const object = await packWorkObject(rows);
      const lines = gunzipSync(object).toString("latin1").split("\n").slice(0, -1);
      const dates = readPieceIndex(extraField(object)).flatMap((piece) =>
        Array.from({ length: piece.rows }, () => piece.date),
      );
      expect(hasExtraField(object)).toBe(true);
      expect(dates).toEqual(dates.toSorted());
      const dated = lines.map((line, index) => `${dates[index]},${line}`);
      expect(dated).toEqual(
        rows.toSorted((a, b) =>
          a.slice(0, 10) < b.slice(0, 10) ? -1 : Number(a.slice(0, 10) > b.slice(0, 10)),
        ),
      );
    }),
  );
});

test("many rows of one date are cut into several pieces", async () => {
  const line = `2026-11-21,${"x".repeat(1_000)}`;
  const object = await packWorkObject(Array.from({ length: 10_000 }, () => line));
  const index = readPieceIndex(extraField(object));
  expect(index.length).toBeGreaterThan(1);
  expect(index.reduce((sum, { rows }) => sum + rows, 0)).toBe(10_000);
  expect(gunzipSync(object)).toHaveLength(10_000 * 1_001);
});

test("more dates than the index has room for leave the dates in the rows", async () => {
  const rows = Array.from({ length: maxIndexedPieces + 1 }, (_, day) =>
    [new Date(day * 86_400_000).toISOString().slice(0, 10), "x"].join(","),
  );
  const object = await packWorkObject(rows);
  expect(hasExtraField(object)).toBe(false);
  expect(gunzipSync(object).toString("latin1")).toBe(`${rows.join("\n")}\n`);
  expect(hasExtraField(await packWorkObject(rows.slice(1)))).toBe(true);
});

test("pieces in any order are one gzip file", async () => {
  const texts = ["a,1\n".repeat(20_000), "", "b,2\n", "c,3\n".repeat(70_000)];
  const join = new GzipJoin();
  const pieces = await Promise.all(texts.map((text) => deflatePiece(Buffer.from(text))));
  const file = Buffer.concat([gzipHeader(), ...pieces.map((piece) => join.add(piece)), join.end()]);
  expect(gunzipSync(file).toString()).toBe(texts.join(""));
});

test("an index with any bit changed is refused", () => {
  const index = pieceIndex([
    { date: "2026-11-21", rows: 1, bytes: 2, deflatedBytes: 3, crc: 4, deflatedCrc: 5 },
  ]);
  // The length of the subfield, bytes 2 and 3, repeats that of the extra field, and is not read.
  const bits = Array.from({ length: index.length * 8 }, (_, bit) => bit).filter((bit) => bit >> 4 !== 1);
  for (const bit of bits) {
    const changed = Buffer.from(index);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => readPieceIndex(changed)).toThrow("is not a whole index of pieces");
  }
  expect(() => readPieceIndex(Buffer.alloc(0))).toThrow("is not a whole index of pieces");
});
