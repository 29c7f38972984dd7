import * as z from "zod";
import { feedSchema } from "../clients/feed.ts";

const count = z.int().nonnegative();
const { columns, format, compression } = feedSchema.shape;

/**
 * What a feed delivered of a version of a date's export. Written last, beside the files and for the API: a
 * delivery exists when this document does.
 */
export const deliverySchema = z.strictObject({
  client: z.string(),
  feed: z.string(),
  date: z.iso.date(),
  /** The version of the date's export. */
  version: z.int().positive(),
  run: z.string(),
  /** Data rows of all files; the header line of each is not counted. */
  rows: count,
  /** Rows of the version with the late rows that it had then, from which these were taken. */
  ofRows: count,
  bytes: count,
  columns,
  format,
  compression,
  createdAt: z.iso.datetime(),
  /** Where the files lie. */
  bucket: z.string(),
  prefix: z.string(),
  files: z.array(
    z.strictObject({
      key: z.string(),
      name: z.string(),
      rows: count,
      bytes: count,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

export type Delivery = z.infer<typeof deliverySchema>;

/**
 * A delivery as it is written beside its files, for the client: without the rows of the date, most of which
 * may be others'.
 */
export const deliveryManifestSchema = deliverySchema.omit({ ofRows: true });

export type DeliveryManifest = z.infer<typeof deliveryManifestSchema>;

const named = { client: z.string(), feed: z.string(), date: z.iso.date() };

/** What became of a feed in a run. Tagged: what a run could not deliver is said by `failed`. */
export const feedResultSchema = z.union([
  z.strictObject({
    result: z.literal("delivered"),
    ...named,
    version: z.int().positive(),
    rows: count,
    bytes: count,
    files: count,
  }),
  z.strictObject({ result: z.literal("superseded"), ...named, version: z.int().positive() }),
  z.strictObject({
    result: z.literal("failed"),
    /** Absent if it could not be found out which feeds are due. */
    client: named.client.optional(),
    feed: named.feed.optional(),
    date: named.date.optional(),
    error: z.string(),
    cause: z.string(),
  }),
]);

export type FeedResult = z.infer<typeof feedResultSchema>;

/** A feed to be made of a date, which its client's table item and the date's export say more of. */
export const dueFeedSchema = z.strictObject(named);

export type DueFeed = z.infer<typeof dueFeedSchema>;
