import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { rejectedPrefix } from "@ashiato/core/rejected-keys";
import { UsageError } from "../command.ts";
import { readRejected } from "./read-rejected.ts";
import type { RejectedRecord } from "./rejected-record.ts";

/** An object under `rejected/` as it was read. */
export type RejectedObject = {
  key: string;
  etag: string;
  modifiedAt: Date | undefined;
} & (
  | { records: RejectedRecord[] }
  /** Why no part of it can be sent: it is of another kind, damaged or empty. */
  | { unreadable: string }
);

/** Throws UsageError for a prefix that is not under `rejected/`. */
export function checkRejectedPrefix(prefix: string): void {
  if (!prefix.startsWith(rejectedPrefix)) {
    throw new UsageError(`PREFIX must begin with ${rejectedPrefix}, got ${JSON.stringify(prefix)}`);
  }
}

/**
 * Yields every object under a prefix, in the order of the keys. All keys are listed first, so that deletions
 * and new objects do not shift the pages.
 */
export async function* rejectedObjects(
  s3: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<RejectedObject> {
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
    keys.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
  }
  for (const key of keys) {
    yield await readObject(s3, bucket, key);
  }
}

async function readObject(s3: S3Client, bucket: string, key: string): Promise<RejectedObject> {
  const {
    Body,
    ETag: etag = "",
    LastModified: modifiedAt,
  } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  try {
    return { key, etag, modifiedAt, records: readRejected(key, bytes) };
  } catch (error) {
    return { key, etag, modifiedAt, unreadable: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Deletes an object if it is unchanged since it was read; returns whether it did. Reports one that changed or
 * is gone to `say`.
 */
export async function deleteUnchanged(
  { s3, bucket }: { s3: S3Client; bucket: string },
  { key, etag }: RejectedObject,
  say: (line: string) => void,
): Promise<boolean> {
  const object = { Bucket: bucket, Key: key };
  try {
    const { ETag } = await s3.send(new HeadObjectCommand(object));
    if (ETag !== etag) {
      say(`${key} changed after it was read, so it is not deleted: look at it again`);
      return false;
    }
    // IfMatch covers a writer that comes in between:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
    await s3.send(new DeleteObjectCommand({ ...object, IfMatch: etag }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) {
      say(`${key} was deleted meanwhile by another program`);
      return false;
    }
    throw error;
  }
}
