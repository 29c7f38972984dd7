import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { documentationFiles } from "@ashiato/core/api/documentation-files";

export type Asset = { contentType: string; bytes: Buffer; gzipped: Buffer };

const compress = promisify(gzip);
const contentTypes = new Map<string, string>(Object.entries(documentationFiles));
const read = new Map<string, Asset>();

/**
 * Returns a file of the page at `/docs`; undefined if the page has no such file. The stack puts the files
 * beside the bundle; each is read and compressed once per process.
 */
export async function findAsset(name: string): Promise<Asset | undefined> {
  const known = read.get(name);
  if (known !== undefined) {
    return known;
  }
  const contentType = contentTypes.get(name);
  if (contentType === undefined) {
    return undefined;
  }
  const bytes = await readFile(path.join(import.meta.dirname, "viewer", name));
  const asset = { contentType, bytes, gzipped: await compress(bytes) };
  read.set(name, asset);
  return asset;
}
