import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Export } from "@ashiato/core/api/schemas";
import { fetchFile } from "../api/fetch-file.ts";
import { withoutFirstLine } from "../api/without-first-line.ts";

/**
 * Fetches an export by its signed links into one file `locations_<date>.csv` and returns its path. Throws
 * BadExport if a link is refused or the bytes differ from those that were published.
 */
export async function downloadExport(
  { date, files, supplements }: Pick<Export, "date" | "files" | "supplements">,
  { directory, signal }: { directory: string; signal: AbortSignal },
): Promise<string> {
  const path = join(directory, `locations_${date}.csv`);
  await mkdir(directory, { recursive: true });
  const all = [...files, ...supplements.map(({ file }) => file)];
  for (const [index, file] of all.entries()) {
    // Each file begins with the header; the joined file has it once.
    const bytes = fetchFile(file, signal);
    await pipeline(
      index === 0 ? bytes : withoutFirstLine(bytes),
      createWriteStream(path, { flags: index === 0 ? "w" : "a" }),
    );
  }
  return path;
}
