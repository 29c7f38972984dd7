import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { FunctionError } from "../errors.ts";

/**
 * Bytes that the decompressor returns at a time, instead of zlib's 16 KB, because each piece costs a pass
 * through the stream.
 */
const chunkSize = 256 * 1024;

/**
 * Passes the contents of all members of a gzip file to `take`, piece by piece. Throws zlib's error for a file
 * that is damaged or truncated, and ObjectUnreadable for bytes after its end: zlib ignores whatever follows a
 * zero byte there, even another member with rows.
 * https://nodejs.org/api/zlib.html#class-zlibgunzip
 */
export async function unpackWhole(
  file: AsyncIterable<Buffer>,
  take: (piece: Buffer) => Promise<void>,
): Promise<void> {
  const gunzip = createGunzip({ chunkSize });
  let received = 0;
  let unpacked = false;
  const counted = async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      received += piece.length;
      yield piece;
    }
  };
  try {
    await pipeline(file, counted, gunzip, async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) {
        await take(piece);
      }
      unpacked = true;
    });
  } catch (error) {
    // The decompressor closed the stream before the end of the file.
    throw unpacked ? bytesBehind(gunzip.bytesWritten, error) : error;
  }
  if (received > gunzip.bytesWritten) {
    throw bytesBehind(gunzip.bytesWritten);
  }
}

function bytesBehind(end: number, cause?: unknown): FunctionError {
  return new FunctionError(
    "ObjectUnreadable",
    `not a complete gzip file: bytes follow its end, from byte ${end} on`,
    { cause },
  );
}
