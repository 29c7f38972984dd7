import { createHash } from "node:crypto";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Feed } from "@ashiato/core/clients/feed";
import { openObject } from "../aws/objects.ts";
import type { UnloadedFile } from "../batch/read-manifest.ts";

/** A file of a feed in the lake, with what was found in it; rows without the header of a CSV. */
export type FeedFile = { key: string; rows: number; bytes: number; sha256: string };

const lineFeed = 0x0a;

/**
 * Reads each file once: hashes it and counts the lines of a CSV, packed or not. No field can hold a line
 * feed. The rows of Parquet are those of the manifest.
 */
export async function inspectFeedFiles(
  bucket: string,
  files: readonly UnloadedFile[],
  format: Feed["format"],
): Promise<FeedFile[]> {
  const inspected: FeedFile[] = [];
  for (const { key, rows } of files) {
    const { lines, ...found } = await inspectFile(bucket, key);
    inspected.push({ key, ...found, rows: format === "CSV" ? lines - 1 : rows });
  }
  return inspected;
}

async function inspectFile(
  bucket: string,
  key: string,
): Promise<{ bytes: number; sha256: string; lines: number }> {
  const { body } = await openObject(bucket, key);
  const hash = createHash("sha256");
  let bytes = 0;
  let lines = 0;
  await pipeline(
    body,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        yield chunk;
      }
    },
    key.endsWith(".gz") ? createGunzip() : new PassThrough(),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        lines += countLines(chunk);
      }
    },
  );
  return { bytes, sha256: hash.digest("hex"), lines };
}

function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, at + 1)) {
    lines += 1;
  }
  return lines;
}
