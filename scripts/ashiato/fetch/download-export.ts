import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Export } from "@ashiato/core/api/schemas";
import { type Begun, type ExportFile, fetchFile } from "../../api/fetch-file.ts";
import { withoutFirstLine } from "../../api/without-first-line.ts";
import { ScriptError } from "../../script-error.ts";
import { bar } from "../../terminal/bar.ts";
import { counted } from "../../terminal/counted.ts";
import { numberText } from "../../terminal/text-table.ts";
import type { Io } from "../command.ts";

/**
 * Downloads an export into one CSV at `to`, its files in order under one header, and returns `unchanged` if
 * the file already exists. Resumes what an earlier call left unfinished, `NAME.part` beside it. The file
 * appears under its name once every byte is correct.
 *
 * Throws BadExport if a link is refused or the bytes differ from the published ones; then removes what was
 * received.
 */
export async function downloadExport(
  { files }: Pick<Export, "files">,
  to: string,
  io: Io,
): Promise<"downloaded" | "unchanged"> {
  const [only, ...more] = files;
  if (only !== undefined && more.length === 0 && (await isComplete(only, to))) {
    return "unchanged";
  }
  const parts: string[] = [];
  for (const file of files) {
    const part = join(dirname(to), `${file.name}.part`);
    await downloadFile(file, part, io);
    parts.push(part);
  }
  const [first = "", ...rest] = parts;
  for (const part of rest) {
    await pipeline(withoutFirstLine(createReadStream(part)), createWriteStream(first, { flags: "a" }));
  }
  await rename(first, to);
  await Promise.all(rest.map((part) => rm(part)));
  return "downloaded";
}

async function isComplete(file: ExportFile, path: string): Promise<boolean> {
  const { bytes, hash } = await read(path);
  return bytes === file.bytes && hash.digest("hex") === file.sha256;
}

async function downloadFile(file: ExportFile, part: string, { progress, signal }: Io): Promise<void> {
  await mkdir(dirname(part), { recursive: true });
  const begun = await read(part);
  const whole = begun.bytes > file.bytes ? { bytes: 0, hash: createHash("sha256") } : begun;
  if (whole.bytes > 0) {
    progress.say(`Resuming the download of ${file.name} after ${counted(whole.bytes, "byte")}`);
  }
  let received = whole.bytes;
  try {
    await pipeline(
      fetchFile(file, signal, whole),
      async function* (pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          received += piece.length;
          progress.update(
            `${file.name} ${bar(received, file.bytes)} ${numberText(received)} of ${counted(file.bytes, "byte")}`,
          );
          yield piece;
        }
      },
      createWriteStream(part, { flags: whole.bytes > 0 ? "a" : "w" }),
    );
  } catch (error) {
    if (error instanceof ScriptError && received >= file.bytes) {
      // A download with wrong bytes cannot be resumed.
      await rm(part, { force: true });
    }
    throw error;
  }
}

/** Returns the length and the hash of a file; neither if the file does not exist. */
async function read(path: string): Promise<Begun> {
  const hash = createHash("sha256");
  const found = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    throw error;
  });
  if (found !== undefined) {
    for await (const piece of createReadStream(path)) {
      hash.update(piece as Buffer);
    }
  }
  return { bytes: found?.size ?? 0, hash };
}
