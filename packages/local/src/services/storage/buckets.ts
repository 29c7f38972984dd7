import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";
import type { ServedKind } from "../service.ts";

export type BucketPlan = {
  name: string;
  /** Absent on a bucket that never kept versions. */
  versioning?: "Enabled" | "Suspended";
};

/** A bucket, and the settings that the provider has as resources of their own. */
export const bucketKinds: Record<string, ServedKind> = {
  "aws:s3/bucket:Bucket": {
    nameField: "bucket",
    state: ({ inputs }) => {
      const bucket = String(inputs["bucket"]);
      return {
        id: bucket,
        state: { arn: `arn:aws:s3:::${bucket}`, bucketDomainName: `${bucket}.s3.amazonaws.com` },
      };
    },
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { unserved: "nothing is open to all" },
  "aws:s3/bucketNotification:BucketNotification": {},
  "aws:s3/bucketVersioning:BucketVersioning": {},
  // SST uploads a function's code with it.
  "aws:s3/bucketObjectv2:BucketObjectv2": { carrier: true },
};

const destinations = z
  .array(z.unknown())
  .max(0, "notifications are served by way of EventBridge alone (eventbridge: true)")
  .optional();

/** Returns the buckets whose notifications go to EventBridge. */
export function readEventBuckets(declared: DeclaredResources): string[] {
  const notification = z.looseObject({
    bucket: z.string(),
    eventbridge: z.boolean().default(false),
    lambdaFunctions: destinations,
    queues: destinations,
    topics: destinations,
  });
  return declared
    .ofType("aws:s3/bucketNotification:BucketNotification", notification)
    .flatMap(({ state }) => (state.eventbridge ? state.bucket : []));
}

export function readBuckets(declared: DeclaredResources): BucketPlan[] {
  const versioned = new Map(
    declared
      .ofType("aws:s3/bucketVersioning:BucketVersioning", versioning)
      .map(({ state }) => [state.bucket, state.versioningConfiguration.status]),
  );
  return declared
    .ofType("aws:s3/bucket:Bucket", z.looseObject({ bucket: z.string() }))
    .map(({ state: { bucket: name } }) => {
      const status = versioned.get(name) ?? "Disabled";
      return { name, ...(status !== "Disabled" && { versioning: status }) };
    });
}

const versioning = z.looseObject({
  bucket: z.string(),
  versioningConfiguration: z.looseObject({
    status: z.enum(["Enabled", "Suspended", "Disabled"]),
    mfaDelete: z.literal("Disabled", "deletion by a device's code is not served").optional(),
  }),
});
