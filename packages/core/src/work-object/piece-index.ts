import { crc32 } from "node:zlib";

/** A piece of a work object: rows of one business date. */
export type IndexedPiece = {
  /** Business date, `yyyy-MM-dd`. */
  date: string;
  rows: number;
  /** Bytes of its rows, and of the piece in the object. */
  bytes: number;
  deflatedBytes: number;
  /** CRC-32 of its rows. */
  crc: number;
  /** CRC-32 of the piece in the object, which an index of version 0.1 has not. */
  deflatedCrc?: number;
};

/** A piece as an index of today has it. */
export type CheckedPiece = Required<IndexedPiece>;

/** The identification of the index among the subfields of a gzip header. */
const subfieldId = Buffer.from("A2");
/** That of an index without the checksums of the pieces as they are in the object. */
const formerSubfieldId = Buffer.from("As");
const dateBytes = "yyyy-MM-dd".length;
const entryBytes = dateBytes + 5 * 4;
const formerEntryBytes = dateBytes + 4 * 4;
const checksumBytes = 4;
/** An extra field has up to 65,535 bytes: https://www.rfc-editor.org/rfc/rfc1952 */
const maxExtraBytes = 65_535;
const subfieldHeadBytes = subfieldId.length + 2;

/** The most pieces that an index can hold. */
export const maxIndexedPieces = Math.floor((maxExtraBytes - subfieldHeadBytes - checksumBytes) / entryBytes);

/**
 * Returns the index of a work object, as the extra field of its gzip header: one subfield, `A2`, with an
 * entry for each piece in the order of the pieces, and a checksum, because gzip has none for its header.
 */
export function pieceIndex(pieces: readonly CheckedPiece[]): Buffer {
  const entries = Buffer.concat(pieces.map(entry));
  const length = Buffer.alloc(2);
  length.writeUInt16LE(entries.length + checksumBytes);
  return Buffer.concat([subfieldId, length, entries, checksum(entries)]);
}

/**
 * Returns the pieces of an index, also of a former one. Throws an Error if the extra field is not an index,
 * or is damaged.
 */
export function readPieceIndex(extra: Buffer): IndexedPiece[] {
  const id = extra.subarray(0, subfieldId.length);
  const isFormer = id.equals(formerSubfieldId);
  const length = isFormer ? formerEntryBytes : entryBytes;
  const entries = extra.subarray(subfieldHeadBytes, -checksumBytes);
  if (
    !(isFormer || id.equals(subfieldId)) ||
    entries.length % length !== 0 ||
    !extra.subarray(-checksumBytes).equals(checksum(entries))
  ) {
    throw new Error("the extra field of its header is not a whole index of pieces");
  }
  return Array.from({ length: entries.length / length }, (_, index) =>
    readEntry(entries.subarray(index * length, (index + 1) * length)),
  );
}

function entry({ date, rows, bytes, deflatedBytes, crc, deflatedCrc }: CheckedPiece): Buffer {
  const buffer = Buffer.alloc(entryBytes);
  buffer.write(date, "latin1");
  [rows, bytes, deflatedBytes, crc, deflatedCrc].forEach((value, index) => {
    buffer.writeUInt32LE(value, dateBytes + 4 * index);
  });
  return buffer;
}

function readEntry(buffer: Buffer): IndexedPiece {
  const number = (index: number): number => buffer.readUInt32LE(dateBytes + 4 * index);
  return {
    date: buffer.toString("latin1", 0, dateBytes),
    rows: number(0),
    bytes: number(1),
    deflatedBytes: number(2),
    crc: number(3),
    ...(buffer.length === entryBytes && { deflatedCrc: number(4) }),
  };
}

function checksum(bytes: Buffer): Buffer {
  const buffer = Buffer.alloc(checksumBytes);
  buffer.writeUInt32LE(crc32(bytes));
  return buffer;
}
