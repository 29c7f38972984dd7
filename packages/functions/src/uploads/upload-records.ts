import { type UploadRecord, uploadRecordSchema } from "@ashiato/core/file-intake/upload-record";
import { parseUploadRecordKey, uploadRecordKey, uploadsPrefix } from "@ashiato/core/intake-keys";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { findJson } from "../aws/objects.ts";
import { s3 } from "../aws/s3.ts";

/** The word for the newest upload in a path. */
const newest = "newest";

/** Returns an owner's upload of an id, or its newest one; undefined if it does not exist. */
export async function findUpload(
  bucket: string,
  owner: string,
  asked: string,
): Promise<UploadRecord | undefined> {
  if (asked === newest) {
    const [upload] = await listUploads(bucket, owner, 1);
    return upload;
  }
  const key = uploadRecordKey({ owner, id: asked });
  return parseUploadRecordKey(key) === undefined ? undefined : findJson(bucket, key, uploadRecordSchema);
}

/** Returns an owner's newest uploads, the newest first: their ids list them in that order. */
export async function listUploads(bucket: string, owner: string, limit: number): Promise<UploadRecord[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: uploadsPrefix(owner), MaxKeys: limit }),
  );
  const found = await Promise.all(Contents.map(({ Key = "" }) => findJson(bucket, Key, uploadRecordSchema)));
  return found.flatMap((record) => record ?? []);
}
