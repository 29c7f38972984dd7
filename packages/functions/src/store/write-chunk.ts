import { hash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Upload } from "@aws-sdk/lib-storage";
import { rejectedMessagesKey, rejectedReportsKey, workKey } from "@ashiato/core/keys";
import { packWorkObject } from "@ashiato/core/work-object/pack-work-object";
import { s3 } from "../aws/s3.ts";
import type { Chunk } from "./chunk.ts";

const compress = promisify(gzip);

/** The counts of a written chunk; `bytes` are compressed. */
export type WrittenChunk = { objects: number; bytes: number };

/**
 * Writes a chunk's rows as a work object, and its unreadable messages and rejected reports as objects under
 * `rejected/`. Writes no object without contents.
 */
export async function writeChunk(
  bucket: string,
  chunk: Chunk,
  name: { storedAt: Date; chunk: number },
): Promise<WrittenChunk> {
  const written = { objects: 0, bytes: 0 };
  if (chunk.rejected.length > 0) {
    const lines = chunk.rejected.map((message) => JSON.stringify(message));
    const hashed = await compressed(lines);
    await put(bucket, rejectedMessagesKey({ ...name, hash: hashed.hash }), hashed);
  }
  if (chunk.rejectedReports.length > 0) {
    const hashed = await compressed(chunk.rejectedReports);
    await put(bucket, rejectedReportsKey({ ...name, hash: hashed.hash }), hashed);
  }
  if (chunk.rows.length > 0) {
    const packed = {
      body: await packWorkObject(chunk.rows),
      hash: hashOf(contentsOf(chunk.rows)),
      lines: chunk.rows.length,
    };
    await put(bucket, workKey({ ...name, hash: packed.hash }), packed);
    written.objects = 1;
    written.bytes = packed.body.length;
  }
  return written;
}

type Compressed = { body: Buffer; hash: string; lines: number };

async function compressed(lines: string[]): Promise<Compressed> {
  const contents = contentsOf(lines);
  return { body: await compress(contents, { level: 1 }), hash: hashOf(contents), lines: lines.length };
}

function contentsOf(lines: string[]): Buffer {
  return Buffer.from(`${lines.join("\n")}\n`);
}

function hashOf(contents: Buffer): string {
  return hash("sha256", contents, "hex").slice(0, 16);
}

/**
 * The metadata `rows` lets a reader check that the object is complete. No Content-Encoding: the object is a
 * gzip file, not a compressed transfer. A large object is uploaded in parts, and exists when all of them do.
 */
async function put(bucket: string, key: string, { body, lines }: Compressed): Promise<void> {
  const Metadata = { rows: String(lines) };
  const params = { Bucket: bucket, Key: key, Body: body, ContentType: "application/gzip", Metadata };
  await new Upload({ client: s3, params }).done();
}
