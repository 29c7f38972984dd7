import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  type PutObjectRequest,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { Encryption, Storage } from "@ashiato/redshift/storage";

/** Keys of one DeleteObjects: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const deletePage = 1000;

/**
 * Returns the local S3 as the warehouse uses it: objects are plain files, which DuckDB reads where they are.
 */
export function warehouseStorage(
  s3: S3Client,
  objectPath: (bucket: string, key: string) => string | undefined,
): Storage {
  return {
    async *list(bucket, prefix) {
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
        yield (page.Contents ?? []).map(({ Key = "", Size = 0 }) => ({ key: Key, size: Size }));
      }
    },
    localPath: objectPath,
    async read(bucket, key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (!(Body instanceof Readable)) {
        throw new Error(`s3://${bucket}/${key} has no body`);
      }
      return Body;
    },
    async put(bucket, key, { filePath, encryption }) {
      const params = {
        Bucket: bucket,
        Key: key,
        Body: createReadStream(filePath),
        ...serverSideEncryption(encryption),
      };
      await new Upload({ client: s3, params, queueSize: 1 }).done();
    },
    async delete(bucket, keys) {
      for (let from = 0; from < keys.length; from += deletePage) {
        const Objects = keys.slice(from, from + deletePage).map((Key) => ({ Key }));
        const { Errors = [] } = await s3.send(
          new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }),
        );
        const [first] = Errors;
        if (first) {
          throw new Error(`s3://${bucket}/${first.Key} could not be deleted: ${first.Code} ${first.Message}`);
        }
      }
    },
  };
}

/** Without any of these parameters S3 takes the bucket's default. */
function serverSideEncryption(
  encryption: Encryption,
): Pick<PutObjectRequest, "ServerSideEncryption" | "SSEKMSKeyId"> {
  switch (encryption.kind) {
    case "s3":
      return { ServerSideEncryption: "AES256" };
    case "kms":
      return { ServerSideEncryption: "aws:kms", SSEKMSKeyId: encryption.keyId };
    case "bucket-default":
      return {};
  }
}
