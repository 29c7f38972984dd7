import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { compilePolicy } from "@ashiato/iam/compiled-policy";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Listener } from "../src/http/listen.ts";
import { serveAwsQuery } from "../src/http/serve-aws-query.ts";
import { Access } from "../src/services/access.ts";
import { openGate } from "../src/services/gate.ts";
import { stsApi } from "../src/services/iam/sts-api.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";

const region = "eu-west-1";
const accountId = "000000000000";
const operator = { accessKeyId: "local", secretAccessKey: "the stage's own" };
const hour = 3_600_000;

let directory: string;
let passed = 0;
let access: Access;
let storage: StorageServer;
let sts: Listener;

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-sessions-"));
  access = new Access({ credentials: operator, accountId, now: () => Date.now() + passed });
  declare("Clerk", { Service: "lambda.amazonaws.com" });
  declare("Auditor", { AWS: `arn:aws:iam::${accountId}:role/Clerk` });
  declare("Guest", { AWS: `arn:aws:iam::${accountId}:root` });
  storage = await serveStorage({ directory, region, port: 0, gate: openGate, credentials: operator, access });
  sts = await serveAwsQuery({
    services: [stsApi(access)],
    signingNames: ["sts"],
    rules: () => ({ findKey: access.findKey, region, now: Date.now() }),
    port: 0,
    onFault: (fault) => {
      throw fault;
    },
  });
  await s3(operator).send(new CreateBucketCommand({ Bucket: "papers" }));
  await s3(operator).send(new PutObjectCommand({ Bucket: "papers", Key: "a", Body: "a" }));
});

beforeEach(() => {
  passed = 0;
});

afterAll(async () => {
  await sts.close();
  await storage.close();
  await rm(directory, { recursive: true, force: true });
});

function declare(name: string, Principal: object): void {
  const Statement = [{ Effect: "Allow", Action: ["s3:*", "sqs:ListQueues"], Resource: "*" }];
  const trust = { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal }] };
  access.declareRole({
    arn: `arn:aws:iam::${accountId}:role/${name}`,
    name,
    uniqueId: `AROA${name.toUpperCase()}`,
    identity: compilePolicy(name, { Statement }, "identity"),
    trust: compilePolicy(`${name}/trust`, trust, "trust"),
  });
}

type Key = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

function s3({ accessKeyId, secretAccessKey, sessionToken }: Key): S3Client {
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  return new S3Client({ region, endpoint: storage.url, credentials, forcePathStyle: true });
}

function stsOf(credentials: Key): STSClient {
  return new STSClient({ region, endpoint: sts.url, credentials });
}

function clerk(durationSeconds?: number) {
  const { accessKeyId, secretAccessKey, sessionToken } = access.assumeRole(
    `arn:aws:iam::${accountId}:role/Clerk`,
    {
      service: "lambda.amazonaws.com",
      sessionName: "monday",
      sourceArn: "arn",
      ...(durationSeconds !== undefined && { durationSeconds }),
    },
  ).credentials;
  return { accessKeyId, secretAccessKey, sessionToken };
}

it("ends a session after an hour, in each service's words", async () => {
  const credentials = clerk();
  const list = () => s3(credentials).send(new ListObjectsV2Command({ Bucket: "papers" }));
  const sqs = new SQSClient({ region, endpoint: storage.url, credentials });
  passed = hour - 1_000;
  await expect(list()).resolves.toMatchObject({ KeyCount: 1 });
  passed = hour;
  await expect(list()).rejects.toMatchObject({
    name: "ExpiredToken",
    message: "The provided token has expired.",
  });
  await expect(sqs.send(new ListQueuesCommand({}))).rejects.toMatchObject({ name: "ExpiredToken" });
  await expect(stsOf(credentials).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: expect.stringMatching(/^ExpiredToken/),
  });
  await expect(
    s3(clerk(2 * 3_600)).send(new ListObjectsV2Command({ Bucket: "papers" })),
  ).resolves.toBeDefined();
});

it("ends a signed link with its signer's session", async () => {
  const link = await getSignedUrl(s3(clerk()), new GetObjectCommand({ Bucket: "papers", Key: "a" }), {
    expiresIn: 6 * 3_600,
  });
  expect((await fetch(link)).status).toBe(200);
  passed = hour;
  const late = await fetch(link);
  expect(late.status).toBe(400);
  expect(await late.text()).toContain("<Code>ExpiredToken</Code>");
});

it("lets a caller assume a role that trusts it, for as long as it asks", async () => {
  const { Credentials, AssumedRoleUser } = await stsOf(clerk()).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/Auditor`,
      RoleSessionName: "audit",
      DurationSeconds: 900,
    }),
  );
  const session = `arn:aws:sts::${accountId}:assumed-role/Auditor/audit`;
  expect(AssumedRoleUser).toEqual({ AssumedRoleId: "AROAAUDITOR:audit", Arn: session });
  const assumed = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 800_000);
  await expect(stsOf(assumed).send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
    Arn: session,
  });
  passed = 900_000;
  await expect(s3(assumed).send(new ListObjectsV2Command({ Bucket: "papers" }))).rejects.toMatchObject({
    name: "ExpiredToken",
  });
});

it.each([
  ["a role that trusts another", clerk, "Clerk", { name: "AccessDenied" }],
  ["a role that trusts the account, without a policy to assume it", clerk, "Guest", { name: "AccessDenied" }],
  ["a role that is not there", () => operator, "Nobody", { name: "AccessDenied" }],
])("refuses %s", async (_, caller, role, refusal) => {
  const RoleArn = `arn:aws:iam::${accountId}:role/${role}`;
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "other" });
  await expect(stsOf(caller()).send(command)).rejects.toMatchObject(refusal);
});

it("lets the operator assume a role that trusts the account", async () => {
  const RoleArn = `arn:aws:iam::${accountId}:role/Guest`;
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "other" });
  await expect(stsOf(operator).send(command)).resolves.toMatchObject({
    AssumedRoleUser: { Arn: expect.stringContaining("assumed-role/Guest/other") },
  });
});

it.each([
  ["a session longer than the role's maximum", { DurationSeconds: 7_200 }],
  ["a name that no session can have", { RoleSessionName: "a b" }],
])("refuses %s", async (_, given) => {
  const RoleArn = `arn:aws:iam::${accountId}:role/Guest`;
  const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: "other", ...given });
  await expect(stsOf(operator).send(command)).rejects.toMatchObject({
    name: expect.stringMatching(/^ValidationError/),
  });
});
