import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { FileOptions } from "@ashiato/core/formats/files/file-record";
import { type FileRecords, readFile } from "@ashiato/core/formats/files/read-file";
import { ScriptError } from "../script-error.ts";

/** How to read a file; the device defaults to the name of the file. */
export type InputOptions = Omit<FileOptions, "device"> & { device?: string };

/**
 * Reads a file of reports of any supported kind, see `readFile`. Throws BadInput, with the path, for a file
 * that is missing, broken, of another kind, or without a column that a report needs.
 */
export async function* readInput(path: string, options: InputOptions): AsyncGenerator<FileRecords> {
  try {
    yield* readFile(createReadStream(path), { ...options, device: options.device ?? deviceOfFile(path) });
  } catch (cause) {
    throw new ScriptError("BadInput", `${path}: ${describe(cause)}`, { cause });
  }
}

/**
 * Returns the device of reports that do not name one: the file's name without its endings, as far as an id
 * may hold it.
 */
export function deviceOfFile(path: string): string {
  const id = nameWithoutEndings(path)
    .replaceAll(/[^A-Za-z0-9._:-]/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "");
  return id.slice(0, 64) || "file";
}

/** Returns `walk` for `tracks/walk.gpx.gz`. */
export function nameWithoutEndings(path: string): string {
  return basename(path)
    .replace(/\.(?:gz|zip)$/i, "")
    .replace(/\.[A-Za-z0-9]{1,8}$/, "");
}

function describe(cause: unknown): string {
  if (cause instanceof Error && "code" in cause) {
    switch (cause.code) {
      case "ENOENT":
        return "the file does not exist";
      case "EISDIR":
        return "it is a folder, not a file";
      case "EACCES":
        return "permission to read it is denied";
    }
  }
  return cause instanceof Error ? cause.message : String(cause);
}
