import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openGate } from "../src/services/gate.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";

const region = "ap-northeast-1";
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const Bucket = "bucket";
const failed = { name: "PreconditionFailed", $metadata: { httpStatusCode: 412 } };

let directory: string;
let storage: StorageServer;
let s3: S3Client;
let Key = "";
let keys = 0;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-conditions-"));
  storage = await serveStorage({ directory, region, port: 0, gate: openGate, credentials });
  s3 = new S3Client({ region, credentials, endpoint: storage.url, forcePathStyle: true, maxAttempts: 1 });
  await s3.send(new CreateBucketCommand({ Bucket }));
});

beforeEach(() => {
  keys += 1;
  Key = `claims/dt=2026-11-21/${keys}.json`;
});

afterAll(async () => {
  s3.destroy();
  await storage.close();
  await rm(directory, { recursive: true, force: true });
});

async function put(Body: string, conditions: Partial<PutObjectCommandInput> = {}): Promise<string> {
  const { ETag = "" } = await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...conditions }));
  return ETag;
}

async function read(): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? "";
}

it("writes an object with If-None-Match only while the key is free, and again once the object is deleted", async () => {
  await put("first", { IfNoneMatch: "*" });
  await expect(put("second", { IfNoneMatch: "*" })).rejects.toMatchObject(failed);
  expect(await read()).toBe("first");
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await put("third", { IfNoneMatch: "*" });
  expect(await read()).toBe("third");
});

it("lets exactly one of many writers at the same moment write a new object", async () => {
  const writers = Array.from({ length: 20 }, (_, writer) => String(writer));
  const ends = await Promise.allSettled(writers.map((writer) => put(writer, { IfNoneMatch: "*" })));
  const written = writers.filter((_, index) => ends[index]?.status === "fulfilled");
  expect(written).toEqual([await read()]);
});

it("replaces an object only if it has the ETag that the writer read", async () => {
  await expect(put("none", { IfMatch: '"0"' })).rejects.toMatchObject({ name: "NoSuchKey" });
  const etag = await put("first");
  await put("second", { IfMatch: etag });
  await expect(put("third", { IfMatch: etag })).rejects.toMatchObject(failed);
  expect(await read()).toBe("second");
});

it("keeps the condition of a copy and of a multipart upload too", async () => {
  await put("first");
  await expect(
    s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${Key}`, IfNoneMatch: "*" })),
  ).rejects.toMatchObject(failed);
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const { ETag } = await s3.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "second" }),
  );
  const complete = { Bucket, Key, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } };
  await expect(
    s3.send(new CompleteMultipartUploadCommand({ ...complete, IfNoneMatch: "*" })),
  ).rejects.toMatchObject(failed);
  expect(await read()).toBe("first");
});

it("refuses a condition that S3 does not have for a write", async () => {
  await expect(put("first", { IfNoneMatch: '"0"' })).rejects.toMatchObject({ name: "NotImplemented" });
});
