import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGate } from "../src/services/gate.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const region = "ap-northeast-1";
const page = "http://127.0.0.1:4100";

let directory: string;
let storage: StorageServer;
let s3: S3Client;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-origins-"));
  const rule = { allowedHeaders: [], allowedMethods: ["GET"], exposeHeaders: ["Content-Disposition"] };
  const crossOrigin = () => [
    { bucket: "downloads", rules: [{ ...rule, allowedOrigins: [page], maxAgeSeconds: 3600 }] },
    {
      bucket: "inbox",
      rules: [
        {
          allowedHeaders: ["Content-Type", "If-None-Match"],
          allowedMethods: ["PUT"],
          allowedOrigins: [page],
          exposeHeaders: ["ETag"],
        },
      ],
    },
    {
      bucket: "parquet",
      rules: [
        {
          allowedHeaders: ["Range"],
          allowedMethods: ["GET", "HEAD"],
          allowedOrigins: [page],
          exposeHeaders: ["Content-Range", "Content-Length"],
        },
      ],
    },
    { bucket: "open", rules: [{ ...rule, allowedHeaders: ["x-*"], allowedOrigins: ["https://*.example"] }] },
  ];
  storage = await serveStorage({ directory, region, port: 0, gate: openGate, credentials, crossOrigin });
  s3 = new S3Client({ region, credentials, endpoint: storage.url, forcePathStyle: true });
  for (const Bucket of ["downloads", "open", "closed", "inbox", "parquet"]) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "day.csv", Body: "a\n" }));
  }
});

afterAll(async () => {
  s3.destroy();
  await storage.close();
  await rm(directory, { recursive: true });
});

const link = (Bucket: string) => getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "day.csv" }));

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html */
it("lets a page in the bucket's CORS rules read through a signed link, with the headers for the browser", async () => {
  const answer = await fetch(await link("downloads"), { headers: { origin: page } });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe("a\n");
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "access-control-allow-origin": page,
    "access-control-expose-headers": "Content-Disposition",
    vary: expect.stringContaining("Origin"),
  });
});

it.each([
  ["another page", "downloads", "http://127.0.0.1:4101", "GET"],
  ["a method that is not named", "downloads", page, "DELETE"],
  ["a bucket that names none", "closed", page, "GET"],
  ["a page that only ends alike", "open", "https://evil-example", "GET"],
])("refuses %s", async (_, bucket, origin, method) => {
  const answer = await fetch(await link(bucket), { method, headers: { origin } });
  expect(answer.status).toBe(403);
  expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  const asked = { origin, "access-control-request-method": method };
  expect((await fetch(await link(bucket), { method: "OPTIONS", headers: asked })).status).toBe(403);
});

it("asks the page for a signature all the same", async () => {
  const answer = await fetch(`${storage.url}/downloads/day.csv`, { headers: { origin: page } });
  expect(answer.status).toBe(403);
});

it("answers a preflight by the origin, the method and every header", async () => {
  const ask = async (requested: string) =>
    fetch(await link("open"), {
      method: "OPTIONS",
      headers: {
        origin: "https://a.example",
        "access-control-request-method": "GET",
        "access-control-request-headers": requested,
      },
    });
  const allowed = await ask("x-a, X-B");
  expect([allowed.status, allowed.headers.get("access-control-allow-headers")]).toEqual([200, "x-a, x-b"]);
  expect((await ask("x-a, authorization")).status).toBe(403);
});

function preflight(url: string, { method, headers }: { method: string; headers: string }): Promise<Response> {
  return fetch(url, {
    method: "OPTIONS",
    headers: {
      origin: page,
      "access-control-request-method": method,
      "access-control-request-headers": headers,
    },
  });
}

it("lets a page put a file by a signed link, with the headers that are named, and read its ETag", async () => {
  const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: "inbox", Key: "night.csv" }));
  const allowed = await preflight(url, { method: "PUT", headers: "content-type,if-none-match" });
  expect(allowed.status).toBe(200);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    "access-control-allow-origin": page,
    "access-control-allow-methods": "PUT",
    "access-control-allow-headers": "content-type, if-none-match",
  });
  expect((await preflight(url, { method: "PUT", headers: "x-amz-acl" })).status).toBe(403);
  expect((await preflight(url, { method: "GET", headers: "content-type" })).status).toBe(403);

  const answer = await fetch(url, { method: "PUT", headers: { origin: page }, body: "a\n" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-expose-headers")).toBe("ETag");
  expect(answer.headers.get("etag")).toMatch(/^"[0-9a-f]{32}"$/);
});

it("lets a page put a part of a file, and read its ETag", async () => {
  const file = { Bucket: "inbox", Key: "month.csv" };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(file));
  const url = await getSignedUrl(s3, new UploadPartCommand({ ...file, UploadId, PartNumber: 1 }));
  expect((await preflight(url, { method: "PUT", headers: "" })).status).toBe(200);
  const answer = await fetch(url, { method: "PUT", headers: { origin: page }, body: "a\n" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe(page);
  expect(answer.headers.get("access-control-expose-headers")).toBe("ETag");
  expect(answer.headers.get("etag")).toMatch(/^"[0-9a-f]{32}"$/);
});

it("lets a page read a range, and the size alone", async () => {
  const url = await link("parquet");
  expect((await preflight(url, { method: "GET", headers: "range" })).status).toBe(200);
  const range = await fetch(url, { headers: { origin: page, range: "bytes=1-1" } });
  expect([range.status, await range.text()]).toEqual([206, "\n"]);
  expect(range.headers.get("content-range")).toBe("bytes 1-1/2");
  expect(range.headers.get("access-control-expose-headers")).toContain("Content-Range");

  const sized = await getSignedUrl(s3, new HeadObjectCommand({ Bucket: "parquet", Key: "day.csv" }));
  const head = await fetch(sized, { method: "HEAD", headers: { origin: page } });
  expect([head.status, head.headers.get("content-length")]).toEqual([200, "2"]);
  expect(head.headers.get("access-control-allow-origin")).toBe(page);
});
