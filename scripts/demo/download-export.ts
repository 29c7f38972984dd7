import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Export } from "@ashiato/core/api/schemas";
import { ScriptError } from "../script-error.ts";

const lineFeed = 0x0a;

/**
 * Fetches an export by its signed links into one file `locations_<date>.csv` and returns its path. Throws BadExport if a link is refused or the bytes are
 * not those that the export was published with.
 */
export async function downloadExport(
  { date, files }: Pick<Export, "date" | "files">,
  { directory, signal }: { directory: string; signal: AbortSignal },
): Promise<string> {
  const path = join(directory, `locations_${date}.csv`);
  await mkdir(directory, { recursive: true });
  for (const [index, file] of files.entries()) {
    // A link is all that it takes: no token, no AWS account.
    const answer = await fetch(file.url, { signal });
    if (answer.body === null || !answer.ok) {
      throw new ScriptError(
        "BadExport",
        `The link of ${file.name} answers ${answer.status}: ${await answer.text()}`,
      );
    }
    const hash = createHash("sha256");
    // Each file of a large export begins with the header; in one file it stands once.
    const pieces = hashing(answer.body, hash);
    await pipeline(
      index === 0 ? pieces : withoutFirstLine(pieces),
      createWriteStream(path, { flags: index === 0 ? "w" : "a" }),
    );
    const digest = hash.digest("hex");
    if (digest !== file.sha256) {
      throw new ScriptError(
        "BadExport",
        `${file.name} has the SHA-256 ${digest}, and was published with ${file.sha256}`,
      );
    }
  }
  return path;
}

/** The bytes after the first line feed. */
export async function* withoutFirstLine(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let started = false;
  for await (const piece of pieces) {
    const end = started ? -1 : piece.indexOf(lineFeed);
    if (started) {
      yield piece;
    } else if (end !== -1) {
      started = true;
      yield piece.subarray(end + 1);
    }
  }
}

async function* hashing(pieces: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}
