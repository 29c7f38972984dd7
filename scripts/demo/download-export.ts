import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { ExportDocument } from "@ashiato/core/export-document";
import { ScriptError } from "../script-error.ts";

/** Long enough to begin a download: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html */
const linkSeconds = 300;
const lineFeed = 0x0a;

export type Download = { bucket: string; directory: string; signal: AbortSignal };

/**
 * Fetches an export by signed links, as an analyst does who has no account, into one file `locations_<date>.csv`, and returns its path. Throws
 * BadExport if S3 refuses a link or the bytes are not those that the export was published with.
 */
export async function downloadExport(
  s3: S3Client,
  { date, files }: ExportDocument,
  { bucket, directory, signal }: Download,
): Promise<string> {
  const name = `locations_${date}.csv`;
  const path = join(directory, name);
  await mkdir(directory, { recursive: true });
  for (const [index, file] of files.entries()) {
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: file.key,
      ResponseContentDisposition: `attachment; filename="${name}"`,
    });
    const answer = await fetch(await getSignedUrl(s3, command, { expiresIn: linkSeconds }), { signal });
    if (answer.body === null || !answer.ok) {
      throw new ScriptError(
        "BadExport",
        `The link of ${file.key} answers ${answer.status}: ${await answer.text()}`,
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
        `${file.key} has the SHA-256 ${digest}, and was published with ${file.sha256}`,
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
