import { z } from "zod";
import { LocalError } from "../../../local-error.ts";
import type { DeclaredResources } from "../../declared.ts";
import type { ServedKind } from "../../service.ts";

/** How S3 encrypts an object of a bucket when the request that writes it does not say. */
export type DefaultEncryptionPlan = {
  bucket: string;
  algorithm: "AES256" | "aws:kms";
  /** As declared: id, ARN, alias or ARN of an alias. Absent: the account's own `alias/aws/s3`. */
  kmsKey?: string;
  bucketKeyEnabled: boolean;
};

const byDefault = z
  .looseObject({
    sseAlgorithm: z.enum(["AES256", "aws:kms"], {
      error: ({ input }) => `the algorithm ${String(input)} is not served`,
    }),
    kmsMasterKeyId: z.string().optional(),
  })
  .refine(({ sseAlgorithm, kmsMasterKeyId }) => sseAlgorithm === "aws:kms" || !kmsMasterKeyId, {
    error: "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
    path: ["kmsMasterKeyId"],
  });

const rule = z.looseObject({
  applyServerSideEncryptionByDefault: byDefault.optional(),
  bucketKeyEnabled: z.boolean().default(false),
});

/** The provider had two names for the one kind, the second now deprecated. */
const configurationTypes = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
];

/** Every kind that says how a bucket encrypts, besides the bucket itself. */
export const encryptionKinds: Record<string, ServedKind> = Object.fromEntries(
  configurationTypes.map((type) => [type, {}]),
);

const configuration = z.looseObject({ bucket: z.string(), rules: z.array(rule).length(1) });

/** A bucket may still say it itself, in the provider's deprecated way. */
const bucket = z.looseObject({
  bucket: z.string(),
  serverSideEncryptionConfiguration: z.looseObject({ rule }).optional(),
});

/**
 * Returns the default encryption of each bucket that the program declares one for; any other bucket has S3's
 * own, AES256.
 *
 * Throws LocalError UNSUPPORTED for an algorithm that is not served, and for two configurations of one
 * bucket.
 */
export function readDefaultEncryption(declared: DeclaredResources): DefaultEncryptionPlan[] {
  const plans = [
    ...configurationTypes.flatMap((type) =>
      declared
        .ofType(type, configuration)
        .flatMap(({ state }) => state.rules.map((each) => plan(state.bucket, each))),
    ),
    ...declared
      .ofType("aws:s3/bucket:Bucket", bucket)
      .flatMap(({ state }) =>
        state.serverSideEncryptionConfiguration
          ? [plan(state.bucket, state.serverSideEncryptionConfiguration.rule)]
          : [],
      ),
  ];
  const twice = plans.find((each, index) => plans.findIndex((other) => other.bucket === each.bucket) < index);
  if (twice) {
    throw new LocalError(
      "UNSUPPORTED",
      `Bucket ${twice.bucket} has more than one server-side encryption configuration`,
    );
  }
  return plans;
}

function plan(
  bucketName: string,
  { applyServerSideEncryptionByDefault: given, bucketKeyEnabled }: z.infer<typeof rule>,
): DefaultEncryptionPlan {
  return {
    bucket: bucketName,
    algorithm: given?.sseAlgorithm ?? "AES256",
    ...(given?.kmsMasterKeyId && { kmsKey: given.kmsMasterKeyId }),
    bucketKeyEnabled,
  };
}
