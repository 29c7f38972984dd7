import { createReadStream } from "node:fs";
import { deviceOfFile } from "@ashiato/core/formats/files/device-of-file";
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
