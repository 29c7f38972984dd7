import type { ArrivedFile } from "@ashiato/core/file-intake/arrived-file";
import { isMissing, isOverwritten, openRange } from "../aws/objects.ts";
import { FunctionError } from "../errors.ts";

/**
 * Yields the bytes of a file from `from` on, up to `to` where it is given. Throws FileOverwritten if the
 * object is not the one of the event any more.
 */
export async function* readFileRange(
  { bucket, key, etag, name }: ArrivedFile,
  { from, to }: { from: number; to?: number | undefined },
): AsyncGenerator<Uint8Array> {
  const range =
    from === 0 && to === undefined ? undefined : `bytes=${from}-${to === undefined ? "" : to - 1}`;
  try {
    yield* await openRange(bucket, key, { etag, range });
  } catch (cause) {
    if (isMissing(cause) || isOverwritten(cause)) {
      throw new FunctionError("FileOverwritten", `${name} was replaced or deleted before it was read`, {
        cause,
      });
    }
    throw cause;
  }
}
