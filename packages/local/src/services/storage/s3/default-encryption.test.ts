import { expect, it } from "vitest";
import type { DeclaredResource } from "../../../evaluate/declared-app.ts";
import { readDefaultEncryption } from "./default-encryption.ts";

function rules(...each: object[]): DeclaredResource {
  const type = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
  const state = { bucket: "exports", rules: each };
  return { type, name: "Rules", inputs: state, state, id: "exports", custom: true };
}

const byDefault = (given: object) => ({ applyServerSideEncryptionByDefault: given });

it("is AES256 where a rule sets something else alone", () => {
  expect(readDefaultEncryption([rules({ bucketKeyEnabled: true })])).toEqual([
    { bucket: "exports", algorithm: "AES256", bucketKeyEnabled: true },
  ]);
});

it("stops at an algorithm that the local S3 does not serve", () => {
  expect(() => readDefaultEncryption([rules(byDefault({ sseAlgorithm: "aws:kms:dsse" }))])).toThrow(
    "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm: the algorithm aws:kms:dsse is not served",
  );
});

it("stops at what PutBucketEncryption would refuse: a key for AES256, none or several rules, two configurations", () => {
  const keyed = rules(byDefault({ sseAlgorithm: "AES256", kmsMasterKeyId: "alias/exports" }));
  expect(() => readDefaultEncryption([keyed])).toThrow("a KMSMasterKeyID is not applicable");
  const rule = byDefault({ sseAlgorithm: "AES256" });
  expect(() => readDefaultEncryption([rules()])).toThrow("rules:");
  expect(() => readDefaultEncryption([rules(rule, rule)])).toThrow("rules:");
  expect(() => readDefaultEncryption([rules(rule), rules(rule)])).toThrow(
    "Bucket exports has more than one server-side encryption configuration",
  );
});
