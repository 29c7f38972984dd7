import { renameSync, rmSync, writeFileSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";

/**
 * A file with this ending was being written when its process ended: no caller ever heard that it was written.
 */
export const partEnding = ".part";

/**
 * Writes a file so that a reader, and whoever comes after a crash or a full disk, finds the old contents or
 * the new, never a part of them: beside it, to the disk, then renamed over it.
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
 * Does the same as `writeWhole`, without waiting for the disk: a killed process loses nothing by it, a power
 * cut the last moments.
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
