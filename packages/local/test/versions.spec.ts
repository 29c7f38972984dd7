import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { systemClock } from "@ashiato/states/clock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGate } from "../src/services/gate.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const region = "ap-northeast-1";
const Bucket = "kept";
const day = 86_400_000;

let root: string;
let storage: StorageServer;
let s3: S3Client;
let time = Date.parse("2026-01-15T10:30:00Z");
const setAside: string[] = [];

async function serve(): Promise<void> {
  storage = await serveStorage({
    directory: path.join(root, "storage"),
    region,
    port: 0,
    gate: openGate,
    credentials,
    clock: { ...systemClock, now: () => time },
    setAside: (files) => {
      setAside.push(...files);
    },
  });
  s3 = new S3Client({ region, credentials, endpoint: storage.url, forcePathStyle: true, maxAttempts: 1 });
}

async function restart(): Promise<void> {
  s3.destroy();
  await storage.close();
  await serve();
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "ashiato-versions-"));
  await serve();
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
});

afterAll(async () => {
  s3?.destroy();
  await storage?.close();
  await rm(root, { recursive: true });
});

async function put(Key: string, Body: string, bucket = Bucket): Promise<string | undefined> {
  return (await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))).VersionId;
}

async function read(Key: string, VersionId?: string, bucket = Bucket): Promise<string | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
  return Body?.transformToString();
}

async function remove(Key: string, VersionId?: string) {
  return s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
}

/** Returns what is listed below a prefix: ids, `D` before that of a delete marker, `*` after the latest. */
async function listed(Prefix: string, bucket = Bucket): Promise<string[]> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix }),
  );
  return [
    ...DeleteMarkers.map(({ VersionId, IsLatest }) => `D${VersionId}${IsLatest ? "*" : ""}`),
    ...Versions.map(({ VersionId, IsLatest }) => `${VersionId}${IsLatest ? "*" : ""}`),
  ];
}

describe("a bucket that keeps versions", () => {
  it("says so, as one that never did says nothing", async () => {
    expect(await s3.send(new GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: "Enabled" });
    await s3.send(new CreateBucketCommand({ Bucket: "plain" }));
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket: "plain" }))).Status).toBeUndefined();
    const answer = await s3.send(new PutObjectCommand({ Bucket: "plain", Key: "a", Body: "x" }));
    expect(answer.VersionId).toBeUndefined();
    expect(await listed("", "plain")).toEqual(["null*"]);
  });

  it("keeps what is overwritten, and answers each version by its id, after a restart too", async () => {
    const first = await put("over/a", "one");
    const second = await put("over/a", "second");
    expect(first).not.toBe(second);
    await restart();
    expect([await read("over/a"), await read("over/a", first), await read("over/a", second)]).toEqual([
      "second",
      "one",
      "second",
    ]);
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "over/a", VersionId: first }))).toMatchObject({
      ContentLength: 3,
      VersionId: first,
    });
    expect(await listed("over/")).toEqual([`${second}*`, first]);
    await expect(read("over/a", "nowhere")).rejects.toMatchObject({ name: "NoSuchVersion" });
  });

  it("puts a delete marker over what is deleted, which comes back when the marker is deleted", async () => {
    const id = await put("gone/a", "one");
    const { VersionId: marker, DeleteMarker } = await remove("gone/a");
    expect(DeleteMarker).toBe(true);
    await restart();
    await expect(read("gone/a")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(read("gone/a", marker)).rejects.toMatchObject({ name: "MethodNotAllowed" });
    expect(await read("gone/a", id)).toBe("one");
    expect(await listed("gone/")).toEqual([`D${marker}*`, id]);
    expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "gone/" }))).KeyCount).toBe(0);
    expect(await remove("gone/a", marker)).toMatchObject({ DeleteMarker: true, VersionId: marker });
    expect(await read("gone/a")).toBe("one");
    expect(await listed("gone/")).toEqual([`${id}*`]);
  });

  it("marks a key as deleted that it never had", async () => {
    const { VersionId } = await remove("never");
    expect(await listed("never")).toEqual([`D${VersionId}*`]);
  });

  it("removes one version for good, and the one before is current again", async () => {
    const first = await put("back/a", "one");
    const second = await put("back/a", "two");
    await remove("back/a", second);
    expect(await read("back/a")).toBe("one");
    await restart();
    expect(await listed("back/")).toEqual([`${first}*`]);
    await remove("back/a", first);
    expect(await listed("back/")).toEqual([]);
    await expect(read("back/a")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  it("has the old object after a kill amid an overwrite, and none after one amid a deletion", async () => {
    const objects = path.join(root, "storage/s3/buckets/kept/objects/killed");
    const before = path.join(root, "before");
    /** Has the files of objects be as they were before a change whose versions are written already. */
    const cutOff = async (change: () => Promise<unknown>) => {
      await cp(objects, before, { recursive: true });
      await change();
      s3.destroy();
      await storage.close();
      await rm(objects, { recursive: true, force: true });
      await rename(before, objects);
      await serve();
    };
    const first = await put("killed/a", "one");
    await cutOff(() => put("killed/a", "two"));
    expect(await read("killed/a")).toBe("one");
    expect(await listed("killed/")).toEqual([`${first}*`]);
    await cutOff(() => remove("killed/a"));
    await expect(read("killed/a")).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(await listed("killed/")).toEqual([expect.stringMatching(/^D.*\*$/), first]);
    expect(await read("killed/a", first)).toBe("one");
  });

  it("restores an old version by a copy of it", async () => {
    const first = await put("copy/a ü", "one");
    await put("copy/a ü", "two");
    const CopySource = `${Bucket}/${encodeURIComponent("copy/a ü")}?versionId=${first}`;
    const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: "copy/a ü", CopySource }));
    expect(copied.CopySourceVersionId).toBe(first);
    expect(await read("copy/a ü")).toBe("one");
    expect(await listed("copy/")).toHaveLength(3);
  });

  it("gives an upload in parts a version", async () => {
    const Key = "parts/a";
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    expect(await s3.send(new ListMultipartUploadsCommand({ Bucket }))).toMatchObject({
      Uploads: [{ Key, UploadId }],
    });
    const { ETag } = await s3.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: "part" }),
    );
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    const { VersionId } = await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }),
    );
    await put(Key, "over");
    expect(await read(Key, VersionId)).toBe("part");
  });

  it("deletes several versions at once, and says which markers it made", async () => {
    const first = await put("many/a", "one");
    await put("many/a", "two");
    const { Deleted } = await s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: "many/a", VersionId: first }, { Key: "many/a" }] },
      }),
    );
    expect(Deleted).toEqual([
      { Key: "many/a", VersionId: first },
      { Key: "many/a", DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) as string },
    ]);
  });

  it("lists all versions page by page, in the order of keys and newest first, while they are deleted", async () => {
    const made: string[] = [];
    for (const key of ["pages/a", "pages/b", "pages/c"]) {
      const ids = [await put(key, "1"), await put(key, "2"), await put(key, "3")];
      made.push(...ids.toReversed().map((id) => `${key} ${id}`));
    }
    const seen: string[] = [];
    let page: ListObjectVersionsCommandOutput | undefined;
    do {
      page = await s3.send(
        new ListObjectVersionsCommand({
          Bucket,
          Prefix: "pages/",
          MaxKeys: 2,
          KeyMarker: page?.NextKeyMarker,
          VersionIdMarker: page?.NextVersionIdMarker,
        }),
      );
      for (const { Key = "", VersionId } of page.Versions ?? []) {
        seen.push(`${Key} ${VersionId}`);
        await remove(Key, VersionId);
      }
    } while (page.IsTruncated);
    expect(seen).toEqual(made);
    const folders = await s3.send(new ListObjectVersionsCommand({ Bucket, Delimiter: "/" }));
    expect(folders.CommonPrefixes?.map(({ Prefix }) => Prefix)).toContain("over/");
  });

  it("makes null versions while it is suspended, one of a key at most", async () => {
    const bucket = "suspended";
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const status = (Status: "Enabled" | "Suspended") =>
      s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }));
    await put("a", "before", bucket);
    await status("Enabled");
    const id = await put("a", "kept", bucket);
    expect(await listed("a", bucket)).toEqual([`${id}*`, "null"]);
    await status("Suspended");
    expect(await put("a", "after", bucket)).toBe("null");
    expect(await listed("a", bucket)).toEqual(["null*", id]);
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: "a" }));
    await restart();
    expect(await listed("a", bucket)).toEqual(["Dnull*", id]);
    expect(await read("a", id, bucket)).toBe("kept");
    await expect(s3.send(new DeleteBucketCommand({ Bucket: bucket }))).rejects.toMatchObject({
      name: "BucketNotEmpty",
    });
  });
});

describe("lifecycle rules", () => {
  it("say when an object expires, and at that midnight a marker is over it, and later no version is left", async () => {
    await s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: [
            { ID: "short", Status: "Enabled", Filter: { Prefix: "short/" }, Expiration: { Days: 3 } },
            {
              ID: "old",
              Status: "Enabled",
              Filter: { Prefix: "" },
              Expiration: { ExpiredObjectDeleteMarker: true },
              NoncurrentVersionExpiration: { NoncurrentDays: 2 },
              AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            },
            {
              ID: "large",
              Status: "Enabled",
              Filter: { And: { Prefix: "sized/", ObjectSizeGreaterThan: 3 } },
              Expiration: { Days: 1 },
            },
          ],
        },
      }),
    );
    const answer = await s3.send(new PutObjectCommand({ Bucket, Key: "short/a", Body: "x" }));
    expect(answer.Expiration).toBe('expiry-date="Mon, 19 Jan 2026 00:00:00 GMT", rule-id="short"');
    await put("long/a", "x");
    await put("sized/a", "1234");
    await put("sized/b", "123");
    const upload = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "short/b" }));
    expect(upload).toMatchObject({ AbortRuleId: "old", AbortDate: new Date("2026-01-17T00:00:00Z") });

    time = Date.parse("2026-01-18T23:59:59Z");
    await storage.expireObjects(time);
    expect(await read("short/a")).toBe("x");
    await expect(read("sized/a")).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(await read("sized/b")).toBe("123");
    const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads).toBeUndefined();

    time += 1_000;
    await storage.expireObjects(time);
    await expect(read("short/a")).rejects.toMatchObject({ name: "NoSuchKey" });
    expect(await listed("short/a")).toEqual([expect.stringMatching(/^D/), answer.VersionId]);
    expect(await read("long/a")).toBe("x");

    time += 3 * day;
    await storage.expireObjects(time);
    expect(await listed("short/a")).toEqual([]);
    expect(await listed("never")).toEqual([]);
    expect(await listed("over/")).toHaveLength(1);
  });

  it("are refused by name where the local S3 would not keep them", async () => {
    const rules = (Rule: object) =>
      s3.send(
        new PutBucketLifecycleConfigurationCommand({
          Bucket,
          LifecycleConfiguration: { Rules: [{ Status: "Enabled", Filter: { Prefix: "" }, ...Rule }] },
        }),
      );
    await expect(rules({ Transitions: [{ Days: 1, StorageClass: "GLACIER" }] })).rejects.toMatchObject({
      name: "NotImplemented",
      message: "The local S3 has one storage class, and does not serve Transition",
    });
    await expect(rules({ Expiration: { Days: 0 } })).rejects.toMatchObject({ name: "MalformedXML" });
  });
});

it("refuses by name what it would take for something else, and leaves the object as it is", async () => {
  await put("tagged", "x");
  const Tagging = { TagSet: [{ Key: "k", Value: "v" }] };
  await expect(
    s3.send(new PutObjectTaggingCommand({ Bucket, Key: "tagged", Tagging })),
  ).rejects.toMatchObject({
    name: "NotImplemented",
    message: "The local S3 does not serve tagging of an object",
  });
  await expect(
    s3.send(new PutObjectCommand({ Bucket, Key: "tagged", Body: "y", Tagging: "k=v" })),
  ).rejects.toMatchObject({ name: "NotImplemented" });
  expect(await read("tagged")).toBe("x");
  await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
    name: "NotImplemented",
    message: "The local S3 does not serve policy of a bucket",
  });
  expect(await s3.send(new GetBucketLocationCommand({ Bucket }))).toMatchObject({
    LocationConstraint: region,
  });
});

it("has nothing to set aside after all of that", () => {
  expect(setAside).toEqual([]);
});
