import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { gzipHeader, gzipHeaderBytes, GzipJoin, type GzipPiece } from "@ashiato/core/work-object/gzip-piece";
import { packWorkObject } from "@ashiato/core/work-object/pack-work-object";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { ByteReader } from "./byte-reader.ts";
import { readPieces } from "./read-pieces.ts";

const rows = Array.from({ length: 60 }, (_, index) => `2026-11-${20 + (index % 3)},phone-${index},35.68`);
let object: Buffer;

beforeAll(async () => {
  object = await packWorkObject(rows);
});

/** Reads an object that arrives in chunks of this size. */
async function read(bytes: Buffer, chunk = 64): Promise<{ count: number; text: string; dates: string[] }> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) =>
    bytes.subarray(index * chunk, (index + 1) * chunk),
  );
  const reader = new ByteReader(Readable.from(chunks));
  await reader.read(gzipHeaderBytes);
  const dates: string[] = [];
  const pieces: GzipPiece[] = [];
  const count = await readPieces(reader, async ({ date, deflated, bytes, crc }) => {
    dates.push(date);
    pieces.push({ deflated, bytes, crc });
  });
  return { count, text: gunzipSync(joined(pieces)).toString("latin1"), dates };
}

/** A gzip file of pieces. */
function joined(pieces: readonly GzipPiece[]): Buffer {
  const join = new GzipJoin();
  return Buffer.concat([gzipHeader(), ...pieces.map((piece) => join.add(piece)), join.end()]);
}

test("pieces come by date, wherever the chunks begin and end", async () => {
  for (const chunk of [1, 7, 64, object.length]) {
    expect(await read(object, chunk)).toEqual({
      count: 60,
      text: gunzipSync(object).toString("latin1"),
      dates: ["2026-11-20", "2026-11-21", "2026-11-22"],
    });
  }
});

test("an object that ends early is refused, and so are bytes after its end", async () => {
  for (let length = gzipHeaderBytes; length < object.length; length += 1) {
    await expect(read(object.subarray(0, length))).rejects.toMatchObject({ name: "ObjectUnreadable" });
  }
  await expect(read(Buffer.concat([object, Buffer.from([0])]))).rejects.toThrow(
    `bytes follow its end, from byte ${object.length} on`,
  );
  await expect(read(Buffer.concat([object, object]))).rejects.toThrow("bytes follow its end");
});

test("a changed bit is found, or changes no row and no date", async () => {
  const whole = await read(object);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: gzipHeaderBytes * 8, max: object.length * 8 - 1 }), async (bit) => {
      const changed = Buffer.from(object);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const outcome = await read(changed).catch((error: unknown) => error);
      expect([whole, expect.objectContaining({ name: "ObjectUnreadable" })]).toContainEqual(outcome);
    }),
    { numRuns: 500 },
  );
});

test("a piece that claims too much is refused before it takes memory", async () => {
  const large = await packWorkObject([`2026-11-20,${"x".repeat(9 * 1024 * 1024)}`]);
  await expect(read(large, 65_536)).rejects.toThrow(/piece of 2026-11-20 at byte \d+ has 9437185 bytes/);
});

/** Two dates in pieces that only their contents have checksums of, as version 0.1 wrote them. */
const formerObject = Buffer.from(
  "H4sIBAAAAAAE/zwAQXM4ADIwMjYtMTEtMjACAAAAHAAAAB0AAACCJR/cMjAyNi0xMS0yMQEAAAAOAAAAFAAAAKBHsNmTnnyvKsjIz0vVNdQxNtUzs+AqAPOMQTxzAy4AAAAA//8qyMjPS9U10jE21TOz5AIAAAD//wMA+Jw1bioAAAA=",
  "base64",
);

test("an object with a former index is read, and each changed bit of its pieces is found", async () => {
  const whole = { count: 3, text: "phone-1,35.68\nphone-3,35.70\nphone-2,35.69\n" };
  expect(await read(formerObject)).toMatchObject(whole);
  const start = gzipHeaderBytes + 2 + formerObject.readUInt16LE(gzipHeaderBytes);
  for (let bit = start * 8; bit < formerObject.length * 8; bit += 1) {
    const changed = Buffer.from(formerObject);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    const outcome = await read(changed).catch((error: unknown) => error);
    expect([
      expect.objectContaining(whole),
      expect.objectContaining({ name: "ObjectUnreadable" }),
    ]).toContainEqual(outcome);
  }
});
