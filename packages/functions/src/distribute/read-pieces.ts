import { crc32 } from "node:zlib";
import {
  deflatePiece,
  gzipEndBytes,
  GzipJoin,
  type GzipPiece,
  inflatePiece,
} from "@ashiato/core/work-object/gzip-piece";
import { type IndexedPiece, readPieceIndex } from "@ashiato/core/work-object/piece-index";
import { FunctionError } from "../errors.ts";
import type { ByteReader } from "./byte-reader.ts";

/** `store` writes pieces of 4 MiB and a row; a larger one must not fill the memory. */
const maxPieceBytes = 8 * 1024 * 1024;
const lineFeed = 0x0a;

/**
 * Passes the pieces of a work object with an index to `take`, one after another, and returns their number of
 * rows. The reader stands at the length of the extra field. Each piece must have the size and the checksum
 * that the index gives it, by which its number of rows is known without unpacking it, and the file must end
 * with the size and the checksum that its pieces add up to: those of the contents, as whoever unpacks the
 * date's file finds them again. Pieces of a former index, without a checksum as they are, are unpacked and
 * packed again.
 * Throws ObjectUnreadable if something is not as it must be.
 */
export async function readPieces(
  reader: ByteReader,
  take: (piece: GzipPiece & { date: string; rows: number }) => Promise<void>,
): Promise<number> {
  const join = new GzipJoin();
  let rows = 0;
  for (const entry of await readIndex(reader)) {
    const piece = await readPiece(reader, entry);
    join.add(piece);
    rows += entry.rows;
    await take({ ...piece, date: entry.date, rows: entry.rows });
  }
  const end = await readExactly(reader, gzipEndBytes, "its end");
  if (!end.equals(join.end())) {
    throw unreadable("its checksum or size is wrong");
  }
  const { position } = reader;
  if ((await reader.read(1)).length > 0) {
    throw unreadable(`bytes follow its end, from byte ${position} on`);
  }
  return rows;
}

async function readIndex(reader: ByteReader): Promise<IndexedPiece[]> {
  const length = (await readExactly(reader, 2, "its header")).readUInt16LE();
  const extra = await readExactly(reader, length, "its header");
  try {
    return readPieceIndex(extra);
  } catch (error) {
    throw unreadable(messageOf(error), error);
  }
}

async function readPiece(reader: ByteReader, entry: IndexedPiece): Promise<GzipPiece> {
  const { date, bytes, crc, deflatedBytes, deflatedCrc } = entry;
  const name = `its piece of ${date} at byte ${reader.position}`;
  if (bytes > maxPieceBytes || deflatedBytes > maxPieceBytes) {
    throw unreadable(`${name} has ${bytes} bytes, ${deflatedBytes} compressed, more than ${maxPieceBytes}`);
  }
  const deflated = await readExactly(reader, deflatedBytes, name);
  try {
    if (deflatedCrc === undefined) {
      return await packAgain(deflated, entry);
    }
    if (crc32(deflated) !== deflatedCrc) {
      throw new Error("its checksum is wrong");
    }
    return { deflated, bytes, crc };
  } catch (error) {
    throw unreadable(`${name}: ${messageOf(error)}`, error);
  }
}

/** Bytes that unpack to the right contents may still be no piece, if a block says that it is the last. */
async function packAgain(deflated: Buffer, entry: IndexedPiece): Promise<GzipPiece> {
  const contents = await inflatePiece(deflated, entry);
  const lines = countLines(contents);
  if (lines !== entry.rows) {
    throw new Error(`has ${lines} rows, not ${entry.rows}`);
  }
  return await deflatePiece(contents);
}

async function readExactly(reader: ByteReader, length: number, name: string): Promise<Buffer> {
  const bytes = await reader.read(length);
  if (bytes.length < length) {
    throw unreadable(`it ends at byte ${reader.position}, in ${name}`);
  }
  return bytes;
}

/** Returns the number of line feeds. Throws an Error if the contents do not end in one. */
function countLines(contents: Buffer): number {
  let lines = 0;
  let start = 0;
  for (let end = contents.indexOf(lineFeed); end !== -1; end = contents.indexOf(lineFeed, start)) {
    lines += 1;
    start = end + 1;
  }
  if (start < contents.length) {
    throw new Error("its last row has no line feed");
  }
  return lines;
}

function unreadable(what: string, cause?: unknown): FunctionError {
  return new FunctionError("ObjectUnreadable", `not a complete gzip file: ${what}`, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
