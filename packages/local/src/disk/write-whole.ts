import { renameSync, rmSync, writeFileSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";

/**
 * A file with this ending was being written when its process ended: no caller was told that it was written.
 */
export const partEnding = ".part";

/**
 * Writes a file so that a reader, even after a crash or a full disk, finds either the old contents or the new
 * ones: writes a file beside it, flushes that to disk, and renames it.
 */
export async function writeWhole(file: string, text: string, { mode = 0o666 } = {}): Promise<void> {
  const part = `${file}${partEnding}`;
  try {
    const handle = await open(part, "w", mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/**
 * Does the same as `writeWhole` without waiting for the disk: a killed process loses nothing, a power cut the
 * last moments.
 */
export function writeWholeSync(file: string, text: string): void {
  const part = `${file}${partEnding}`;
  try {
    writeFileSync(part, text);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
