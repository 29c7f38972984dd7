import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGate } from "../src/services/gate.ts";
import { localAccountId } from "../src/services/service.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";
import { signedFetch } from "./support/signed-fetch.ts";

const region = "ap-northeast-1";
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const arnOf = (resource: string, of = region) => `arn:aws:kms:${of}:${localAccountId}:${resource}`;
const idOf = (digit: number) => `${digit}234abcd-12ab-34cd-56ef-1234567890ab`;
const exportsKey = arnOf(`key/${idOf(1)}`);
const otherKey = arnOf(`key/${idOf(2)}`);
const disabledKey = arnOf(`key/${idOf(3)}`);
const unknownKey = arnOf(`key/${idOf(9)}`);

const encryption = {
  keys: [
    { id: idOf(1), arn: exportsKey, enabled: true, aliases: ["alias/exports"] },
    { id: idOf(2), arn: otherKey, enabled: true, aliases: [] },
    { id: idOf(3), arn: disabledKey, enabled: false, aliases: [] },
  ],
  defaults: [
    { bucket: "by-key", algorithm: "aws:kms" as const, kmsKey: "alias/exports", bucketKeyEnabled: true },
    { bucket: "by-own-key", algorithm: "aws:kms" as const, bucketKeyEnabled: false },
    { bucket: "by-unknown-key", algorithm: "aws:kms" as const, kmsKey: unknownKey, bucketKeyEnabled: false },
  ],
};

let directory: string;
let storage: StorageServer;
let s3: S3Client;

async function open(): Promise<void> {
  storage = await serveStorage({
    directory,
    region,
    port: 0,
    gate: openGate,
    credentials,
    encryption: () => encryption,
  });
  s3 = new S3Client({ region, credentials, endpoint: storage.url, forcePathStyle: true, maxAttempts: 1 });
}

async function close(): Promise<void> {
  s3.destroy();
  await storage.close();
}

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-encryption-"));
  await open();
  for (const Bucket of ["plain", "by-key", "by-own-key", "by-unknown-key"]) {
    await s3.send(new CreateBucketCommand({ Bucket }));
  }
});

afterAll(async () => {
  await close();
  await rm(directory, { recursive: true, force: true });
});

type Told = Pick<HeadObjectCommandOutput, "ServerSideEncryption" | "SSEKMSKeyId" | "BucketKeyEnabled">;

/** What an answer says about encryption, in the order of S3's own page. */
function told({ ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled }: Told): unknown[] {
  return [ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled];
}

const s3Managed = ["AES256", undefined, undefined];
const byKey = (arn: string, bucketKey?: true) => ["aws:kms", arn, bucketKey];

async function put(Key: string, input: Partial<PutObjectCommandInput> = {}): Promise<unknown[]> {
  return told(await s3.send(new PutObjectCommand({ Bucket: "plain", Key, Body: "a,b\n", ...input })));
}

/** What HeadObject and GetObject tell, which have to agree, beside the metadata that is the client's own. */
async function read(Key: string, Bucket = "plain"): Promise<{ told: unknown[]; metadata: unknown }> {
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  const get = await s3.send(new GetObjectCommand({ Bucket, Key }));
  await get.Body?.transformToByteArray();
  expect(told(get)).toEqual(told(head));
  expect(get.Metadata).toEqual(head.Metadata);
  return { told: told(get), metadata: get.Metadata };
}

/** A request that the SDK has no command for, signed all the same. */
function request(address: string, init: RequestInit): Promise<Response> {
  return signedFetch(`${storage.url}/${address}`, init, { credentials, region, service: "s3" });
}

async function refusal(sent: Promise<unknown>): Promise<string> {
  const error: unknown = await sent.then(
    () => new Error("nothing was refused"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof S3ServiceException)) {
    throw error;
  }
  return `${error.$metadata.httpStatusCode} ${error.name}: ${error.message}`;
}

const kms = (SSEKMSKeyId: string) => ({ ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId });

describe("default encryption", () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
  it("is AES256 where neither the request nor the bucket says", async () => {
    expect(await put("bare", { Metadata: { rows: "1" } })).toEqual(s3Managed);
    expect(await read("bare")).toEqual({ told: s3Managed, metadata: { rows: "1" } });
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
  it("is the bucket's for a request that does not say, and its Bucket Key with it", async () => {
    expect(await put("bare", { Bucket: "by-key" })).toEqual(byKey(exportsKey, true));
    expect((await read("bare", "by-key")).told).toEqual(byKey(exportsKey, true));
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html
  it("is the account's own key where the bucket names none", async () => {
    const answer = await put("bare", { Bucket: "by-own-key" });
    expect(answer).toEqual(byKey(expect.stringMatching(/^arn:aws:kms:ap-northeast-1:0{12}:key\//) as string));
    expect(answer).toEqual(await put("asked", { ServerSideEncryption: "aws:kms" }));
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
  it("gives way to the request's own values", async () => {
    expect(await put("asked", { Bucket: "by-key", ServerSideEncryption: "AES256" })).toEqual(s3Managed);
    expect((await read("asked", "by-key")).told).toEqual(s3Managed);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html: "Amazon S3 doesn't validate
  // the KMS key ID"
  it("refuses objects, and not itself, where its key is unknown", async () => {
    expect(await refusal(put("bare", { Bucket: "by-unknown-key" }))).toBe(
      `400 KMS.NotFoundException: Key '${unknownKey}' does not exist`,
    );
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket: "by-unknown-key", Key: "bare" })))).toMatch(
      /^404 /,
    );
    expect(await put("asked", { Bucket: "by-unknown-key", ...kms(otherKey) })).toEqual(byKey(otherKey));
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
  it("holds for an object that a form uploads, which may not say otherwise here", async () => {
    const upload = async (fields: Record<string, string>) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) {
        form.append(name, value);
      }
      form.append("file", new Blob(['name="x-amz-server-side-encryption"']));
      return request("by-key", { method: "POST", body: form });
    };
    const answer = await upload({ key: "form" });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("x-amz-server-side-encryption-aws-kms-key-id")).toBe(exportsKey);
    expect((await read("form", "by-key")).told).toEqual(byKey(exportsKey, true));
    const refused = await upload({ key: "form", "x-amz-server-side-encryption": "AES256" });
    expect(refused.status).toBe(501);
    expect(await refused.text()).toContain("the form field x-amz-server-side-encryption<");
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
  it("is returned by GetBucketEncryption as it was declared, key included", async () => {
    const rules = async (Bucket: string) => {
      const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
      return answer.ServerSideEncryptionConfiguration?.Rules;
    };
    expect(await rules("by-key")).toEqual([
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: "alias/exports" },
        BucketKeyEnabled: true,
      },
    ]);
    expect(await rules("plain")).toEqual([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
    ]);
    expect(await refusal(rules("no-such-bucket"))).toMatch(/^404 NoSuchBucket/);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html, which the local S3 does not
  // serve
  it("is changed by the program alone", async () => {
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const } }];
    const change = { Bucket: "by-key", ServerSideEncryptionConfiguration: { Rules } };
    expect(await refusal(s3.send(new PutBucketEncryptionCommand(change)))).toMatch(
      /^501 NotImplemented: .*PutBucketEncryption/,
    );
    expect(await refusal(s3.send(new DeleteBucketEncryptionCommand({ Bucket: "by-key" })))).toMatch(
      /^501 NotImplemented: .*DeleteBucketEncryption/,
    );
    expect(await put("later", { Bucket: "by-key" })).toEqual(byKey(exportsKey, true));
  });
});

describe("a KMS key", () => {
  // https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
  it("may be an id, an ARN, an alias or an alias's ARN, and is returned as its ARN", async () => {
    for (const given of [idOf(1), exportsKey, "alias/exports", arnOf("alias/exports")]) {
      expect(await put("named", kms(given))).toEqual(byKey(exportsKey));
      expect((await read("named")).told).toEqual(byKey(exportsKey));
    }
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
  it("is the account's own where the request names none, whatever the bucket's default is", async () => {
    const [, own] = await put("asked", { ServerSideEncryption: "aws:kms" });
    expect(await put("asked", kms("alias/aws/s3"))).toEqual(byKey(String(own)));
    expect(await put("asked", { Bucket: "by-key", ServerSideEncryption: "aws:kms" })).toEqual(
      byKey(String(own), true),
    );
    expect(own).not.toBe(exportsKey);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  it("is refused where the program declares none such, or a disabled one", async () => {
    const missing = "400 KMS.NotFoundException: ";
    expect(await refusal(put("x", kms(unknownKey)))).toBe(`${missing}Key '${unknownKey}' does not exist`);
    expect(await refusal(put("x", kms(idOf(9))))).toBe(`${missing}Key '${unknownKey}' does not exist`);
    expect(await refusal(put("x", kms("exports")))).toBe(`${missing}Invalid keyId 'exports'`);
    expect(await refusal(put("x", kms("alias/other")))).toBe(
      `${missing}Alias ${arnOf("alias/other")} is not found.`,
    );
    expect(await refusal(put("x", kms(exportsKey.replace(region, "us-west-2"))))).toBe(
      `${missing}Invalid arn us-west-2`,
    );
    expect(await refusal(put("x", kms(exportsKey.replace(localAccountId, "111122223333"))))).toBe(
      `${missing}Key '${exportsKey.replace(localAccountId, "111122223333")}' does not exist`,
    );
    expect(await refusal(put("x", kms(disabledKey)))).toBe(
      `400 KMS.DisabledException: ${disabledKey} is disabled.`,
    );
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket: "plain", Key: "x" })))).toMatch(/^404 /);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/configuring-bucket-key-object.html
  it("is used with a Bucket Key if the request or, failing that, the bucket says so", async () => {
    expect(await put("x", { ...kms(otherKey), BucketKeyEnabled: true })).toEqual(byKey(otherKey, true));
    expect((await read("x")).told).toEqual(byKey(otherKey, true));
    expect(await put("x", { Bucket: "by-key", ...kms(otherKey) })).toEqual(byKey(otherKey, true));
    expect(await put("x", { Bucket: "by-key", ...kms(otherKey), BucketKeyEnabled: false })).toEqual(
      byKey(otherKey),
    );
    expect(await put("x", { Bucket: "by-key", BucketKeyEnabled: false })).toEqual(byKey(exportsKey));
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
  it("goes with aws:kms alone", async () => {
    const message =
      "400 InvalidArgument: Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms";
    expect(await refusal(put("x", { SSEKMSKeyId: exportsKey }))).toBe(message);
    expect(await refusal(put("x", { SSEKMSKeyId: exportsKey, ServerSideEncryption: "AES256" }))).toBe(
      message,
    );
  });
});

describe("CopyObject", () => {
  const copy = async (input: object) => {
    const target = { Bucket: "plain", Key: "copy", CopySource: "plain/source" };
    return told(await s3.send(new CopyObjectCommand({ ...target, ...input })));
  };

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
  it("encrypts as the request or the target's bucket says, not as the source is", async () => {
    await put("source", { ...kms(otherKey), Metadata: { rows: "7" }, ContentType: "text/csv" });
    expect(await copy({})).toEqual(s3Managed);
    expect(await read("copy")).toEqual({ told: s3Managed, metadata: { rows: "7" } });
    expect(await copy({ Bucket: "by-key" })).toEqual(byKey(exportsKey, true));
    expect((await read("copy", "by-key")).told).toEqual(byKey(exportsKey, true));
    expect(await copy(kms("alias/exports"))).toEqual(byKey(exportsKey));
    expect(await read("copy")).toEqual({ told: byKey(exportsKey), metadata: { rows: "7" } });
    const replaced = { MetadataDirective: "REPLACE", Metadata: { rows: "8" }, ...kms(otherKey) };
    expect(await copy(replaced)).toEqual(byKey(otherKey));
    expect(await read("copy")).toEqual({ told: byKey(otherKey), metadata: { rows: "8" } });
    expect((await read("source")).told).toEqual(byKey(otherKey));
  });

  it("makes no copy under a key that is unknown", async () => {
    await put("source");
    expect(await refusal(copy({ Key: "uncopied", ...kms(unknownKey) }))).toMatch(
      /^400 KMS.NotFoundException/,
    );
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket: "plain", Key: "uncopied" })))).toMatch(
      /^404 /,
    );
  });
});

describe("a multipart upload", () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html
  it("is encrypted as it was created, through a restart of the stage", async () => {
    const target = { Bucket: "by-key", Key: "parts" };
    const created = await s3.send(new CreateMultipartUploadCommand({ ...target, ...kms(otherKey) }));
    expect(told(created)).toEqual(byKey(otherKey, true));
    await close();
    await open();
    const upload = { ...target, UploadId: created.UploadId };
    const part = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: "a,b\n" }));
    expect(told(part)).toEqual(byKey(otherKey, true));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
    const completed = await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload }));
    expect(told(completed)).toEqual(byKey(otherKey, true));
    expect((await read("parts", "by-key")).told).toEqual(byKey(otherKey, true));
  });

  it("is not created under a key that is unknown", async () => {
    const create = new CreateMultipartUploadCommand({ Bucket: "plain", Key: "parts", ...kms(unknownKey) });
    expect(await refusal(s3.send(create))).toMatch(/^400 KMS.NotFoundException/);
  });

  it("of the SDK's own says it once for all parts", async () => {
    const params = { Bucket: "plain", Key: "managed", Body: Buffer.alloc(6 * 1024 * 1024), ...kms(otherKey) };
    expect(told(await new Upload({ client: s3, params }).done())).toEqual(byKey(otherKey));
    expect((await read("managed")).told).toEqual(byKey(otherKey));
  });
});

it("reports the same encryption of an object after a restart, and AES256 for an object older than the rules", async () => {
  await put("kept", { ...kms(otherKey), BucketKeyEnabled: true, Metadata: { rows: "1" } });
  await put("old", { ...kms(otherKey), Metadata: { rows: "2" } });
  await close();
  const file = (storage.objectPath("plain", "old") ?? "").replace(/\.[0-9a-f]+\.data$/, ".meta.json");
  const meta = JSON.parse(await readFile(file, "utf8")) as { metadata: object };
  await writeFile(file, JSON.stringify({ ...meta, metadata: { rows: "2" } }));
  await open();
  expect(await read("kept")).toEqual({ told: byKey(otherKey, true), metadata: { rows: "1" } });
  expect(await read("old")).toEqual({ told: s3Managed, metadata: { rows: "2" } });
});

it("distinguishes concurrent requests", async () => {
  const wanted = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? exportsKey : otherKey));
  const answers = await Promise.all(wanted.map((arn, index) => put(`at-once/${index}`, kms(arn))));
  expect(answers).toEqual(wanted.map((arn) => byKey(arn)));
  const kept = await Promise.all(wanted.map((_, index) => read(`at-once/${index}`)));
  expect(kept.map((each) => each.told)).toEqual(answers);
});

it("keeps the bytes on disk as received", async () => {
  await put("bytes", kms(otherKey));
  expect(await readFile(storage.objectPath("plain", "bytes") ?? "", "utf8")).toBe("a,b\n");
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
it("refuses an algorithm that S3 does not have, and names one that it does not serve", async () => {
  const refused = (name: string) => refusal(put("x", { ServerSideEncryption: name as "AES256" }));
  expect(await refused("aes256")).toBe(
    "400 InvalidArgument: The encryption method specified is not supported",
  );
  expect(await refused("aws:kms:dsse")).toBe(
    "501 NotImplemented: The local S3 does not serve x-amz-server-side-encryption: aws:kms:dsse",
  );
});

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
it("refuses customers' keys and encryption contexts by name", async () => {
  const SSECustomerKey = Buffer.alloc(32).toString("base64");
  const customer = { SSECustomerAlgorithm: "AES256", SSECustomerKey };
  const refused = /^501 NotImplemented: .*x-amz-server-side-encryption-customer-/;
  await put("source");
  expect(await refusal(put("x", customer))).toMatch(refused);
  expect(
    await refusal(s3.send(new GetObjectCommand({ Bucket: "plain", Key: "source", ...customer }))),
  ).toMatch(refused);
  const source = {
    CopySource: "plain/source",
    CopySourceSSECustomerAlgorithm: "AES256",
    CopySourceSSECustomerKey: SSECustomerKey,
  };
  expect(await refusal(s3.send(new CopyObjectCommand({ Bucket: "plain", Key: "x", ...source })))).toMatch(
    /^501 NotImplemented: .*x-amz-copy-source-server-side-encryption-customer-/,
  );
  expect(await refusal(put("x", { ...kms(otherKey), SSEKMSEncryptionContext: "e30=" }))).toMatch(
    /^501 NotImplemented: .*x-amz-server-side-encryption-context/,
  );
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
it("refuses encryption headers of a request that reads", async () => {
  await put("read");
  const headers = { "x-amz-server-side-encryption": "AES256" };
  const get = await request("plain/read", { headers });
  expect(get.status).toBe(400);
  expect(await get.text()).toContain("<Code>InvalidArgument</Code><Message>x-amz-server-side-encryption h");
  expect((await request("plain/read", { method: "HEAD", headers })).status).toBe(400);
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UpdateObjectEncryption.html
it("refuses UpdateObjectEncryption, and leaves the object as it is", async () => {
  await put("unchanged");
  const answer = await request("plain/unchanged?encryption", { method: "PUT", body: "<x/>" });
  expect(answer.status).toBe(501);
  expect(await answer.text()).toContain("UpdateObjectEncryption");
  expect(await readFile(storage.objectPath("plain", "unchanged") ?? "", "utf8")).toBe("a,b\n");
});

it("says nothing of encryption in answers about a bucket, nor in a refusal", async () => {
  await put("there", kms(otherKey));
  const headers = { "if-match": '"another"' };
  for (const address of ["plain", "plain?list-type=2", "plain/none", "plain/there"]) {
    const answer = await request(address, { headers });
    expect([...answer.headers.keys()].filter((name) => name.includes("encryption"))).toEqual([]);
  }
  expect(await refusal(put("x", { Bucket: "no-such-bucket", ...kms(unknownKey) }))).toMatch(
    /^404 NoSuchBucket/,
  );
});
