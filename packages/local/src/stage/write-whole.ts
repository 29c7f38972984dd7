import { open, rename } from "node:fs/promises";

/** A file with this ending was being written when its process ended; nothing was promised of it. */
export const partEnding = ".part";

/**
 * Writes a file so that a reader, and whoever comes after a crash or on a full disk, finds the old contents or the new ones and never
 * a part: beside it, to the disk, then renamed over it.
 */
export async function writeWhole(file: string, text: string, { mode = 0o666 } = {}): Promise<void> {
  const part = `${file}${partEnding}`;
  const handle = await open(part, "w", mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
}
