import { promisify } from "node:util";
import { constants, crc32, deflateRaw, inflateRaw } from "node:zlib";
import { combineCrc32 } from "./crc32-combine.ts";

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Zlib returns to its caller for each chunk of its output: a piece is one or two of them. */
const minChunkBytes = 16 * 1024;

/**
 * Contents that were compressed by themselves, up to a byte boundary and without an end: pieces one after
 * another, behind a header and before a trailer, are one gzip file with one member. So a piece can be moved
 * from one file into another without being compressed again.
 * https://www.rfc-editor.org/rfc/rfc1951 https://www.rfc-editor.org/rfc/rfc1952
 */
export type GzipPiece = {
  deflated: Buffer;
  /** The size of its contents. */
  bytes: number;
  /** CRC-32 of its contents. */
  crc: number;
};

/** Compresses contents into a piece; an empty piece is as good as any. */
export async function deflatePiece(contents: Buffer): Promise<GzipPiece> {
  const deflated = await deflate(contents, {
    level: 1,
    finishFlush: constants.Z_FULL_FLUSH,
    chunkSize: Math.max(contents.length >> 1, minChunkBytes),
  });
  return { deflated, bytes: contents.length, crc: crc32(contents) };
}

/**
 * Returns the contents of a piece, which must have this size and checksum. Throws an Error that says what is
 * wrong: zlib's, or about the size or the checksum. Takes no more memory than the size allows.
 */
export async function inflatePiece(
  deflated: Buffer,
  { bytes, crc }: { bytes: number; crc: number },
): Promise<Buffer> {
  const contents = await inflate(deflated, {
    finishFlush: constants.Z_SYNC_FLUSH,
    chunkSize: Math.max(bytes, constants.Z_MIN_CHUNK) + 1,
    maxOutputLength: bytes + 1,
  });
  if (contents.length !== bytes) {
    throw new Error(`has ${contents.length} bytes unpacked, not ${bytes}`);
  }
  if (crc32(contents) !== crc) {
    throw new Error("its checksum is wrong");
  }
  return contents;
}

/** Joins pieces into one gzip file: the caller writes the header, then each piece's bytes, then the end. */
export class GzipJoin {
  #crc = 0;
  #bytes = 0;

  /** Counts a piece. Returns its bytes in the file. */
  add({ deflated, bytes, crc }: GzipPiece): Buffer {
    this.#crc = combineCrc32(this.#crc, crc, bytes);
    this.#bytes += bytes;
    return deflated;
  }

  /** Returns the bytes that end the file: an empty last block, the checksum and the size modulo 2^32. */
  end(): Buffer {
    const end = Buffer.alloc(gzipEndBytes);
    end.set(lastBlock);
    end.writeUInt32LE(this.#crc, lastBlock.length);
    end.writeUInt32LE(this.#bytes % 2 ** 32, lastBlock.length + 4);
    return end;
  }
}

/** A block without contents, marked as the last. */
const lastBlock = [0x03, 0x00];
/** The size of what `GzipJoin.end` returns. */
export const gzipEndBytes = lastBlock.length + 8;

const extraFlag = 0x04;
const headerStart = [0x1f, 0x8b, 0x08];
/** The size of a header without an extra field. */
export const gzipHeaderBytes = 10;

/**
 * Returns a gzip header: compressed for speed, without a time and a name, and with the extra field if there
 * is one.
 */
export function gzipHeader(extra?: Buffer): Buffer {
  const fixed = [...headerStart, extra === undefined ? 0 : extraFlag, 0, 0, 0, 0, 4, 255];
  if (extra === undefined) {
    return Buffer.from(fixed);
  }
  return Buffer.concat([Buffer.from([...fixed, extra.length % 256, extra.length >> 8]), extra]);
}

/** Returns whether the first bytes of a file are a gzip header that an extra field follows. */
export function hasExtraField(header: Buffer): boolean {
  return (
    header.length >= gzipHeaderBytes &&
    headerStart.every((byte, index) => header[index] === byte) &&
    header[3] === extraFlag
  );
}
