import { z } from "zod";
import { readXml } from "../xml-body.ts";

/** A rule by which objects expire, as S3 applies it. */
export type ExpiryRule = {
  id: string;
  prefix: string;
  /** All of these an object must have. */
  tags: readonly { key: string; value: string }[];
  /** An object's size is greater, and less, than these. */
  minBytes: number;
  maxBytes: number;
  expiration?: { days?: number; date?: Date; isOfMarkers: boolean };
  noncurrent?: { days: number; newer: number };
  abortDays?: number;
};

const days = z.coerce.number().int().positive();
const bytes = z.coerce.number().int().nonnegative();
/** An element without text is read as empty text. */
const text = z.string();
const tag = z.strictObject({ Key: text, Value: text });
const listOf = <Shape extends z.ZodType>(one: Shape) =>
  z.union([z.array(one), one.transform((only) => [only])]);

const sizes = { ObjectSizeGreaterThan: bytes.optional(), ObjectSizeLessThan: bytes.optional() };
const filter = z.strictObject({
  Prefix: text.optional(),
  Tag: tag.optional(),
  ...sizes,
  And: z.strictObject({ Prefix: text.optional(), Tag: listOf(tag).optional(), ...sizes }).optional(),
});

/** What a rule has besides, such as transitions to other storage classes, is refused by its name. */
const rule = z.strictObject({
  ID: text.max(255).default(""),
  Status: z.enum(["Enabled", "Disabled"]),
  Prefix: text.optional(),
  Filter: z.union([filter, z.literal("").transform(() => ({}))]).optional(),
  Expiration: z
    .strictObject({
      Days: days.optional(),
      Date: z.iso.datetime().optional(),
      ExpiredObjectDeleteMarker: z.stringbool().optional(),
    })
    .optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: days, NewerNoncurrentVersions: days.optional() })
    .optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: days }).optional(),
});

const configuration = z.object({
  LifecycleConfiguration: z.object({ Rule: listOf(rule) }),
});

/** What S3 has and the local S3 does nothing about. */
const unserved = /<(Transition|NoncurrentVersionTransition)>/;

/** Returns the name of what a configuration has that the local S3 does not serve. */
export function unservedElement(xml: string): string | undefined {
  return unserved.exec(xml)?.[1];
}

/**
 * Returns the rules of a configuration that are enabled, or undefined if the text is none.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
 */
export function readLifecycleRules(xml: string): ExpiryRule[] | undefined {
  const parsed = configuration.safeParse(readXml(xml));
  return parsed.success
    ? parsed.data.LifecycleConfiguration.Rule.filter(({ Status }) => Status === "Enabled").map(asRule)
    : undefined;
}

function asRule(read: z.infer<typeof rule>): ExpiryRule {
  const { Expiration: expiration, NoncurrentVersionExpiration: noncurrent } = read;
  const { And: and, ...single }: z.infer<typeof filter> = read.Filter ?? {};
  const abort = read.AbortIncompleteMultipartUpload;
  const tags = and?.Tag ?? (single.Tag ? [single.Tag] : []);
  return {
    id: read.ID,
    prefix: read.Prefix ?? and?.Prefix ?? single.Prefix ?? "",
    tags: tags.map(({ Key, Value }) => ({ key: Key, value: Value })),
    minBytes: and?.ObjectSizeGreaterThan ?? single.ObjectSizeGreaterThan ?? -1,
    maxBytes: and?.ObjectSizeLessThan ?? single.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY,
    ...(expiration && {
      expiration: {
        ...(expiration.Days !== undefined && { days: expiration.Days }),
        ...(expiration.Date !== undefined && { date: new Date(expiration.Date) }),
        isOfMarkers: expiration.ExpiredObjectDeleteMarker ?? false,
      },
    }),
    ...(noncurrent && {
      noncurrent: { days: noncurrent.NoncurrentDays, newer: noncurrent.NewerNoncurrentVersions ?? 0 },
    }),
    ...(abort && { abortDays: abort.DaysAfterInitiation }),
  };
}
