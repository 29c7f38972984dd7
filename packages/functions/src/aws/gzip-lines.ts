import { hash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Upload } from "@aws-sdk/lib-storage";
import { s3 } from "./s3.ts";

const compress = promisify(gzip);

/** Lines as a gzip file, and the start of the SHA-256 of the lines. */
export type CompressedLines = { body: Buffer; hash: string; lines: number };

export async function compressLines(lines: readonly string[]): Promise<CompressedLines> {
  const content = Buffer.from(`${lines.join("\n")}\n`);
  return {
    body: await compress(content, { level: 1 }),
    hash: hash("sha256", content, "hex").slice(0, 16),
    lines: lines.length,
  };
}

/**
 * Writes lines as an object. `rows` in its metadata lets whoever reads the object check that it is whole. No
 * Content-Encoding: the object is a gzip file, not a compressed transfer. A large one goes in parts, and is
 * there when all of them are.
 */
export async function putLines(bucket: string, key: string, { body, lines }: CompressedLines): Promise<void> {
  const Metadata = { rows: String(lines) };
  const params = { Bucket: bucket, Key: key, Body: body, ContentType: "application/gzip", Metadata };
  await new Upload({ client: s3, params }).done();
}
