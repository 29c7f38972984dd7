import type { ArrivedFile } from "@ashiato/core/file-intake/arrived-file";
import { isMissing } from "../aws/missing-object.ts";
import { isOverwritten, openRange } from "../aws/objects.ts";
import { FunctionError } from "../errors.ts";

/**
 * Yields the bytes of a file from `start` on, up to and without `end` where it is given. Throws
 * FileOverwritten if the object is no longer the one of the event.
 */
export async function* readFileRange(
  file: ArrivedFile,
  range: { start: number; end?: number },
): AsyncGenerator<Uint8Array> {
  const { bucket, key, etag } = file;
  yield* await reading(file, () => openRange(bucket, key, { ...range, etag }));
}

/** Returns the bytes of a file from `start` up to and without `end`. Throws FileOverwritten. */
export async function readFileBytes(
  file: ArrivedFile,
  { start, end }: { start: number; end: number },
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  // S3 refuses a range without a byte.
  if (start < end) {
    for await (const piece of readFileRange(file, { start, end })) {
      pieces.push(piece);
    }
  }
  return Buffer.concat(pieces);
}

/**
 * Makes a request for a file. Throws FileOverwritten if the object is gone or has not the ETag of the
 * request.
 */
export async function reading<Answer>(file: ArrivedFile, request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (cause) {
    if (isMissing(cause) || isOverwritten(cause)) {
      throw overwritten(file, { cause });
    }
    throw cause;
  }
}

/** Returns the error of an object that is no longer the one of the event. */
export function overwritten({ name }: ArrivedFile, options?: { cause: unknown }): FunctionError {
  return new FunctionError("FileOverwritten", `${name} was replaced or deleted before it was read`, options);
}
