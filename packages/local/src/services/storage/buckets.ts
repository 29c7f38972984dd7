import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";
import type { ServedKind } from "../service.ts";

export type BucketPlan = { name: string };

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
  "aws:s3/bucketVersioning:BucketVersioning": { unserved: "the local S3 keeps no old versions" },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": { unserved: "nothing expires" },
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
  return declared
    .ofType("aws:s3/bucket:Bucket", z.looseObject({ bucket: z.string() }))
    .map(({ state }) => ({ name: state.bucket }));
}
