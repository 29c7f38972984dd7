import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { createGunzip, type Gunzip } from "node:zlib";
import { ScriptError } from "./script-error.ts";

const gzipMagic = Buffer.from([0x1f, 0x8b]);

/**
 * The bytes of a file, unpacked if it is gzip, whatever its name. Throws BadInput for a name that says gzip and bytes that do not; the stream ends in it where bytes
 * follow the gzip data that zlib would pass over.
 */
export async function openText(path: string): Promise<Readable> {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
  const { size } = await file.stat();
  await file.close();
  const zipped = bytesRead === 2 && buffer.equals(gzipMagic);
  if (!zipped && path.endsWith(".gz")) {
    throw new ScriptError("BadInput", "the name says gzip, the content is none");
  }
  const bytes = createReadStream(path);
  if (!zipped) {
    return bytes;
  }
  const text = createGunzip();
  bytes.once("error", (error) => text.destroy(error));
  return Readable.from(whole(bytes.pipe(text), size));
}

async function* whole(text: Gunzip, size: number): AsyncGenerator<Buffer> {
  yield* text as AsyncIterable<Buffer>;
  if (text.bytesWritten < size) {
    throw new ScriptError(
      "BadInput",
      `there are bytes behind the end of its gzip data, from byte ${text.bytesWritten} on`,
    );
  }
}
