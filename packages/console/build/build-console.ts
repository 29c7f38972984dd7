// Builds the console into a folder: `node build/build-console.ts FOLDER`.
import { hash } from "node:crypto";
import { glob, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "vite";

/** Above this the best compression takes longer than it is worth: the world's coast, which is loaded once. */
const maxThoroughBytes = 2_000_000;

const contentTypes: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

const [out] = process.argv.slice(2);
if (out === undefined) {
  throw new Error("build-console needs the folder of the build");
}
await build({ logLevel: "error", build: { outDir: path.resolve(out), emptyOutDir: true } });
const files: Record<string, { contentType: string; etag: string; bytes: number }> = {};
for await (const entry of glob("**/*", { cwd: out, withFileTypes: true })) {
  if (entry.isFile()) {
    const file = path.join(entry.parentPath, entry.name);
    files[path.relative(out, file)] = await compress(file);
  }
}
// Last, because a build without it is not one.
await writeFile(path.join(out, "manifest.json"), JSON.stringify({ files }));

/** Replaces a file by its compressed forms; the handler unpacks one for whoever takes neither. */
async function compress(file: string): Promise<{ contentType: string; etag: string; bytes: number }> {
  const extension = path.extname(file);
  const contentType = contentTypes[extension];
  if (contentType === undefined) {
    throw new Error(`${file} has no content type: its extension is ${extension}`);
  }
  const bytes = await readFile(file);
  const quality = bytes.length > maxThoroughBytes ? 9 : constants.BROTLI_MAX_QUALITY;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }));
  await rm(file);
  return { contentType, etag: `"${hash("sha256", bytes).slice(0, 24)}"`, bytes: bytes.length };
}
