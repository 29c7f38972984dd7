import { completeThroughSchema } from "@ashiato/core/export-document";
import { completeThroughKey } from "@ashiato/core/export-keys";
import { createJson, findJson, findVersionedJson, replaceJson } from "../aws/objects.ts";

/** Returns the moment up to which every accepted report is in an export; undefined if no run has said so. */
export async function findCompleteThrough(bucket: string): Promise<string | undefined> {
  return (await findJson(bucket, completeThroughKey, completeThroughSchema))?.completeThrough;
}

/** Moves that moment on, unless another run has moved it further. */
export async function advanceCompleteThrough(bucket: string, completeThrough: string): Promise<void> {
  for (;;) {
    const found = await findVersionedJson(bucket, completeThroughKey, completeThroughSchema);
    if (found !== undefined && Date.parse(found.value.completeThrough) >= Date.parse(completeThrough)) {
      return;
    }
    const value = { completeThrough };
    const written = found
      ? await replaceJson(bucket, completeThroughKey, { value, etag: found.etag })
      : await createJson(bucket, completeThroughKey, value);
    if (written) {
      return;
    }
  }
}
