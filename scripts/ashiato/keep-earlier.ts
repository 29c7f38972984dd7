import { existsSync } from "node:fs";
import { rename, stat } from "node:fs/promises";
import { extname } from "node:path";

/**
 * Renames an existing file after the time it was written, since a person may have repaired what an earlier
 * command left in it. Returns its new name; undefined if the file does not exist.
 */
export async function keepEarlier(path: string): Promise<string | undefined> {
  if (!existsSync(path)) {
    return undefined;
  }
  const written = (await stat(path)).mtime.toISOString().replaceAll(":", "-");
  const extension = extname(path);
  const base = `${path.slice(0, path.length - extension.length)}.${written}`;
  for (let number = 1; ; number += 1) {
    const kept = `${base}${number === 1 ? "" : `.${number}`}${extension}`;
    if (!existsSync(kept)) {
      await rename(path, kept);
      return kept;
    }
  }
}
