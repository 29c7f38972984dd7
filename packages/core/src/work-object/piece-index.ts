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
};

/** The identification of the index among the subfields of a gzip header. */
const subfieldId = Buffer.from("As");
const dateBytes = "yyyy-MM-dd".length;
const entryBytes = dateBytes + 4 * 4;
const checksumBytes = 4;
/** An extra field has up to 65,535 bytes: https://www.rfc-editor.org/rfc/rfc1952 */
const maxExtraBytes = 65_535;
const subfieldHeadBytes = subfieldId.length + 2;

/** The most pieces that an index can hold. */
export const maxIndexedPieces = Math.floor((maxExtraBytes - subfieldHeadBytes - checksumBytes) / entryBytes);

/**
 * Returns the index of a work object, as the extra field of its gzip header: one subfield, `As`, with an
 * entry for each piece in the order of the pieces, and a checksum, because gzip has none for its header.
 */
export function pieceIndex(pieces: readonly IndexedPiece[]): Buffer {
  const entries = Buffer.concat(pieces.map(entry));
  const length = Buffer.alloc(2);
  length.writeUInt16LE(entries.length + checksumBytes);
  return Buffer.concat([subfieldId, length, entries, checksum(entries)]);
}

/** Returns the pieces of an index. Throws an Error if the extra field is not an index, or is damaged. */
export function readPieceIndex(extra: Buffer): IndexedPiece[] {
  const entries = extra.subarray(subfieldHeadBytes, -checksumBytes);
  if (
    !extra.subarray(0, subfieldId.length).equals(subfieldId) ||
    entries.length % entryBytes !== 0 ||
    !extra.subarray(-checksumBytes).equals(checksum(entries))
  ) {
    throw new Error("the extra field of its header is not a whole index of pieces");
  }
  return Array.from({ length: entries.length / entryBytes }, (_, index) =>
    readEntry(entries.subarray(index * entryBytes, (index + 1) * entryBytes)),
  );
}

function entry({ date, rows, bytes, deflatedBytes, crc }: IndexedPiece): Buffer {
  const buffer = Buffer.alloc(entryBytes);
  buffer.write(date, "latin1");
  [rows, bytes, deflatedBytes, crc].forEach((value, index) => {
    buffer.writeUInt32LE(value, dateBytes + 4 * index);
  });
  return buffer;
}

function readEntry(buffer: Buffer): IndexedPiece {
  const [rows = 0, bytes = 0, deflatedBytes = 0, crc = 0] = Array.from({ length: 4 }, (_, index) =>
    buffer.readUInt32LE(dateBytes + 4 * index),
  );
  return { date: buffer.toString("latin1", 0, dateBytes), rows, bytes, deflatedBytes, crc };
}

function checksum(bytes: Buffer): Buffer {
  const buffer = Buffer.alloc(checksumBytes);
  buffer.writeUInt32LE(crc32(bytes));
  return buffer;
}
