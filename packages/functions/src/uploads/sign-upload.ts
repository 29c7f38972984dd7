import type { Upload } from "@ashiato/core/api/upload-schemas";
import { type UploadRecord, uploadParts } from "@ashiato/core/file-intake/upload-record";
import { PutObjectCommand, S3Client, UploadPartCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Resource } from "sst";

/** Signs for a body that it does not have, of which it can compute no checksum. */
const signer = new S3Client({ requestChecksumCalculation: "WHEN_REQUIRED" });

type Link = NonNullable<Upload["put"]>;

/**
 * Returns a link that takes this file only, and once: its length, type and checksum are signed, and S3
 * refuses a second object at the key. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function signPut({ key, bytes, contentType, sha256 }: UploadRecord): Promise<Link> {
  const checksum = sha256 === null ? undefined : Buffer.from(sha256, "hex").toString("base64");
  const put = new PutObjectCommand({
    Bucket: Resource.Inbox.name,
    Key: key,
    ContentLength: bytes,
    ContentType: contentType ?? "application/octet-stream",
    ChecksumSHA256: checksum,
    IfNoneMatch: "*",
  });
  const headers = {
    "content-length": String(bytes),
    "content-type": contentType ?? "application/octet-stream",
    "if-none-match": "*",
    ...(checksum !== undefined && { "x-amz-checksum-sha256": checksum }),
  };
  const names = new Set(Object.keys(headers));
  const url = await getSignedUrl(signer, put, {
    expiresIn: Resource.Settings.linkLifetimeSeconds,
    signableHeaders: new Set([...names, "host"]),
    // In the query, S3 would take it for a parameter that it does not know.
    unhoistableHeaders: names,
  });
  return { url, headers };
}

type PartLink = NonNullable<Upload["parts"]>[number];

/** Returns links for the parts that are not there yet. */
export async function signParts(
  { key, bytes, multipart }: UploadRecord,
  there: ReadonlySet<number>,
): Promise<PartLink[]> {
  if (multipart === null) {
    return [];
  }
  const missing = uploadParts(bytes, multipart.partBytes).filter(({ number }) => !there.has(number));
  return Promise.all(
    missing.map(async (part): Promise<PartLink> => {
      const command = new UploadPartCommand({
        Bucket: Resource.Inbox.name,
        Key: key,
        UploadId: multipart.uploadId,
        PartNumber: part.number,
        ContentLength: part.bytes,
      });
      const url = await getSignedUrl(signer, command, {
        expiresIn: Resource.Settings.linkLifetimeSeconds,
        signableHeaders: new Set(["content-length", "host"]),
      });
      return { ...part, url, headers: { "content-length": String(part.bytes) } };
    }),
  );
}
