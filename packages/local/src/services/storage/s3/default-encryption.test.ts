import { expect, it } from "vitest";
import type { DeclaredResource } from "../../../evaluate/declared-app.ts";
import { DeclaredResources } from "../../declared.ts";
import { readDefaultEncryption } from "./default-encryption.ts";

function rules(...each: object[]): DeclaredResource {
  const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
  const state = { bucket: "exports", rules: each };
  return { type, name: "Rules", inputs: state, state, id: "exports", custom: true };
}

const read = (...resources: DeclaredResource[]) => readDefaultEncryption(new DeclaredResources(resources));
const byDefault = (given: object) => ({ applyServerSideEncryptionByDefault: given });

it("is AES256 where a rule sets something else alone", () => {
  expect(read(rules({ bucketKeyEnabled: true }))).toEqual([
    { bucket: "exports", algorithm: "AES256", bucketKeyEnabled: true },
  ]);
});

it("stops at an algorithm that the local S3 does not serve", () => {
  expect(() => read(rules(byDefault({ sseAlgorithm: "aws:kms:dsse" })))).toThrow(
    "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm: the algorithm aws:kms:dsse is not served",
  );
});

it("stops at what PutBucketEncryption would refuse: a key for AES256, none or several rules, two configurations", () => {
  const keyed = rules(byDefault({ sseAlgorithm: "AES256", kmsMasterKeyId: "alias/exports" }));
  expect(() => read(keyed)).toThrow("a KMSMasterKeyID is not applicable");
  const rule = byDefault({ sseAlgorithm: "AES256" });
  expect(() => read(rules())).toThrow("rules:");
  expect(() => read(rules(rule, rule))).toThrow("rules:");
  expect(() => read(rules(rule), rules(rule))).toThrow(
    "Bucket exports has more than one server-side encryption configuration",
  );
});
