import { Readable, type Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import type { ExecutionRun } from "../../state-execution/execution-run.ts";
import { s3Failure } from "../reader-failure.ts";

export type ObjectLocation = { bucket: string; key: string; versionId?: string };

export type Reading = { run: ExecutionRun; signal: AbortSignal };

/**
 * Returns the bytes of an object as they are stored, chunk by chunk. Throws `States.ItemReaderFailed` for
 * what S3 refuses.
 */
export async function* objectBytes(
  { run, signal }: Reading,
  location: ObjectLocation,
): AsyncGenerator<Uint8Array> {
  try {
    yield* await run.integrations.s3.getObject({ ...location, signal });
  } catch (error) {
    if (signal.aborted) {
      throw error;
    }
    throw s3Failure(error);
  }
}

/**
 * Returns an object's text, chunk by chunk, no character cut in two. An object whose key ends in `.gz` or
 * `.zst` is decompressed on the way; a byte order mark is left out.
 */
export async function* objectText(reading: Reading, location: ObjectLocation): AsyncGenerator<string> {
  const bytes = objectBytes(reading, location);
  const decompress = decompressorOf(location.key);
  const decoder = new TextDecoder();
  for await (const chunk of decompress ? decompressed(bytes, decompress) : bytes) {
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

function decompressorOf(key: string): Transform | undefined {
  if (key.endsWith(".gz")) {
    return createGunzip();
  }
  return key.endsWith(".zst") ? createZstdDecompress() : undefined;
}

async function* decompressed(
  bytes: AsyncIterable<Uint8Array>,
  decompress: Transform,
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(bytes);
  // A pipe does not hand errors on.
  source.on("error", (error) => decompress.destroy(error));
  try {
    yield* source.pipe(decompress);
  } finally {
    source.destroy();
  }
}
