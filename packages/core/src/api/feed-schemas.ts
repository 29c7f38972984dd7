import * as z from "zod";
import { feedSchema } from "../clients/feed.ts";
import { deliverySchema } from "../feeds/delivery.ts";

const delivered = deliverySchema.shape;

export const shownFeedSchema = feedSchema
  .safeExtend({
    deliveries: z
      .array(z.strictObject({ date: delivered.date, version: delivered.version }))
      .describe("What was delivered last, the newest date first, each with its newest version; at most 31"),
  })
  .meta({ id: "ShownFeed", description: "A feed, with what it delivered last" });

export const feedListSchema = z
  .strictObject({ feeds: z.array(shownFeedSchema) })
  .meta({ id: "FeedList", description: "The feeds of a client, by id" });

const feedFileSchema = z
  .strictObject({
    name: z.string(),
    rows: z.int().nonnegative(),
    bytes: z.int().nonnegative(),
    sha256: z.string(),
    location: z.string().optional().describe("Where it lies, for a feed into a bucket of the client"),
    url: z
      .url()
      .optional()
      .describe("Signed link, valid until `expiresAt`, for a feed into the stage's own bucket"),
    expiresAt: z.iso.datetime().optional(),
  })
  .meta({ id: "FeedFile" });

export const shownDeliverySchema = z
  .strictObject({
    feed: delivered.feed,
    date: delivered.date.describe("Business date"),
    version: delivered.version.describe("Version of the date's export whose rows the feed has"),
    run: delivered.run.describe("The run that delivered it"),
    rows: delivered.rows.describe("Data rows of all files, without the header lines"),
    bytes: delivered.bytes,
    columns: delivered.columns.describe("Columns, in their order"),
    format: delivered.format,
    compression: delivered.compression,
    createdAt: delivered.createdAt,
    files: z
      .array(feedFileSchema)
      .describe("In the order of the rows; one with the columns alone if there are no rows"),
  })
  .meta({ id: "Delivery", description: "What a feed delivered of a business date" });

export type ShownFeed = z.infer<typeof shownFeedSchema>;
export type FeedList = z.infer<typeof feedListSchema>;
export type ShownDelivery = z.infer<typeof shownDeliverySchema>;
