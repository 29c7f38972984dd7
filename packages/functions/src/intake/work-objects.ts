import type { ArrivedFile } from "@ashiato/core/file-intake/arrived-file";
import type { ConvertedPart } from "@ashiato/core/file-intake/receipt";
import { workKey } from "@ashiato/core/work-keys";
import { copyObject } from "../aws/objects.ts";

/** Copies under way at a time. */
const copiers = 8;

/**
 * Makes the converted rows of a file work objects, each under a key that follows from the file: made again,
 * they are the same objects.
 */
export async function makeWorkObjects(
  bucket: string,
  { file, parts }: { file: ArrivedFile; parts: readonly ConvertedPart[] },
): Promise<void> {
  const storedAt = new Date(file.arrivedAt);
  const copies = parts
    .flatMap(({ objects }) => objects)
    .map(({ key }, chunk) => ({ from: key, to: workKey({ storedAt, chunk, hash: file.id }) }));
  for (let start = 0; start < copies.length; start += copiers) {
    const some = copies.slice(start, start + copiers);
    await Promise.all(some.map(({ from, to }) => copyObject(bucket, from, to)));
  }
}
