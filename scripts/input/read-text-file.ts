import { readFile } from "node:fs/promises";
import { ScriptError } from "../script-error.ts";

/**
 * Returns the bytes of a file that a person named. Throws what the system says, with the path, which Node
 * leaves out for a folder.
 */
export async function readNamedFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}

/**
 * Returns the text of a file that a person named, in UTF-8 with or without a byte order mark. Throws BadInput
 * for another encoding, so that no character is replaced unseen, and what the system says, with the path.
 */
export function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ScriptError(
      "BadInput",
      `${path} is not text in UTF-8: save it in UTF-8 (in Excel: "CSV UTF-8") and run the command again`,
      { cause },
    );
  }
}
