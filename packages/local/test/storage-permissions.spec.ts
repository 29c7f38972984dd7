import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { compilePolicy } from "@ashiato/iam/compiled-policy";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { Access } from "../src/services/access.ts";
import { openGate } from "../src/services/gate.ts";
import { serveStorage, type StorageServer } from "../src/services/storage/serve-storage.ts";

const region = "eu-west-1";
const accountId = "000000000000";
const operator = { accessKeyId: "local", secretAccessKey: "the stage's own" };
const roleArn = `arn:aws:iam::${accountId}:role/Clerk`;
const session = `arn:aws:sts::${accountId}:assumed-role/Clerk/monday`;
const queueArn = `arn:aws:sqs:${region}:${accountId}:reports`;
const key = {
  id: "1",
  arn: `arn:aws:kms:${region}:${accountId}:key/1`,
  enabled: true,
  aliases: ["alias/papers"],
};
const topicArn = `arn:aws:sns:${region}:${accountId}:news`;

let directory: string;
let access: Access;
let storage: StorageServer;
let own: S3Client;
let clerk: S3Client;
let clerkQueue: SQSClient;
let queueUrl: string;

/** Lets the clerk do what the statements allow, and nothing else. */
function allow(
  ...statements: { Action: string | string[]; Resource: string | string[]; Condition?: object }[]
) {
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  const trust = {
    Statement: [
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
    ],
  };
  access.declareRole({
    arn: roleArn,
    name: "Clerk",
    uniqueId: "AROACLERK",
    identity: compilePolicy("clerk", { Statement }, "identity"),
    trust: compilePolicy("trust", trust, "trust"),
  });
}

function credentials() {
  const assumption = { service: "lambda.amazonaws.com", sessionName: "monday", sourceArn: "arn" };
  return access.assumeRole(roleArn, assumption).credentials;
}

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-permissions-"));
  access = new Access({ credentials: operator, accountId });
  allow();
  storage = await serveStorage({
    directory,
    region,
    port: 0,
    gate: openGate,
    credentials: operator,
    access,
    encryption: () => ({ keys: [key], defaults: [] }),
  });
  const client = { region, endpoint: storage.url };
  own = new S3Client({ ...client, credentials: operator, forcePathStyle: true });
  clerk = new S3Client({ ...client, credentials: credentials(), forcePathStyle: true });
  clerkQueue = new SQSClient({ ...client, credentials: credentials() });
  await own.send(new CreateBucketCommand({ Bucket: "papers" }));
  const sqs = new SQSClient({ ...client, credentials: operator });
  ({ QueueUrl: queueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "reports" })));
  const sns = new SNSClient({ ...client, credentials: operator });
  await sns.send(new CreateTopicCommand({ Name: "news" }));
  sqs.destroy();
  sns.destroy();
});

beforeEach(async () => {
  allow();
  for (const Key of ["in/a", "in/b", "out/a"]) {
    await own.send(new PutObjectCommand({ Bucket: "papers", Key, Body: Key }));
  }
});

afterAll(async () => {
  own.destroy();
  clerk.destroy();
  clerkQueue.destroy();
  await storage.close();
  await rm(directory, { recursive: true, force: true });
});

const get = (Key: string) => clerk.send(new GetObjectCommand({ Bucket: "papers", Key }));
const denied = (action: string, resource: string) => ({
  name: "AccessDenied",
  message: `User: ${session} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  $metadata: { httpStatusCode: 403 },
});

it("reads what the role may read, and denies the rest in AWS's words", async () => {
  allow({ Action: "s3:GetObject", Resource: "arn:aws:s3:::papers/in/*" });
  expect(await (await get("in/a")).Body?.transformToString()).toBe("in/a");
  await expect(get("out/a")).rejects.toMatchObject(denied("s3:GetObject", "arn:aws:s3:::papers/out/a"));
  await expect(
    clerk.send(new PutObjectCommand({ Bucket: "papers", Key: "in/a", Body: "new" })),
  ).rejects.toMatchObject(denied("s3:PutObject", "arn:aws:s3:::papers/in/a"));
});

it("lists under the prefix that a condition names, and under no other", async () => {
  allow({
    Action: "s3:ListBucket",
    Resource: "arn:aws:s3:::papers",
    Condition: { StringLike: { "s3:prefix": "in/*" } },
  });
  const list = (Prefix?: string) => clerk.send(new ListObjectsV2Command({ Bucket: "papers", Prefix }));
  expect((await list("in/")).KeyCount).toBe(2);
  await expect(list("out/")).rejects.toMatchObject(denied("s3:ListBucket", "arn:aws:s3:::papers"));
  await expect(list()).rejects.toMatchObject(denied("s3:ListBucket", "arn:aws:s3:::papers"));
});

it("says that an object does not exist only to who may list the bucket", async () => {
  const read = { Action: "s3:GetObject", Resource: "arn:aws:s3:::papers/*" };
  allow(read);
  await expect(get("none")).rejects.toMatchObject(denied("s3:ListBucket", "arn:aws:s3:::papers"));
  await expect(clerk.send(new HeadObjectCommand({ Bucket: "papers", Key: "none" }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  allow(read, { Action: "s3:ListBucket", Resource: "arn:aws:s3:::papers" });
  await expect(get("none")).rejects.toMatchObject({ name: "NoSuchKey" });
});

it("copies if the source may be read and the target written", async () => {
  const copy = () =>
    clerk.send(new CopyObjectCommand({ Bucket: "papers", Key: "out/b", CopySource: "papers/in/a" }));
  allow({ Action: "s3:PutObject", Resource: "arn:aws:s3:::papers/out/*" });
  await expect(copy()).rejects.toMatchObject(denied("s3:GetObject", "arn:aws:s3:::papers/in/a"));
  allow(
    { Action: "s3:PutObject", Resource: "arn:aws:s3:::papers/out/*" },
    { Action: "s3:GetObject", Resource: "arn:aws:s3:::papers/in/*" },
  );
  await expect(copy()).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
});

it("asks for reading too where a write is conditional on what it replaces", async () => {
  const { ETag } = await own.send(new HeadObjectCommand({ Bucket: "papers", Key: "in/a" }));
  allow({ Action: "s3:PutObject", Resource: "arn:aws:s3:::papers/in/*" });
  await expect(
    clerk.send(new PutObjectCommand({ Bucket: "papers", Key: "in/a", Body: "new", IfMatch: ETag })),
  ).rejects.toMatchObject(denied("s3:GetObject", "arn:aws:s3:::papers/in/a"));
});

it("deletes the objects of a list that may be deleted, and names the others", async () => {
  allow({ Action: "s3:DeleteObject", Resource: "arn:aws:s3:::papers/in/*" });
  const Objects = ["in/a", "out/a"].map((Key) => ({ Key }));
  const answer = await clerk.send(new DeleteObjectsCommand({ Bucket: "papers", Delete: { Objects } }));
  expect(answer.Deleted).toEqual([{ Key: "in/a" }]);
  expect(answer.Errors).toMatchObject([{ Key: "out/a", Code: "AccessDenied" }]);
  const { Contents = [] } = await own.send(new ListObjectsV2Command({ Bucket: "papers", Prefix: "out/a" }));
  expect(Contents).toHaveLength(1);
});

it("lets a signed link do what its signer may do when it is used", async () => {
  allow({ Action: "s3:GetObject", Resource: "arn:aws:s3:::papers/in/*" });
  const link = (Key: string) => getSignedUrl(clerk, new GetObjectCommand({ Bucket: "papers", Key }));
  expect(await (await fetch(await link("in/a"))).text()).toBe("in/a");
  const refused = await fetch(await link("out/a"));
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain("<Code>AccessDenied</Code>");
  const signed = await link("in/a");
  allow();
  expect((await fetch(signed)).status).toBe(403);
});

it("lets the policy of a bucket allow and deny", async () => {
  const statement = { Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::papers/*" };
  const declare = (Effect: string) =>
    access.declareResourcePolicy("arn:aws:s3:::papers", {
      resource: compilePolicy("papers", { Statement: [{ ...statement, Effect }] }, "resource"),
      resourceRule: "may",
    });
  try {
    declare("Allow");
    expect(await (await get("out/a")).Body?.transformToString()).toBe("out/a");
    declare("Deny");
    allow({ Action: "s3:*", Resource: "*" });
    await expect(get("out/a")).rejects.toThrow("with an explicit deny in a resource-based policy");
  } finally {
    access.declareResourcePolicy("arn:aws:s3:::papers", { resource: [], resourceRule: "may" });
  }
});

it("uses a KMS key if its policy and the role's allow it", async () => {
  const declare = (...Statement: object[]) =>
    access.declareResourcePolicy(key.arn, {
      resource: compilePolicy("key", { Statement }, "resource"),
      resourceRule: "must",
    });
  const put = () =>
    clerk.send(
      new PutObjectCommand({
        Bucket: "papers",
        Key: "in/secret",
        Body: "secret",
        ServerSideEncryption: "aws:kms",
        SSEKMSKeyId: "alias/papers",
      }),
    );
  const objects = { Action: ["s3:PutObject", "s3:GetObject"], Resource: "arn:aws:s3:::papers/in/*" };
  declare({ Effect: "Allow", Principal: { AWS: accountId }, Action: "kms:*", Resource: "*" });
  allow(objects);
  await expect(put()).rejects.toMatchObject(denied("kms:GenerateDataKey", key.arn));
  allow(objects, { Action: "kms:GenerateDataKey", Resource: key.arn });
  await put();
  await expect(get("in/secret")).rejects.toMatchObject(denied("kms:Decrypt", key.arn));
  allow(objects, { Action: "kms:*", Resource: key.arn });
  expect(await (await get("in/secret")).Body?.transformToString()).toBe("secret");
  declare();
  await expect(get("in/secret")).rejects.toThrow("because no resource-based policy allows the kms:Decrypt");
});

it("holds SQS and SNS to the permissions of one message", async () => {
  const entries = [{ Id: "1", MessageBody: "a" }];
  const sendBatch = () =>
    clerkQueue.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
  await expect(sendBatch()).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: denied("sqs:SendMessage", queueArn).message,
  });
  allow({ Action: "sqs:SendMessage", Resource: queueArn });
  expect((await sendBatch()).Successful).toHaveLength(1);
  await expect(clerkQueue.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }))).rejects.toThrow(
    "is not authorized to perform: sqs:ReceiveMessage",
  );
  const sns = new SNSClient({ region, endpoint: storage.url, credentials: credentials() });
  const publish = () => sns.send(new PublishCommand({ TopicArn: topicArn, Message: "a" }));
  await expect(publish()).rejects.toMatchObject({
    name: "AuthorizationErrorException",
    message: denied("sns:Publish", topicArn).message,
  });
  allow({ Action: "sns:Publish", Resource: topicArn });
  await expect(publish()).resolves.toMatchObject({ MessageId: expect.any(String) as string });
  sns.destroy();
});

it("knows no session by its key without the token, nor by another's token", async () => {
  allow({ Action: "s3:*", Resource: "*" });
  const { sessionToken, ...key } = credentials();
  const as = async (given: object) => {
    const client = new S3Client({
      region,
      endpoint: storage.url,
      forcePathStyle: true,
      credentials: { ...key, ...given },
    });
    try {
      return await client.send(new ListObjectsV2Command({ Bucket: "papers" }));
    } finally {
      client.destroy();
    }
  };
  await expect(as({ sessionToken })).resolves.toMatchObject({ Name: "papers" });
  await expect(as({})).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
  await expect(as({ sessionToken: `${sessionToken}x` })).rejects.toMatchObject({ name: "InvalidToken" });
  await expect(as({ ...operator, sessionToken })).rejects.toMatchObject({ name: "InvalidToken" });
  const other = access.assumeRole(roleArn, {
    service: "lambda.amazonaws.com",
    sessionName: "tuesday",
    sourceArn: "arn",
  });
  await expect(as({ sessionToken: other.credentials.sessionToken })).rejects.toMatchObject({
    name: "InvalidToken",
  });
});
