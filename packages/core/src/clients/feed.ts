import * as z from "zod";
import { clientIdPattern, isClientId } from "../client-id.ts";
import { deviceIdPattern } from "../device-id.ts";
import { columnsOfExport } from "../local-time.ts";
import { areaSchema } from "./feed-area.ts";
import { faultOfNamePattern } from "./feed-file-name.ts";

/** Feeds of a client. With as much as each may hold, the client still fits into an item of 400 KB. */
export const maxFeeds = 10;
const maxDevices = 200;
const maxSources = 100;

const columnNames = columnsOfExport(true).map(({ name }) => name);
const defaultColumns = columnsOfExport(false).map(({ name }) => name);

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** Folders of names that no URL escapes and no file system reads as a way up. */
const prefixPattern = /^(?:[A-Za-z0-9_=-][A-Za-z0-9_.=-]*\/)*$/;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

const filterSchema = z
  .strictObject({
    devices: z
      .array(z.string().regex(new RegExp(`^${deviceIdPattern}$`)))
      .min(1)
      .max(maxDevices)
      .optional()
      .describe("Devices, by their `device_id`"),
    sources: z
      .array(z.string().regex(new RegExp(`^${clientIdPattern}$`)))
      .min(1)
      .max(maxSources)
      .optional()
      .describe("Clients from whom the rows came; `stage` for rows without a source"),
    area: areaSchema.optional(),
  })
  .meta({ id: "FeedFilter", description: "Rows that fit all that is named" });

/** What an administrator says of a feed. */
export const feedDefinitionSchema = z
  .strictObject({
    columns: z
      .array(z.enum(columnNames))
      .min(1)
      .max(columnNames.length)
      .refine(unique, "must name each column once")
      .default(defaultColumns)
      .describe("Columns of the CSV, in the order in which the feed has them; all of them if absent"),
    filter: filterSchema.default({}),
    format: z.enum(["CSV", "PARQUET"]).default("CSV"),
    compression: z.enum(["none", "gzip"]).default("none").describe("Of a CSV; Parquet is packed in itself"),
    bucket: z
      .string()
      .regex(bucketPattern)
      .optional()
      .describe("A bucket that was opened to the stage; if absent, the client's place in the stage's own"),
    prefix: z
      .string()
      .max(200)
      .regex(prefixPattern, "must be folders, each with a slash at its end and no dot at its beginning")
      .optional()
      .describe("Where the files lie; `<feed>/` if absent. No two feeds share one"),
    name: z
      .string()
      .max(150)
      .superRefine((pattern, context) => {
        const fault = faultOfNamePattern(pattern);
        if (fault !== undefined) {
          context.addIssue({ code: "custom", message: fault });
        }
      })
      .default("locations_{date}_v{version}_{part}")
      .describe("Names of the files, without their ending, with {date}, {version} and {part}"),
    versions: z
      .enum(["each", "first"])
      .default("each")
      .describe("Whether a date is delivered with each version of its export, or once"),
  })
  .refine(({ format, compression }) => format === "CSV" || compression === "none", {
    path: ["compression"],
    message: "must be none for PARQUET, which is packed in itself",
  });

export const feedRequestSchema = feedDefinitionSchema.meta({
  id: "FeedRequest",
  description: "What a feed holds, and where to; what is absent has its default",
});

/** A feed as its client keeps it. */
export const feedSchema = feedDefinitionSchema
  .safeExtend({
    id: z.string().refine(isClientId),
    prefix: z.string(),
    createdAt: z.iso.datetime().describe("The feed has what is published from then on"),
    changedAt: z.iso.datetime(),
  })
  .meta({ id: "Feed", description: "An export of a client's own" });

export type FeedDefinition = z.infer<typeof feedDefinitionSchema>;
export type Feed = z.infer<typeof feedSchema>;

/**
 * Returns the feeds with one that is new, or that takes the place of the one of its id and keeps its
 * beginning.
 */
export function withFeed(
  feeds: readonly Feed[],
  { id, definition, at }: { id: string; definition: FeedDefinition; at: string },
): Feed[] {
  const before = feeds.find((feed) => feed.id === id);
  const { prefix = `${id}/` } = definition;
  const feed: Feed = { ...definition, id, prefix, createdAt: before?.createdAt ?? at, changedAt: at };
  return [...feeds.filter((each) => each !== before), feed].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Returns the feed with whose prefix another of the same feeds collides; undefined if none does. */
export function sharingPlace(feeds: readonly Feed[], feed: Feed): Feed | undefined {
  return feeds.find(
    (each) => each.id !== feed.id && each.bucket === feed.bucket && each.prefix === feed.prefix,
  );
}
