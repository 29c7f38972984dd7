import * as z from "zod";
import { findJson } from "../aws/objects.ts";
import { FunctionError } from "../errors.ts";

/**
 * The part of a verbose manifest that is read here:
 * https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
 */
const manifestSchema = z.object({
  entries: z.array(
    z.object({
      url: z.string(),
      meta: z.object({ content_length: z.number(), record_count: z.number() }),
    }),
  ),
});

/** A file that a manifest lists, with its lines. */
export type UnloadedFile = { key: string; bytes: number; rows: number };

/**
 * Returns the non-empty files that the manifest of an UNLOAD lists, in order; none if it wrote no manifest,
 * as it may for no rows. Throws ExportUnreadable.
 */
export async function readManifest(bucket: string, key: string): Promise<UnloadedFile[]> {
  const manifest = await findJson(bucket, key, manifestSchema);
  const root = `s3://${bucket}/`;
  const entries = manifest?.entries ?? [];
  // An UNLOAD of no rows may leave empty files, without a header.
  return entries
    .filter(({ meta }) => meta.content_length > 0)
    .map(({ url, meta }) => {
      if (!url.startsWith(root)) {
        throw new FunctionError("ExportUnreadable", `The manifest names ${url}, which is not in ${root}`);
      }
      return { key: url.slice(root.length), bytes: meta.content_length, rows: meta.record_count };
    });
}
