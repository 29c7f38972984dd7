import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { setAsideIn } from "../src/disk/set-aside.ts";
import { openGate } from "../src/services/gate.ts";
import { testCredentials } from "./support/test-credentials.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";

const region = "ap-northeast-1";
const Bucket = "lake";

let directory: string;
let storage: StorageServer;
let s3: S3Client;
let told: string[];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-torn-"));
  await open();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

afterEach(async () => {
  await close();
  await rm(directory, { recursive: true, force: true });
});

async function open(): Promise<void> {
  told = [];
  const setAside = setAsideIn({ directory, now: () => new Date(), say: (line) => told.push(line) });
  const options = { directory, region, port: 0, gate: openGate, credentials: testCredentials, setAside };
  storage = await serveStorage(options);
  s3 = new S3Client({
    region,
    endpoint: storage.url,
    credentials: testCredentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
}

async function close(): Promise<void> {
  s3.destroy();
  await storage.close();
}

function put(Key: string, Body: string | Buffer): Promise<unknown> {
  return s3.send(new PutObjectCommand({ Bucket, Key, Body, Metadata: { rows: "1" } }));
}

async function get(Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? "";
}

async function keys(): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  return Contents.map(({ Key = "" }) => Key);
}

/** The file of an object's record. */
function recordOf(key: string): string {
  return (storage.objectPath(Bucket, key) ?? "").replace(/\.[0-9a-f]+\.data$/, ".meta.json");
}

/** What lies in `set-aside/`, without the time. */
async function aside(): Promise<string[]> {
  const entries = await readdir(path.join(directory, "set-aside"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

it.for([
  ["is cut off", (text: string) => text.slice(0, 40)],
  ["is empty", () => ""],
  ["says something else", () => '{"key":"b"}'],
] as const)("starts, names the object and keeps its file when its record %s", async ([, tear]) => {
  await put("a", "aaa");
  await put("b/c", "bbb");
  const record = recordOf("b/c");
  await close();
  await writeFile(record, tear(await readFile(record, "utf8")));
  await open();
  expect(await keys()).toEqual(["a"]);
  expect(await get("a")).toBe("aaa");
  expect(told[0]).toMatch(/^Set aside s3\/buckets\/lake\/objects\/b\/c\.meta\.json in .*set-aside.*: .+/);
  expect(await aside()).toEqual(
    expect.arrayContaining(["c.meta.json", expect.stringMatching(/^c\..*\.data$/)]),
  );
  await put("b/c", "again");
  expect(await get("b/c")).toBe("again");
});

it("lists no object without all of its bytes", async () => {
  for (const key of ["gone", "short", "whole"]) {
    await put(key, "0123456789");
  }
  const [gone = "", short = ""] = ["gone", "short"].map((key) => storage.objectPath(Bucket, key));
  await close();
  await rm(gone);
  await truncate(short, 4);
  await open();
  expect(await keys()).toEqual(["whole"]);
  expect(told).toEqual([
    expect.stringContaining("s3://lake/gone has 10 bytes, and there are none"),
    expect.stringContaining("s3://lake/short has 10 bytes, and there are 4"),
  ]);
});

it("keeps the old object when the stage ended amid a write over it, and none amid a first write", async () => {
  await put("a", "old");
  const data = storage.objectPath(Bucket, "a") ?? "";
  await close();
  // The new bytes, whole or not, before the record names them; and the record that was being written.
  await writeFile(data.replace(/[0-9a-f]+\.data$/, "0123456789ab.data"), "ne");
  await writeFile(data.replace(/a\.[0-9a-f]+\.data$/, "new.0123456789ab.data"), "new");
  await writeFile(data.replace(/\.[0-9a-f]+\.data$/, ".meta.json.part"), '{"key":"a",');
  await open();
  expect(await keys()).toEqual(["a"]);
  expect(await get("a")).toBe("old");
  expect(await aside()).toEqual(["a.0123456789ab.data", "new.0123456789ab.data"]);
  expect(told).toEqual([
    expect.stringContaining("belongs to no object"),
    expect.stringContaining("belongs to no object"),
  ]);
});

it("keeps the objects of a bucket with a damaged record", async () => {
  await put("a", "aaa");
  await close();
  await truncate(path.join(directory, "s3/buckets/lake/.bucket.json"), 10);
  await open();
  expect(await get("a")).toBe("aaa");
  expect(told).toEqual([expect.stringContaining(".bucket.json")]);
});

it("reads what fauxqs wrote", async () => {
  await close();
  const objects = path.join(directory, "s3/buckets/old/objects/dt=1");
  await mkdir(objects, { recursive: true });
  const bucket = { name: "old", creationDate: "2026-11-21T00:00:00.000Z", type: "general-purpose" };
  await writeFile(path.join(objects, "../../.bucket.json"), JSON.stringify(bucket));
  await writeFile(path.join(objects, "a.data"), "aaa");
  const record = {
    key: "dt=1/a",
    contentType: "text/csv",
    contentLength: 3,
    etag: '"x"',
    lastModified: bucket.creationDate,
    metadata: {},
  };
  await writeFile(path.join(objects, "a.meta.json"), JSON.stringify(record));
  await open();
  expect(told).toEqual([]);
  const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: "old", Key: "dt=1/a" }));
  expect([await Body?.transformToString(), ContentType]).toEqual(["aaa", "text/csv"]);
  await s3.send(new PutObjectCommand({ Bucket: "old", Key: "dt=1/a", Body: "new" }));
  await close();
  await open();
  expect(told).toEqual([]);
  await s3.send(new DeleteObjectCommand({ Bucket: "old", Key: "dt=1/a" }));
  expect(await readdir(path.join(directory, "s3/buckets/old/objects"))).toEqual([]);
});

it("continues an upload after a restart, without the damaged parts", async () => {
  const Key = "large";
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const upload = { Bucket, Key, UploadId };
  const bodies = ["x".repeat(5 * 1024 * 1024), "end", "torn"];
  const parts = await Promise.all(
    bodies.map(async (Body, index) => {
      const PartNumber = index + 1;
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      return { PartNumber, ETag };
    }),
  );
  const other = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  await close();
  const folder = path.join(directory, "s3/_multipart");
  await truncate(path.join(folder, UploadId ?? "", "parts/3.meta.json"), 20);
  await truncate(path.join(folder, other.UploadId ?? "", ".upload.json"), 20);
  await open();
  expect(told).toHaveLength(2);
  const complete = (Parts: typeof parts) =>
    s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  await expect(complete(parts.slice(0, 1).concat(parts.slice(2)))).rejects.toMatchObject({
    name: "InvalidPart",
  });
  await complete(parts.slice(0, 2));
  expect(await get(Key)).toBe(bodies.slice(0, 2).join(""));
  await expect(complete(parts.slice(0, 1))).rejects.toMatchObject({ name: "NoSuchUpload" });
  expect(await readdir(folder)).toEqual([]);
});

it("keeps apart keys that would share a file, and refuses those that would leave the folder", async () => {
  const names = ["a//b", "a/b", "a.data/b", "a", "a.meta.json/x", "x".repeat(900), "a/%2e"];
  for (const name of names) {
    await put(name, name);
  }
  for (const name of ["a/.", "a/..", "../../out"]) {
    await expect(put(name, name), name).rejects.toMatchObject({ name: "InvalidURI" });
  }
  await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/a` }));
  await close();
  await open();
  expect(told).toEqual([]);
  expect((await keys()).toSorted()).toEqual([...names, "copy"].toSorted());
  expect(await get("a//b")).toBe("a//b");
  expect(await get("a/b")).toBe("a/b");
  expect(await get("copy")).toBe("a");
});
