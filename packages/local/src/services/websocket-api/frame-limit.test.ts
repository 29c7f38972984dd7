import { expect, it } from "vitest";
import { frameLimit } from "./frame-limit.ts";

/** A masked frame of text. */
function frame(payloadBytes: number): Buffer {
  const head =
    payloadBytes < 126
      ? Buffer.from([0x81, 0x80 + payloadBytes])
      : payloadBytes < 65_536
        ? Buffer.concat([Buffer.from([0x81, 0xfe]), bigEndian(payloadBytes, 2)])
        : Buffer.concat([Buffer.from([0x81, 0xff]), bigEndian(payloadBytes, 8)]);
  return Buffer.concat([head, Buffer.alloc(4, 7), Buffer.alloc(payloadBytes, 0xff)]);
}

function bigEndian(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, Math.max(0, bytes - 6), Math.min(bytes, 6));
  return buffer;
}

/** Feeds bytes in pieces, and returns how often the limit was exceeded. */
function exceeded(bytes: Buffer, pieceBytes: number): number {
  let times = 0;
  const read = frameLimit(1000, () => {
    times += 1;
  });
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    read(bytes.subarray(at, at + pieceBytes));
  }
  return times;
}

const within = [0, 5, 125, 126, 127, 999, 1000].map(frame);

it.each([1, 2, 3, 7, 100, 5000])("lets frames up to the limit pass, in pieces of %d bytes", (pieceBytes) => {
  expect(exceeded(Buffer.concat([...within, ...within]), pieceBytes)).toBe(0);
});

it.each([1, 3, 5000])("sees the first larger frame once, in pieces of %d bytes", (pieceBytes) => {
  for (const size of [1001, 65_535, 65_536, 200_000]) {
    expect(exceeded(Buffer.concat([...within, frame(size), frame(size)]), pieceBytes)).toBe(1);
  }
});
