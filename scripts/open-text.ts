import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ScriptError } from "./script-error.ts";

const gzipMagic = Buffer.from([0x1f, 0x8b]);

/** The bytes of a file, unpacked if it is gzip, whatever its name. Throws BadInput for a name that says gzip and bytes that do not. */
export async function openText(path: string): Promise<Readable> {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
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
  return bytes.pipe(text);
}
