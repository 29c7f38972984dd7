import { crc32 } from "node:zlib";
import { type ColumnName, columns } from "../columns.ts";
import {
  deflatePiece,
  gzipHeader,
  gzipHeaderBytes,
  GzipJoin,
  hasExtraField,
  inflatePiece,
} from "../work-object/gzip-piece.ts";

/** The devices are divided into so many pieces; a device's track is read without the others'. */
const pieces = 64;

const indexOf = (name: ColumnName) => 1 + columns.findIndex((column) => column.name === name);
const deviceIndex = indexOf("device_id");
const recordedAtIndex = indexOf("recorded_at");

/** The identification of the index among the subfields of a gzip header. */
const subfieldId = Buffer.from("At");
const subfieldHeadBytes = subfieldId.length + 2;
const entryBytes = 3 * 4;
const checksumBytes = 4;
const extraBytes = subfieldHeadBytes + pieces * entryBytes + checksumBytes;

/** The bytes at the start of a file of tracks that say where each piece is. */
export const trackHeadBytes = gzipHeaderBytes + 2 + extraBytes;

/** Where a piece is in the file, and what it must unpack to. */
export type TrackPiece = { start: number; end: number; bytes: number; crc: number };

/**
 * Returns a file of tracks: a gzip file of work rows, those of a device together in one piece and in the
 * order of their time. Each piece is compressed by itself, and an extra field of the header is their index.
 * @param rows work rows of today's columns
 */
export async function packTracks(rows: readonly string[]): Promise<Buffer> {
  const lines = Array.from({ length: pieces }, (): string[] => []);
  for (const row of rows) {
    lines[pieceOf(row.split(",")[deviceIndex] ?? "")]?.push(row);
  }
  const join = new GzipJoin();
  const index = Buffer.alloc(pieces * entryBytes);
  const bodies: Buffer[] = [];
  for (const [number, some] of lines.entries()) {
    const sorted = some.map((row) => ({ row, fix: fixOf(row) })).toSorted((a, b) => (a.fix < b.fix ? -1 : 1));
    const contents = Buffer.from(sorted.map(({ row }) => `${row}\n`).join(""), "latin1");
    const piece = await deflatePiece(contents);
    bodies.push(join.add(piece));
    [piece.bytes, piece.deflated.length, piece.crc].forEach((value, place) => {
      index.writeUInt32LE(value, number * entryBytes + place * 4);
    });
  }
  return Buffer.concat([gzipHeader(extraField(index)), ...bodies, join.end()]);
}

/**
 * Returns where the piece with a device's rows is. Throws an Error if the bytes are not the head of a file of
 * tracks, or are damaged.
 * @param head the first `trackHeadBytes` of the file
 */
export function findTrackPiece(head: Buffer, device: string): TrackPiece {
  const extra = head.subarray(gzipHeaderBytes + 2);
  const index = extra.subarray(subfieldHeadBytes, -checksumBytes);
  if (
    head.length !== trackHeadBytes ||
    !hasExtraField(head) ||
    !extra.subarray(0, subfieldId.length).equals(subfieldId) ||
    extra.readUInt32LE(extraBytes - checksumBytes) !== crc32(index)
  ) {
    throw new Error("its header is not a whole index of tracks");
  }
  const number = pieceOf(device);
  let start = trackHeadBytes;
  for (let before = 0; before < number; before += 1) {
    start += index.readUInt32LE(before * entryBytes + 4);
  }
  const entry = index.subarray(number * entryBytes);
  return {
    start,
    end: start + entry.readUInt32LE(4),
    bytes: entry.readUInt32LE(0),
    crc: entry.readUInt32LE(8),
  };
}

/**
 * Returns a device's rows in a piece, oldest first. Throws an Error that says what is wrong with a piece that
 * is damaged.
 */
export async function readTrackPiece(deflated: Buffer, piece: TrackPiece, device: string): Promise<string[]> {
  const contents = await inflatePiece(deflated, piece);
  const lines = contents.toString("latin1").split("\n").slice(0, -1);
  return lines.filter((line) => line.split(",")[deviceIndex] === device);
}

function extraField(index: Buffer): Buffer {
  const extra = Buffer.alloc(extraBytes);
  extra.set(subfieldId);
  extra.writeUInt16LE(index.length + checksumBytes, subfieldId.length);
  extra.set(index, subfieldHeadBytes);
  extra.writeUInt32LE(crc32(index), extraBytes - checksumBytes);
  return extra;
}

function pieceOf(device: string): number {
  return crc32(device) % pieces;
}

function fixOf(row: string): string {
  const values = row.split(",", recordedAtIndex + 1);
  return `${values[deviceIndex]},${values[recordedAtIndex]}`;
}
