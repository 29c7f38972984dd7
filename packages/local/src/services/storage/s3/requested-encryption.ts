import type { KmsKey } from "../../kms-key.ts";
import type { Account } from "../../../evaluate/resource-state.ts";
import type { DefaultEncryptionPlan } from "./default-encryption.ts";
import {
  algorithmHeader,
  bucketKeyHeader,
  type Encryption,
  kmsKeyHeader,
  s3ManagedEncryption,
} from "./encryption.ts";
import { findKmsKey, managedKeyAlias } from "./find-kms-key.ts";
import type { Refusal } from "../refusal.ts";

/** What the program declares: the keys that S3 may name, and what holds where a request says nothing. */
export type DeclaredEncryption = { keys: KmsKey[]; defaults: DefaultEncryptionPlan[] };

export type EncryptionRules = DeclaredEncryption & Account;

/** Names in lower case. */
type Headers = Record<string, string | string[] | undefined>;

type Outcome = { encryption: Encryption } | { refusal: Refusal };

/**
 * Returns how S3 encrypts an object that a request writes to the bucket: as its headers say, or else by the
 * bucket's default.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
 */
export function requestedEncryption(
  { bucket, headers }: { bucket: string; headers: Headers },
  rules: EncryptionRules,
): Outcome {
  const algorithm = one(headers[algorithmHeader]);
  const kmsKey = one(headers[kmsKeyHeader]);
  const byDefault = defaultEncryption(bucket, rules);
  const bucketKeyEnabled = readBucketKey(one(headers[bucketKeyHeader])) ?? byDefault.bucketKeyEnabled;

  if (algorithm === "aws:kms:dsse") {
    return refused(501, "NotImplemented", `The local S3 does not serve ${algorithmHeader}: ${algorithm}`);
  }
  if (algorithm !== undefined && algorithm !== "AES256" && algorithm !== "aws:kms") {
    return refused(400, "InvalidArgument", "The encryption method specified is not supported", {
      ArgumentName: algorithmHeader,
      ArgumentValue: algorithm,
    });
  }
  if (kmsKey !== undefined && algorithm !== "aws:kms") {
    return refused(
      400,
      "InvalidArgument",
      `Server Side Encryption with AWS KMS managed key requires HTTP header ${algorithmHeader} : aws:kms`,
      { ArgumentName: algorithmHeader, ArgumentValue: algorithm ?? "null" },
    );
  }
  if ((algorithm ?? byDefault.algorithm) === "AES256") {
    return { encryption: s3ManagedEncryption };
  }
  // A request for aws:kms that names no key means the account's own, not the bucket's.
  const wanted = (algorithm === undefined ? byDefault.kmsKey : kmsKey) ?? managedKeyAlias;
  const found = findKmsKey(wanted, rules.keys, rules);
  if ("refusal" in found) {
    return found;
  }
  return { encryption: { algorithm: "aws:kms", keyArn: found.key.arn, bucketKeyEnabled } };
}

/** Returns the encryption of a bucket's objects where a request names none. */
export function defaultEncryption(bucket: string, rules: EncryptionRules): DefaultEncryptionPlan {
  const declared = rules.defaults.find((each) => each.bucket === bucket);
  return declared ?? { bucket, algorithm: "AES256", bucketKeyEnabled: false };
}

function readBucketKey(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value.toLowerCase() === "true";
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(",") : value;
}

function refused(
  ...[statusCode, code, message, details]: [number, string, string, Record<string, string>?]
): Outcome {
  return { refusal: { statusCode, code, message, ...(details && { details }) } };
}
