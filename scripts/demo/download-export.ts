import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { ExportDocument } from "@ashiato/core/export-document";

/** Long enough to begin a download: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html */
const linkSeconds = 300;

export type Download = { bucket: string; directory: string; signal: AbortSignal };

/**
 * Fetches an export by signed links, as an analyst does who has no account, into one file `locations_<date>.csv`, and returns its path. Throws an
 * Error if S3 refuses a link or the bytes are not those that the export was published with.
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
      throw new Error(`The link of ${file.key} answers ${answer.status}: ${await answer.text()}`);
    }
    const hash = createHash("sha256");
    await pipeline(
      answer.body,
      async function* (pieces: AsyncIterable<Uint8Array>) {
        // Each file of a large export begins with the header; in one file it stands once.
        let inHeader = index > 0;
        for await (const piece of pieces) {
          hash.update(piece);
          const end = inHeader ? piece.indexOf(lineFeed) : -1;
          yield inHeader ? piece.subarray(end === -1 ? piece.length : end + 1) : piece;
          inHeader &&= end === -1;
        }
      },
      createWriteStream(path, { flags: index === 0 ? "w" : "a" }),
    );
    const digest = hash.digest("hex");
    if (digest !== file.sha256) {
      throw new Error(`${file.key} has the SHA-256 ${digest}, and was published with ${file.sha256}`);
    }
  }
  return path;
}

const lineFeed = 0x0a;
