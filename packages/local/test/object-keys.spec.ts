import { mkdtemp, readdir, rm } from "node:fs/promises";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGate } from "../src/services/gate.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const region = "ap-northeast-1";
const Bucket = "lake";

let root: string;
let storage: StorageServer;
let s3: S3Client;
const keys = ["a", "B", "_", "ａ", "𠀀", "é"].flatMap((letter) =>
  Array.from({ length: 200 }, (_, index) => `list/${letter}${index}`),
);

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "ashiato-keys-"));
  storage = await serveStorage({
    directory: path.join(root, "storage"),
    region,
    port: 0,
    gate: openGate,
    credentials,
  });
  s3 = new S3Client({ region, credentials, endpoint: storage.url, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of keys) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  }
  for (const Key of ["tree/a", "tree/b/1", "tree/b/2", "tree/C/1", "tree/d", "tree/e/1"]) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  }
}, 120_000);

afterAll(async () => {
  s3.destroy();
  await storage.close();
  await rm(root, { recursive: true });
});

/** By what S3 orders keys. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

it("lists every key of several pages once, in the order of their bytes", async () => {
  for (const pageSize of [1_000, 7]) {
    const listed: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2(
      { client: s3, pageSize },
      { Bucket, Prefix: "list/" },
    )) {
      listed.push(...Contents.map(({ Key = "" }) => Key));
    }
    expect(listed).toEqual(keys.toSorted(byBytes));
  }
}, 60_000);

it("lists by marker as by token", async () => {
  const listed: string[] = [];
  for (let Marker: string | undefined; ; Marker = listed.at(-1)) {
    const { Contents = [], IsTruncated } = await s3.send(
      new ListObjectsCommand({ Bucket, Prefix: "list/", MaxKeys: 500, Marker }),
    );
    listed.push(...Contents.map(({ Key = "" }) => Key));
    if (!IsTruncated) {
      break;
    }
  }
  expect(listed).toEqual(keys.toSorted(byBytes));
});

it("begins after a key that need not be there", async () => {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: "list/", StartAfter: "list/Z" }),
  );
  expect(Contents[0]?.Key).toBe("list/_0");
});

it.each([1, 2, 3, 4, 10])("gives each common prefix once in pages of %i", async (pageSize) => {
  const objects: string[] = [];
  const prefixes: string[] = [];
  for await (const page of paginateListObjectsV2(
    { client: s3, pageSize },
    { Bucket, Prefix: "tree/", Delimiter: "/" },
  )) {
    objects.push(...(page.Contents ?? []).map(({ Key = "" }) => Key));
    prefixes.push(...(page.CommonPrefixes ?? []).map(({ Prefix = "" }) => Prefix));
  }
  expect(objects).toEqual(["tree/a", "tree/d"]);
  expect(prefixes).toEqual(["tree/C/", "tree/b/", "tree/e/"]);
});

it("returns no keys if none are requested", async () => {
  const page = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
  expect({ keys: page.KeyCount, more: page.IsTruncated }).toEqual({ keys: 0, more: false });
});

const outside = ["../out", "a/../../../../../out", "..", ".", "a/./b", "/etc/out", "a/..", "\0", "a\0/../b"];

it.each(outside)("refuses the key %j in every action", async (Key) => {
  const commands = [
    () => s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" })),
    () => s3.send(new GetObjectCommand({ Bucket, Key })),
    () => s3.send(new DeleteObjectCommand({ Bucket, Key })),
    () => s3.send(new CreateMultipartUploadCommand({ Bucket, Key })),
    () => s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/tree/a` })),
    () =>
      s3.send(
        new CopyObjectCommand({ Bucket, Key: "b", CopySource: `${Bucket}/${encodeURIComponent(Key)}` }),
      ),
    () => s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "tree/a" }, { Key }] } })),
  ];
  for (const command of commands) {
    await expect(command()).rejects.toMatchObject({ name: "InvalidURI" });
  }
  expect(await readdir(root)).toEqual(["storage"]);
  expect(await readdir(path.join(root, "storage"))).toEqual(["s3", "sqs"]);
  expect((await s3.send(new GetObjectCommand({ Bucket, Key: "tree/a" }))).ContentLength).toBe(1);
});

it("refuses a key that leaves the folder in S3's words, percent-encoded too", async () => {
  const put = new PutObjectCommand({ Bucket, Key: "%2e%2e/%2e%2e/out", Body: "x" });
  const url = await getSignedUrl(s3, put);
  const codes: string[] = [];
  for (const dots of ["%252e%252e", "%2e%2e", "..", "%2E."]) {
    const { pathname, search, port } = new URL(url);
    const request = httpRequest({
      port,
      host: "127.0.0.1",
      method: "PUT",
      path: pathname.replaceAll("%252e%252e", dots) + search,
    });
    request.end("x");
    const [response] = (await once(request, "response")) as [IncomingMessage];
    const [, code = "taken"] = /<Code>(\w+)<\/Code>/.exec(await text(response)) ?? [];
    codes.push(code);
  }
  // The name as it was signed is a name like any other.
  expect(codes).toEqual(["taken", "SignatureDoesNotMatch", "SignatureDoesNotMatch", "SignatureDoesNotMatch"]);
  await expect(s3.send(new PutObjectCommand({ Bucket, Key: "a/../b", Body: "x" }))).rejects.toMatchObject({
    name: "InvalidURI",
    $metadata: { httpStatusCode: 400 },
  });
});

it("refuses a key that is too long, and one that leaves the folder under a condition too", async () => {
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
  await expect(put(`${"k/".repeat(512)}k`)).rejects.toMatchObject({ name: "KeyTooLongError" });
  const conditional = new PutObjectCommand({ Bucket, Key: "../out", Body: "x", IfNoneMatch: "*" });
  await expect(s3.send(conditional)).rejects.toMatchObject({ name: "InvalidURI" });
});
