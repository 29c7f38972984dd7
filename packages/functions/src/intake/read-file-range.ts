import type { ArrivedFile } from "@ashiato/core/file-intake/arrived-file";
import { isMissing, isOverwritten, openRange } from "../aws/objects.ts";
import { FunctionError } from "../errors.ts";

/**
 * Yields the bytes of a file from `start` on, up to and without `end` where it is given. Throws
 * FileOverwritten if the object is no longer the one of the event.
 */
export async function* readFileRange(
  { bucket, key, etag, name }: ArrivedFile,
  range: { start: number; end?: number },
): AsyncGenerator<Uint8Array> {
  try {
    yield* await openRange(bucket, key, { ...range, etag });
  } catch (cause) {
    if (isMissing(cause) || isOverwritten(cause)) {
      throw new FunctionError("FileOverwritten", `${name} was replaced or deleted before it was read`, {
        cause,
      });
    }
    throw cause;
  }
}
