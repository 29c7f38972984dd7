import type { LifecycleRule } from "@aws-sdk/client-s3";
import { z } from "zod";
import type { DeclaredResources } from "../../../declared.ts";
import type { ServedKind } from "../../../service.ts";

/** The rules by which a bucket's objects expire, as S3's API has them. */
export type LifecyclePlan = { bucket: string; rules: LifecycleRule[] };

const configurationType = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

/** The kind that says when objects expire. */
export const lifecycleKinds: Record<string, ServedKind> = { [configurationType]: {} };

const days = z.int().positive();
const tag = z.strictObject({ key: z.string(), value: z.string() });

/** Whatever a rule has besides is refused by its name. */
const rule = z.strictObject({
  id: z.string(),
  status: z.enum(["Enabled", "Disabled"]),
  prefix: z.undefined("the prefix of a rule stands in its filter").optional(),
  filter: z
    .strictObject({
      prefix: z.string().optional(),
      tag: tag.optional(),
      objectSizeGreaterThan: z.int().optional(),
      objectSizeLessThan: z.int().optional(),
    })
    .optional(),
  expiration: z
    .strictObject({
      days: days.optional(),
      date: z.iso.datetime().optional(),
      expiredObjectDeleteMarker: z.boolean().optional(),
    })
    .optional(),
  noncurrentVersionExpiration: z
    .strictObject({ noncurrentDays: days, newerNoncurrentVersions: z.int().positive().optional() })
    .optional(),
  abortIncompleteMultipartUpload: z.strictObject({ daysAfterInitiation: days }).optional(),
});

export function readLifecycles(declared: DeclaredResources): LifecyclePlan[] {
  return declared
    .ofType(configurationType, z.looseObject({ bucket: z.string(), rules: z.array(rule) }))
    .map(({ state: { bucket, rules } }) => ({ bucket, rules: rules.map(asAnswered) }));
}

function asAnswered({
  id,
  status,
  filter,
  expiration,
  noncurrentVersionExpiration: noncurrent,
  abortIncompleteMultipartUpload: abort,
}: z.infer<typeof rule>): LifecycleRule {
  return {
    ID: id,
    Status: status,
    Filter: {
      Prefix: filter?.prefix ?? (filter?.tag ? undefined : ""),
      Tag: filter?.tag && { Key: filter.tag.key, Value: filter.tag.value },
      ObjectSizeGreaterThan: filter?.objectSizeGreaterThan,
      ObjectSizeLessThan: filter?.objectSizeLessThan,
    },
    Expiration: expiration && {
      Days: expiration.days,
      Date: expiration.date === undefined ? undefined : new Date(expiration.date),
      ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
    },
    NoncurrentVersionExpiration: noncurrent && {
      NoncurrentDays: noncurrent.noncurrentDays,
      NewerNoncurrentVersions: noncurrent.newerNoncurrentVersions,
    },
    AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: abort.daysAfterInitiation },
  };
}
