import { rm } from "node:fs/promises";
import { CreateMultipartUploadCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DeclaredApp } from "../src/evaluate/declared-app.ts";
import { planStage } from "../src/stage/plan-stage.ts";
import { noService } from "../src/services/unserved.ts";
import { evaluateStage } from "./support/evaluated.ts";
import { layOutProgram } from "./support/program-folder.ts";
import { RunningStage } from "./support/running-stage.ts";

/** Each way in which a program can say it, with the components and classes that are installed. */
const program = `
  const key = new aws.kms.Key("ExportsKey", { deletionWindowInDays: 7 });
  new aws.kms.Key("CopiesKey", { multiRegion: true, isEnabled: false });
  new aws.kms.Alias("Named", { name: "alias/exports", targetKeyId: key.keyId });
  new aws.kms.Alias("Unnamed", { targetKeyId: key.arn });

  const byKey = new sst.aws.Bucket("ByKey", { cors: false });
  new aws.s3.Bucket("BySelf", {
    bucket: "by-self",
    serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } } },
  });
  const byAlgorithm = new aws.s3.Bucket("ByAlgorithm", { bucket: "by-algorithm" });
  new aws.s3.BucketServerSideEncryptionConfiguration("KeyRules", {
    bucket: byKey.name,
    rules: [{
      applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
      bucketKeyEnabled: true,
      blockedEncryptionTypes: ["SSE-C"],
    }],
  });
  new aws.s3.BucketServerSideEncryptionConfigurationV2("AlgorithmRules", {
    bucket: byAlgorithm.bucket,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
  });
  return { keyId: key.keyId, bucket: byKey.name };
`;

let folder: string;
let app: DeclaredApp;

beforeAll(async () => {
  folder = await layOutProgram(program);
  app = await evaluateStage("fixture", folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

it("gives a key an id and an ARN of AWS's form, an alias its ARN, and the program both", () => {
  const state = (name: string) => app.resources.find((each) => each.name === name)?.state ?? {};
  const { keyId, arn } = state("ExportsKey");
  expect(keyId).toMatch(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/);
  expect(arn).toBe(`arn:aws:kms:ap-northeast-1:111111111111:key/${String(keyId)}`);
  expect(state("CopiesKey")["keyId"]).toMatch(/^mrk-[\da-f]{32}$/);
  expect(state("Named")).toMatchObject({
    arn: "arn:aws:kms:ap-northeast-1:111111111111:alias/exports",
    targetKeyArn: arn,
  });
  expect(state("Unnamed")).toMatchObject({
    name: expect.stringMatching(/^alias\/Unnamed-[\da-f]{7}$/) as string,
    targetKeyArn: arn,
  });
  expect(app.outputs["keyId"]).toBe(keyId);
});

it("plans the keys with their aliases, and each bucket's default", () => {
  const { kms, storage } = planStage(app).services;
  const [exported, copies] = kms.keys;
  expect(exported).toMatchObject({
    id: app.outputs["keyId"],
    enabled: true,
    aliases: [expect.stringMatching(/^alias\/Unnamed-/) as string, "alias/exports"],
  });
  expect(copies).toMatchObject({ enabled: false, aliases: [] });
  expect(storage.defaultEncryption).toEqual([
    { bucket: app.outputs["bucket"], algorithm: "aws:kms", kmsKey: exported?.arn, bucketKeyEnabled: true },
    { bucket: "by-algorithm", algorithm: "aws:kms", bucketKeyEnabled: false },
    { bucket: "by-self", algorithm: "AES256", bucketKeyEnabled: false },
  ]);
});

it("has a service for each of them", () => {
  expect(planStage(app).unserved.filter(({ reason }) => reason === noService)).toEqual([]);
});

it("holds a stage's S3 to them, with the same key at another start", async () => {
  const running = await RunningStage.start({ root: folder, stage: "fixture" });
  try {
    const arn = `arn:aws:kms:ap-northeast-1:000000000000:key/${String(app.outputs["keyId"])}`;
    const target = { Bucket: running.output("bucket"), Key: "x" };
    expect(await running.s3.send(new PutObjectCommand({ ...target, Body: "x" }))).toMatchObject({
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: arn,
      BucketKeyEnabled: true,
    });
    const named = { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: "alias/exports" };
    const create = new CreateMultipartUploadCommand({ Bucket: "by-self", Key: "x", ...named });
    expect((await running.s3.send(create)).SSEKMSKeyId).toBe(arn);
  } finally {
    await running.stop();
  }
});
