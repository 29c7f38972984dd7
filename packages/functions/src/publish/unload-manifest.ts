import { type UnloadName, unloadManifestKey } from "@ashiato/core/export-keys";
import { readManifest, type UnloadedFile } from "../batch/read-manifest.ts";

/**
 * Returns the non-empty files of an export's UNLOAD, in order; none if it wrote no manifest, as it may for no
 * rows. `rows` are data rows, without the header line that the manifest counts. Throws ExportUnreadable.
 */
export async function readUnloadManifest(bucket: string, name: UnloadName): Promise<UnloadedFile[]> {
  const files = await readManifest(bucket, unloadManifestKey(name));
  return files.map((file) => ({ ...file, rows: file.rows - 1 }));
}
