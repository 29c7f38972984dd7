import { createHash, randomBytes } from "node:crypto";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import {
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testCredentials } from "./support/test-credentials.ts";

const Bucket = "lake";
const partBytes = 8 * 1024 * 1024;
const parts = 32;
const script = path.join(import.meta.dirname, "support/storage-process.ts");

let directory: string;
let server: ChildProcess;
let s3: S3Client;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-streamed-"));
  server = spawn(process.execPath, [script, directory], { stdio: ["ignore", "pipe", "inherit"] });
  if (!server.stdout) {
    throw new Error("the storage has no output");
  }
  const { value: endpoint } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
  s3 = new S3Client({
    endpoint: String(endpoint),
    region: "ap-northeast-1",
    credentials: testCredentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  await s3.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  s3.destroy();
  const gone = once(server, "exit");
  server.kill("SIGKILL");
  await gone;
  await rm(directory, { recursive: true, force: true });
});

/** Returns the memory of the storage's process. */
async function residentBytes(): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

async function uploadParts(Key: string, count: number) {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const Parts: CompletedPart[] = [];
  for (let PartNumber = 1; PartNumber <= count; PartNumber += 1) {
    const Body = Buffer.alloc(partBytes, PartNumber);
    const { ETag } = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  return new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
}

it("serves other requests while it puts a large object together", async () => {
  const complete = await uploadParts("large", parts);
  const order: string[] = [];
  const completing = s3.send(complete).then(() => order.push("completed"));
  for (let request = 1; request <= 5; request += 1) {
    await s3.send(new HeadBucketCommand({ Bucket }));
    order.push(`request ${request}`);
  }
  await completing;
  expect(order[0]).toBe("request 1");
  expect(order).toContain("completed");
});

it("sends a large object whole without having it in memory", async () => {
  const before = await residentBytes();
  const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket, Key: "large" }));
  expect(ContentLength).toBe(parts * partBytes);
  let bytes = 0;
  let wrong = 0;
  const memory: number[] = [];
  for await (const chunk of Body as AsyncIterable<Buffer>) {
    wrong += chunk[0] === Math.floor(bytes / partBytes) + 1 ? 0 : 1;
    bytes += chunk.length;
    if (bytes > (memory.length + 1) * partBytes) {
      memory.push(await residentBytes());
    }
  }
  expect([bytes, wrong]).toEqual([parts * partBytes, 0]);
  expect(memory.length).toBeGreaterThan(parts / 2);
  expect(Math.max(...memory) - before).toBeLessThan((parts * partBytes) / 2);
});

it("copies a large object and parts of it without having them in memory", async () => {
  const whole = createHash("md5");
  for (let part = 1; part <= parts; part += 1) {
    whole.update(Buffer.alloc(partBytes, part));
  }
  const CopySource = `${Bucket}/large`;
  const before = await residentBytes();
  const memory: number[] = [];
  const progress = { isCopied: false };
  const copying = s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource })).finally(() => {
    progress.isCopied = true;
  });
  while (!progress.isCopied) {
    memory.push(await residentBytes());
  }
  const copied = await copying;
  expect(copied.CopyObjectResult?.ETag).toBe(`"${whole.digest("hex")}"`);
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "joined" }));
  const Parts: CompletedPart[] = [];
  const part = { Bucket, Key: "joined", UploadId, CopySource };
  for (const range of [undefined, `bytes=${partBytes - 1}-${2 * partBytes}`]) {
    const PartNumber = Parts.length + 1;
    const { CopyPartResult } = await s3.send(
      new UploadPartCopyCommand({ ...part, PartNumber, ...(range && { CopySourceRange: range }) }),
    );
    Parts.push({ PartNumber, ETag: CopyPartResult?.ETag });
  }
  await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key: "joined", UploadId, MultipartUpload: { Parts } }),
  );
  expect(Math.max(...memory, await residentBytes()) - before).toBeLessThan((parts * partBytes) / 2);
  const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket, Key: "copy" }));
  expect(ContentLength).toBe(parts * partBytes);
  const Range = `bytes=${parts * partBytes - 1}-${parts * partBytes + 1}`;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "joined", Range }));
  expect([...((await Body?.transformToByteArray()) ?? [])]).toEqual([parts, 1, 2]);
});

it("serves other requests while it copies a large object", async () => {
  const order: string[] = [];
  const copying = s3
    .send(new CopyObjectCommand({ Bucket, Key: "again", CopySource: `${Bucket}/large` }))
    .then(() => order.push("copied"));
  await s3.send(new HeadBucketCommand({ Bucket }));
  order.push("request");
  await copying;
  expect(order).toEqual(["request", "copied"]);
});

it("keeps a copy when its source goes, and copies an object onto itself", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "source", Body: "abc" }));
  await s3.send(new CopyObjectCommand({ Bucket, Key: "target", CopySource: `${Bucket}/source` }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "source" }));
  await s3.send(
    new CopyObjectCommand({
      Bucket,
      Key: "target",
      CopySource: `${Bucket}/target`,
      MetadataDirective: "REPLACE",
      Metadata: { note: "kept" },
    }),
  );
  const { Body, Metadata } = await s3.send(new GetObjectCommand({ Bucket, Key: "target" }));
  expect([await Body?.transformToString(), Metadata]).toEqual(["abc", { note: "kept" }]);
  const missing = new CopyObjectCommand({ Bucket, Key: "target", CopySource: `${Bucket}/source` });
  await expect(s3.send(missing)).rejects.toMatchObject({ name: "NoSuchKey" });
});

it("sends ranges over the borders of parts", async () => {
  const border = 3 * partBytes;
  for (const [Range, expected] of [
    [`bytes=${border - 2}-${border + 1}`, [3, 3, 4, 4]],
    [`bytes=-2`, [parts, parts]],
    [`bytes=${parts * partBytes - 1}-`, [parts]],
    ["bytes=0-0", [1]],
  ] as const) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "large", Range }));
    expect([...((await Body?.transformToByteArray()) ?? [])]).toEqual(expected);
  }
  const beyond = new GetObjectCommand({ Bucket, Key: "large", Range: `bytes=${parts * partBytes}-` });
  await expect(s3.send(beyond)).rejects.toMatchObject({ name: "InvalidRange" });
});

it("answers a repeated completion request as it did before", async () => {
  const complete = await uploadParts("again", 2);
  const answers = await Promise.all([s3.send(complete), s3.send(complete)]);
  answers.push(await s3.send(complete));
  expect(new Set(answers.map(({ ETag }) => ETag)).size).toBe(1);
  await s3.send(new PutObjectCommand({ Bucket, Key: "again", Body: "another" }));
  await expect(s3.send(complete)).rejects.toMatchObject({ name: "NoSuchUpload" });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "again" }));
  expect(await Body?.transformToString()).toBe("another");
});

it("keeps the bytes of an object that is replaced while they are sent", async () => {
  const old = randomBytes(10 * 1024 * 1024);
  await s3.send(new PutObjectCommand({ Bucket, Key: "replaced", Body: old }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "replaced" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "replaced", Body: "new" }));
  expect(old.equals((await Body?.transformToByteArray()) ?? new Uint8Array())).toBe(true);
});
