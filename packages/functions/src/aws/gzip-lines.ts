import { hash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Upload } from "@aws-sdk/lib-storage";
import { packWorkObject } from "@ashiato/core/work-object/pack-work-object";
import { s3 } from "./s3.ts";

const compress = promisify(gzip);

/** Lines as a gzip file, and the start of the SHA-256 of the lines. */
export type CompressedLines = { body: Buffer; hash: string; lines: number };

export async function compressLines(lines: readonly string[]): Promise<CompressedLines> {
  const content = contentOf(lines);
  return { body: await compress(content, { level: 1 }), hash: hashOf(content), lines: lines.length };
}

/** Like `compressLines`, for work rows: the file is a work object. */
export async function packRows(rows: readonly string[]): Promise<CompressedLines> {
  return { body: await packWorkObject(rows), hash: hashOf(contentOf(rows)), lines: rows.length };
}

/**
 * Writes lines as an object. `rows` in its metadata lets whoever reads the object check that it is whole. No
 * Content-Encoding: the object is a gzip file, not a compressed transfer. A large one goes in parts, and is
 * there when all of them are.
 */
export async function putLines(
  bucket: string,
  key: string,
  { body, lines }: Omit<CompressedLines, "hash">,
): Promise<void> {
  const Metadata = { rows: String(lines) };
  const params = { Bucket: bucket, Key: key, Body: body, ContentType: "application/gzip", Metadata };
  await new Upload({ client: s3, params }).done();
}

function contentOf(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join("\n")}\n`);
}

function hashOf(content: Buffer): string {
  return hash("sha256", content, "hex").slice(0, 16);
}
