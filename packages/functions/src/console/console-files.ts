import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";

const manifestSchema = z.object({
  files: z.record(z.string(), z.object({ contentType: z.string(), etag: z.string(), bytes: z.number() })),
});

export type ConsoleFile = {
  name: string;
  contentType: string;
  etag: string;
  /** Whether its name changes with its contents. */
  immutable: boolean;
};

/** The stack puts the build beside the bundle. */
const folder = path.join(import.meta.dirname, "console");
const assets = "assets/";

let manifest: Promise<z.infer<typeof manifestSchema>> | undefined;

/**
 * Returns the file at a path below `/console`: below `assets/` the one of this name, undefined if the build
 * has none; at every other path the page, which shows what the path means.
 */
export async function findConsoleFile(urlPath: string): Promise<ConsoleFile | undefined> {
  manifest ??= readManifest();
  const { files } = await manifest;
  const immutable = urlPath.startsWith(assets);
  const name = immutable ? urlPath : "index.html";
  const file = Object.hasOwn(files, name) ? files[name] : undefined;
  return file && { name, contentType: file.contentType, etag: file.etag, immutable };
}

/** Returns a file of the console as the build has compressed it. */
export function readConsoleFile(name: string, encoding: "br" | "gzip"): Promise<Buffer> {
  return readFile(path.join(folder, `${name}.${encoding === "br" ? "br" : "gz"}`));
}

async function readManifest(): Promise<z.infer<typeof manifestSchema>> {
  return manifestSchema.parse(JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8")));
}
