import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { serveAwsJson } from "@ashiato/aws-json/serve-aws-json";
import { openWarehouse } from "@ashiato/redshift/service";
import {
  DescribeStatementCommand,
  type DescribeStatementCommandOutput,
  ExecuteStatementCommand,
  RedshiftDataClient,
} from "@aws-sdk/client-redshift-data";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openGate } from "../src/services/gate.ts";
import { localAccountId } from "../src/services/service.ts";
import { warehouseStorage } from "../src/services/redshift-data/warehouse-storage.ts";
import { serveStorage } from "../src/services/storage/serve-storage.ts";

// https://docs.aws.amazon.com/redshift/latest/dg/t_unloading_encrypted_files.html

const region = "ap-northeast-1";
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const roleArn = `arn:aws:iam::${localAccountId}:role/warehouse`;
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const keyArn = `arn:aws:kms:${region}:${localAccountId}:key/${keyId}`;
const workgroup = { name: "exports", arn: "arn:aws:redshift-serverless:::workgroup/1", database: "ashiato" };

const started = new AsyncDisposableStack();
let s3: S3Client;
let warehouse: RedshiftDataClient;
let unloads = 0;

beforeAll(async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "ashiato-unload-"));
  started.defer(() => rm(directory, { recursive: true, force: true }));
  const encryption = {
    keys: [{ id: keyId, arn: keyArn, enabled: true, aliases: ["alias/exports"] }],
    defaults: [{ bucket: "by-key", algorithm: "aws:kms" as const, kmsKey: keyArn, bucketKeyEnabled: false }],
  };
  const storage = await serveStorage({
    directory,
    region,
    port: 0,
    gate: openGate,
    credentials,
    encryption: () => encryption,
  });
  started.defer(() => storage.close());
  s3 = new S3Client({ region, credentials, endpoint: storage.url, forcePathStyle: true });
  for (const Bucket of ["plain", "by-key"]) {
    await s3.send(new CreateBucketCommand({ Bucket }));
  }
  const opened = await openWarehouse({
    region,
    accountId: localAccountId,
    workgroups: [workgroup],
    catalog: { databases: [] },
    externalSchemas: [],
    iamRoles: [roleArn],
    storage: warehouseStorage(s3, storage),
    clock: { now: Date.now },
    directory: path.join(directory, "warehouse"),
  });
  started.defer(() => opened.close());
  const service = await serveAwsJson({
    services: [opened.service],
    onFault: (fault) => {
      throw fault;
    },
  });
  started.defer(() => service.close());
  warehouse = new RedshiftDataClient({ region, credentials, endpoint: service.url, maxAttempts: 1 });
  started.defer(async () => {
    s3.destroy();
    warehouse.destroy();
  });
});

afterAll(() => started.disposeAsync());

async function unload(
  bucket: string,
  options: string,
  query = "SELECT 1 AS a",
): Promise<DescribeStatementCommandOutput & { key: string }> {
  unloads += 1;
  const prefix = `unload-${unloads}/`;
  const { Id } = await warehouse.send(
    new ExecuteStatementCommand({
      WorkgroupName: workgroup.name,
      Database: workgroup.database,
      Sql: `UNLOAD ('${query.replaceAll("'", "''")}') TO 's3://${bucket}/${prefix}' IAM_ROLE '${roleArn}' CSV PARALLEL OFF MANIFEST ${options}`,
    }),
  );
  const described = await warehouse.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
  return { ...described, key: `${prefix}000` };
}

it.each([
  ["plain", "", { ServerSideEncryption: "AES256" }],
  ["plain", "KMS_KEY_ID 'alias/exports' ENCRYPTED", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn }],
  [
    "plain",
    `ENCRYPTED GZIP EXTENSION 'x' KMS_KEY_ID '${keyId}'`,
    { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn },
  ],
  ["plain", "ENCRYPTED AUTO", { ServerSideEncryption: "AES256" }],
  ["by-key", "ENCRYPTED AUTO", { ServerSideEncryption: "aws:kms", SSEKMSKeyId: keyArn }],
  // S3's own keys are what UNLOAD asks for, whatever the bucket has as its default.
  ["by-key", "", { ServerSideEncryption: "AES256" }],
])("into the bucket %s with %j writes objects of %j", async (Bucket, options, encryption) => {
  const { Status, key } = await unload(Bucket, options);
  expect(Status).toBe("FINISHED");
  const file = options.includes("EXTENSION") ? `${key}.x` : key;
  for (const Key of [file, key.replace("000", "manifest")]) {
    const { ServerSideEncryption, SSEKMSKeyId } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect({ ServerSideEncryption, ...(SSEKMSKeyId !== undefined && { SSEKMSKeyId }) }).toEqual(encryption);
  }
});

it("writes a large file whole, in the same way, and leaves no upload behind", async () => {
  const [rows, columns] = [160, 60_000];
  const query = Array.from({ length: rows }, () => `SELECT REPEAT('x', ${columns}) AS a`).join(" UNION ALL ");
  const { Status, key: Key } = await unload("plain", "ENCRYPTED KMS_KEY_ID 'alias/exports'", query);
  expect(Status).toBe("FINISHED");
  const { Body, SSEKMSKeyId } = await s3.send(new GetObjectCommand({ Bucket: "plain", Key }));
  expect(await Body?.transformToString()).toBe(`${"x".repeat(columns)}\n`.repeat(rows));
  expect(SSEKMSKeyId).toBe(keyArn);
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: "plain" }));
  expect(Uploads).toEqual([]);
});

it("fails for a key that is not there, in the words of S3", async () => {
  const { Status, Error } = await unload("plain", "KMS_KEY_ID 'alias/none' ENCRYPTED");
  expect(Status).toBe("FAILED");
  expect(Error).toMatch(
    /^ERROR: S3ServiceException:.*alias\/none.*,Status 400,Error KMS\.NotFoundException$/u,
  );
});
