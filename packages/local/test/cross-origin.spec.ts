import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
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
    { bucket: "open", rules: [{ ...rule, allowedHeaders: ["x-*"], allowedOrigins: ["https://*.example"] }] },
  ];
  storage = await serveStorage({ directory, region, port: 0, gate: openGate, credentials, crossOrigin });
  s3 = new S3Client({ region, credentials, endpoint: storage.url, forcePathStyle: true });
  for (const Bucket of ["downloads", "open", "closed"]) {
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
  const preflight = { origin, "access-control-request-method": method };
  expect((await fetch(await link(bucket), { method: "OPTIONS", headers: preflight })).status).toBe(403);
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
