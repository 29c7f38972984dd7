import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { isMissing } from "./missing-object.ts";
import { putIf } from "./put-if.ts";
import { s3 } from "./s3.ts";

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Writes bytes that are a gzip file. */
export async function putGzip(bucket: string, key: string, body: Buffer): Promise<void> {
  await s3.send(new PutObjectCommand(gzipObject(bucket, key, body)));
}

/** Writes text as a gzip file. */
export async function putGzipText(bucket: string, key: string, text: string): Promise<void> {
  await putGzip(bucket, key, await compress(text, { level: 1 }));
}

/**
 * Replaces the gzip file with this ETag by another text, or creates it where there is no ETag. Returns false
 * if the object has another ETag, or exists.
 */
export async function replaceGzipText(
  bucket: string,
  key: string,
  { text, etag }: { text: string; etag: string | undefined },
): Promise<boolean> {
  const write = gzipObject(bucket, key, await compress(text));
  return putIf(etag === undefined ? { ...write, IfNoneMatch: "*" } : { ...write, IfMatch: etag });
}

/** The text of a gzip file that fits into memory, and the ETag by which it is replaced. */
export type GzipText = { text: string; etag: string };

/** Returns the text of a gzip file. Throws NoSuchKey. */
export async function readGzipText(bucket: string, key: string): Promise<GzipText> {
  return read({ Bucket: bucket, Key: key });
}

/** Like `readGzipText`, but returns undefined if the object does not exist. */
export async function findGzipText(bucket: string, key: string): Promise<GzipText | undefined> {
  try {
    return await readGzipText(bucket, key);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Like `findGzipText`, but returns "unchanged", without reading it, if the object still has the ETag. */
export async function findChangedGzipText(
  bucket: string,
  key: string,
  etag: string,
): Promise<GzipText | "unchanged" | undefined> {
  try {
    return await read({ Bucket: bucket, Key: key, IfNoneMatch: etag });
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 304) {
      return "unchanged";
    }
    throw error;
  }
}

/** Returns the bytes of a gzip file as they are stored; undefined if the object does not exist. */
export async function findGzip(bucket: string, key: string): Promise<Buffer | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

async function read(get: GetObjectCommandInput): Promise<GzipText> {
  const { Body, ETag = "" } = await s3.send(new GetObjectCommand(get));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  return { text: (await decompress(bytes)).toString(), etag: ETag };
}

function gzipObject(bucket: string, key: string, body: Buffer): PutObjectCommandInput {
  return { Bucket: bucket, Key: key, Body: body, ContentType: "application/gzip" };
}
