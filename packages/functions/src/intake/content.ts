import type { ArrivedFile } from "@ashiato/core/file-intake/arrived-file";
import { contentIds } from "@ashiato/core/file-intake/contents";
import { intakeContentKey } from "@ashiato/core/intake-keys";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import * as z from "zod";
import { findJson, writeJson } from "../aws/objects.ts";
import { s3 } from "../aws/s3.ts";
import { overwritten, reading } from "./read-file-range.ts";

/** Which file had some contents last, and when it was registered. */
const contentSchema = z.object({ id: z.string(), name: z.string(), at: z.iso.datetime().optional() });

/** Returns the ids of a file's contents by S3's checksums. Throws FileOverwritten. */
export async function readContentIds(file: ArrivedFile): Promise<string[]> {
  const { bucket, key, etag, bytes } = file;
  const asked = new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: "ENABLED" });
  const { ETag, ChecksumCRC64NVME, ChecksumSHA256, ChecksumType } = await reading(file, () => s3.send(asked));
  if (ETag !== etag) {
    throw overwritten(file);
  }
  return contentIds({
    etag: etag.replaceAll('"', ""),
    bytes,
    crc64nvme: ChecksumCRC64NVME,
    sha256: ChecksumSHA256,
    type: ChecksumType,
  });
}

/** Returns the file of the client that was registered with such contents; undefined if none was. */
export async function findContents(
  bucket: string,
  { client }: ArrivedFile,
  contents: readonly string[],
): Promise<z.output<typeof contentSchema> | undefined> {
  for (const content of contents) {
    const found = await findJson(bucket, intakeContentKey(client, content), contentSchema);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Keeps that a file with such contents is registered. */
export async function noteContents(
  bucket: string,
  { client, id, name }: ArrivedFile,
  contents: readonly string[],
): Promise<void> {
  for (const content of contents) {
    const registered = { id, name, at: new Date().toISOString() };
    await writeJson(bucket, intakeContentKey(client, content), registered);
  }
}
