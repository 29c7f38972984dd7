import { readFile, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  type PutObjectRequest,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Encryption, Storage } from "@ashiato/redshift/storage";

/** Keys of one DeleteObjects: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const deletePage = 1000;

/** A larger file is linked and not sent: an UNLOAD of a day has some gigabytes. */
const largestSentBytes = 8 * 1024 * 1024;

/** The local S3 beside its requests: what `StorageServer` offers of the plain files of objects. */
export type DiskObjects = {
  objectPath: (bucket: string, key: string) => string | undefined;
  linkPart: (uploadId: string, partNumber: number, file: string) => Promise<string>;
};

/**
 * Returns the local S3 as the warehouse uses it: objects are plain files, which DuckDB reads where they are,
 * and a large file that it wrote becomes an object where it lies. The requests around it are those of an
 * upload in parts, with all their permissions.
 */
export function warehouseStorage(s3: S3Client, { objectPath, linkPart }: DiskObjects): Storage {
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
      const target = { Bucket: bucket, Key: key };
      const described = { ...target, ...serverSideEncryption(encryption) };
      if ((await stat(filePath)).size <= largestSentBytes) {
        await s3.send(new PutObjectCommand({ ...described, Body: await readFile(filePath) }));
        return;
      }
      const { UploadId = "" } = await s3.send(new CreateMultipartUploadCommand(described));
      try {
        const Parts = [{ PartNumber: 1, ETag: await linkPart(UploadId, 1, filePath) }];
        await s3.send(
          new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
        );
      } catch (error) {
        const abort = new AbortMultipartUploadCommand({ ...target, UploadId });
        await s3.send(abort).catch((another: unknown) => {
          const message = `The upload of s3://${bucket}/${key} cannot be aborted`;
          throw new AggregateError([error, another], message, { cause: error });
        });
        throw error;
      }
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
