import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type * as z from "zod";
import { s3 } from "./s3.ts";
import { FunctionError } from "../errors.ts";

/**
 * DeleteObjects takes a thousand keys: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
const maxDeleteKeys = 1_000;

export async function writeJson(bucket: string, key: string, value: unknown): Promise<void> {
  await putJson(bucket, key, { value });
}

type Condition = { IfNoneMatch?: "*"; IfMatch?: string };

async function putJson(
  bucket: string,
  key: string,
  { value, ...condition }: { value: unknown } & Condition,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: `${JSON.stringify(value, null, 2)}\n`,
      ContentType: "application/json",
      ...condition,
    }),
  );
}

/** Requests for one conditional write, including the first. */
const maxConditionalWrites = 5;

/**
 * Writes a JSON object unless the key exists. Returns false if it does. Of several concurrent writers,
 * exactly one succeeds: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function createJson(bucket: string, key: string, value: unknown): Promise<boolean> {
  return putIf(bucket, key, { value, IfNoneMatch: "*" });
}

/**
 * Replaces the JSON object with this ETag. Returns false if the object has another ETag or does not exist. Of
 * several concurrent writers, exactly one succeeds.
 */
export async function replaceJson(
  bucket: string,
  key: string,
  { value, etag }: { value: unknown; etag: string },
): Promise<boolean> {
  return putIf(bucket, key, { value, IfMatch: etag });
}

async function putIf(bucket: string, key: string, write: { value: unknown } & Condition): Promise<boolean> {
  for (let request = 1; ; request += 1) {
    try {
      await putJson(bucket, key, write);
      return true;
    } catch (error) {
      if (!(error instanceof S3ServiceException)) {
        throw error;
      }
      if (error.name === "PreconditionFailed" || isMissing(error)) {
        return false;
      }
      // Another request for the same key was in progress: the conditional write must be repeated.
      if (error.name !== "ConditionalRequestConflict" || request === maxConditionalWrites) {
        throw error;
      }
    }
  }
}

/**
 * Returns an object's bytes, user-defined metadata and ETag. Throws NoSuchKey, or PreconditionFailed if it
 * does not have the given ETag.
 */
export async function openObject(
  bucket: string,
  key: string,
  etag?: string,
): Promise<{ body: Readable; metadata: Record<string, string>; etag: string }> {
  const {
    Body,
    Metadata = {},
    ETag = "",
  } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }));
  if (!(Body instanceof Readable)) {
    throw new FunctionError("ObjectUnreadable", `S3 returned no body for s3://${bucket}/${key}`);
  }
  return { body: Body, metadata: Metadata, etag: ETag };
}

/** Bytes of an object from `start` on, up to and without `end`, or to its end; `etag` names its contents. */
export type ObjectRange = { start: number; end?: number | undefined; etag?: string };

/**
 * Returns a range of an object's bytes. Throws NoSuchKey, or PreconditionFailed if the object does not have
 * the given ETag.
 */
export async function openRange(
  bucket: string,
  key: string,
  { start, end, etag }: ObjectRange,
): Promise<Readable> {
  const Range = `bytes=${start}-${end === undefined ? "" : end - 1}`;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag, Range }));
  if (!(Body instanceof Readable)) {
    throw new FunctionError("ObjectUnreadable", `S3 returned no body for s3://${bucket}/${key}`);
  }
  return Body;
}

/** Copies an object within a bucket, with its metadata. */
export async function copyObject(bucket: string, from: string, to: string): Promise<void> {
  const CopySource = `${bucket}/${from.split("/").map(encodeURIComponent).join("/")}`;
  await s3.send(new CopyObjectCommand({ Bucket: bucket, Key: to, CopySource }));
}

/** Returns whether the error means that an object has another ETag than the request names. */
export function isOverwritten(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === "PreconditionFailed";
}

/**
 * Returns the JSON object at a key, checked against its schema. Throws NoSuchKey if it does not exist,
 * ObjectUnreadable if it does not match.
 */
export async function readJson<Schema extends z.ZodType>(
  bucket: string,
  key: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  return (await readVersionedJson(bucket, key, schema)).value;
}

/** Like `readJson`, but returns undefined if the object does not exist. */
export async function findJson<Schema extends z.ZodType>(
  bucket: string,
  key: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  return (await findVersionedJson(bucket, key, schema))?.value;
}

/** Like `findJson`, with the ETag by which `replaceJson` names what it replaces. */
export async function findVersionedJson<Schema extends z.ZodType>(
  bucket: string,
  key: string,
  schema: Schema,
): Promise<{ value: z.output<Schema>; etag: string } | undefined> {
  try {
    return await readVersionedJson(bucket, key, schema);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

async function readVersionedJson<Schema extends z.ZodType>(
  bucket: string,
  key: string,
  schema: Schema,
): Promise<{ value: z.output<Schema>; etag: string }> {
  const { body, etag } = await openObject(bucket, key);
  const content = await text(body);
  try {
    return { value: schema.parse(JSON.parse(content)), etag };
  } catch (cause) {
    throw new FunctionError(
      "ObjectUnreadable",
      `s3://${bucket}/${key} is not the expected JSON: ${String(cause)}`,
      { cause },
    );
  }
}

/** Yields the keys under a prefix, in UTF-8 order, page by page. */
export async function* listKeys(bucket: string, prefix: string): AsyncGenerator<string> {
  for await (const { key } of listObjects(bucket, prefix)) {
    yield key;
  }
}

/** An object as a listing shows it: its size, and when it was written, ISO 8601. */
export type ListedObject = { key: string; bytes: number; modified: string };

/**
 * Yields the objects under a prefix, in UTF-8 order, page by page: those after a key, and before another, if
 * these are given.
 */
export async function* listObjects(
  bucket: string,
  prefix: string,
  { after, before }: { after?: string; before?: string } = {},
): AsyncGenerator<ListedObject> {
  const listing = { Bucket: bucket, Prefix: prefix, StartAfter: after };
  for await (const page of paginateListObjectsV2({ client: s3 }, listing)) {
    for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
      if (Key === undefined) {
        continue;
      }
      if (before !== undefined && Key >= before) {
        return;
      }
      yield { key: Key, bytes: Size, modified: (LastModified ?? new Date(0)).toISOString() };
    }
  }
}

/** Returns the keys under a prefix that are few enough to be held. */
export async function allKeys(bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of listKeys(bucket, prefix)) {
    keys.push(key);
  }
  return keys;
}

/**
 * Deletes objects; a missing key counts as deleted. Throws DeleteFailed if S3 refuses one, which it does with
 * a status of 200.
 */
export async function deleteObjects(bucket: string, keys: string[]): Promise<void> {
  for (let start = 0; start < keys.length; start += maxDeleteKeys) {
    const objects = keys.slice(start, start + maxDeleteKeys).map((Key) => ({ Key }));
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
    );
    if (Errors[0] !== undefined) {
      const { Key, Code, Message } = Errors[0];
      throw new FunctionError(
        "DeleteFailed",
        `S3 did not delete ${Errors.length} of ${objects.length} objects, the first s3://${bucket}/${Key}: ${Code} ${Message}`,
      );
    }
  }
}

/**
 * Returns whether the error means that the object does not exist. The answer to HEAD has no body that could
 * name the error, only a status.
 */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof NoSuchKey ||
    (error instanceof S3ServiceException &&
      error.name === "NotFound" &&
      error.$metadata.httpStatusCode === 404)
  );
}

/** Returns the ETag of an object; undefined if it does not exist. */
export async function findEtag(bucket: string, key: string): Promise<string | undefined> {
  try {
    return (await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ETag;
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Returns whether an object exists and has this many bytes. */
export async function hasSize(bucket: string, key: string, bytes: number): Promise<boolean> {
  try {
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return ContentLength === bytes;
  } catch (error) {
    if (isMissing(error)) {
      return false;
    }
    throw error;
  }
}
