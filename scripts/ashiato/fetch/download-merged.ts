import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Export } from "@ashiato/core/api/schemas";
import * as z from "zod";
import type { Io } from "../command.ts";
import { downloadExport } from "./download-export.ts";
import { mergeCsv } from "./merge-csv.ts";

/** The parts of a merged file, and its own hash, because none is published. */
const mergedSchema = z.object({ parts: z.array(z.string()), sha256: z.string() });

/**
 * Downloads an export and its supplements into one CSV at `to`, ordered as an export is, and returns
 * `unchanged` if the same file already exists. Throws BadExport like `downloadExport`.
 */
export async function downloadMerged(
  found: Pick<Export, "files" | "supplements">,
  to: string,
  io: Io,
): Promise<"downloaded" | "unchanged"> {
  const supplements = found.supplements.map(({ file }) => file);
  const parts = [...found.files, ...supplements].map(({ sha256 }) => sha256);
  const note = `${to}.merged.json`;
  const before = await readNote(note);
  if (before?.parts.join() === parts.join() && before.sha256 === (await hashOf(to))) {
    return "unchanged";
  }
  const base = `${to}.whole`;
  const late = supplements.map(({ name }) => join(dirname(to), `${name}.late`));
  try {
    await downloadExport(found, base, io);
    for (const [index, file] of supplements.entries()) {
      await downloadExport({ files: [file] }, late[index] ?? "", io);
    }
    io.progress.update(`Merging late rows into ${to}`);
    await mergeCsv([base, ...late], `${to}.part`);
    await rename(`${to}.part`, to);
  } finally {
    await Promise.all([base, ...late, `${to}.part`].map((file) => rm(file, { force: true })));
  }
  await writeFile(note, `${JSON.stringify({ parts, sha256: await hashOf(to) })}\n`);
  return "downloaded";
}

async function readNote(path: string): Promise<z.infer<typeof mergedSchema> | undefined> {
  const text = await readFile(path, "utf8").catch(absent);
  return text === undefined ? undefined : mergedSchema.safeParse(JSON.parse(text)).data;
}

async function hashOf(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    return absent(error);
  }
  return hash.digest("hex");
}

/** Returns undefined for a file that does not exist; throws any other error. */
function absent(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") {
    return undefined;
  }
  throw error;
}
