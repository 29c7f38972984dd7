import { type UploadRecord, uploadParts } from "@ashiato/core/file-intake/upload-record";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  paginateListParts,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { Resource } from "sst";
import { s3 } from "../aws/s3.ts";
import { RequestError } from "../errors.ts";

/** Begins an upload in parts; returns S3's id of it. */
export async function beginParts(key: string, contentType: string | undefined): Promise<string> {
  const { UploadId = "" } = await s3.send(
    new CreateMultipartUploadCommand({
      Bucket: Resource.Inbox.name,
      Key: key,
      ContentType: contentType ?? "application/octet-stream",
    }),
  );
  return UploadId;
}

/**
 * Returns the ETags of the parts that are there, by number, without those of a wrong size; undefined if S3
 * has put the file together already.
 */
export async function partsThere({
  key,
  bytes,
  multipart,
}: UploadRecord): Promise<ReadonlyMap<number, string> | undefined> {
  if (multipart === null) {
    return undefined;
  }
  const sizes = new Map(
    uploadParts(bytes, multipart.partBytes).map((part) => [part.number, part.bytes] as const),
  );
  const found = new Map<number, string>();
  const input = { Bucket: Resource.Inbox.name, Key: key, UploadId: multipart.uploadId };
  try {
    for await (const { Parts = [] } of paginateListParts({ client: s3 }, input)) {
      for (const { PartNumber = 0, Size, ETag = "" } of Parts) {
        if (sizes.get(PartNumber) === Size) {
          found.set(PartNumber, ETag);
        }
      }
    }
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === "NoSuchUpload") {
      return undefined;
    }
    throw error;
  }
  return found;
}

/**
 * Puts a file together from its parts, unless that is done or it has none. Throws RequestError PartsMissing.
 */
export async function completeParts(record: UploadRecord): Promise<void> {
  const there = await partsThere(record);
  if (record.multipart === null || there === undefined) {
    return;
  }
  const parts = uploadParts(record.bytes, record.multipart.partBytes);
  const missing = parts.filter(({ number }) => !there.has(number));
  if (missing.length > 0) {
    throw new RequestError(
      "PartsMissing",
      `The upload lacks parts ${missing.map(({ number }) => number).join(", ")}`,
    );
  }
  await s3.send(
    new CompleteMultipartUploadCommand({
      Bucket: Resource.Inbox.name,
      Key: record.key,
      UploadId: record.multipart.uploadId,
      MultipartUpload: {
        Parts: parts.map(({ number }) => ({ PartNumber: number, ETag: there.get(number) })),
      },
    }),
  );
}
