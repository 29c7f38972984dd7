import type { Feed } from "@ashiato/core/clients/feed";
import { feedManifestName } from "@ashiato/core/clients/feed-file-name";
import * as z from "zod";
import { findJson } from "../aws/objects.ts";
import { FunctionError } from "../errors.ts";
import type { Destination } from "./destination.ts";

const deliveredSchema = z.looseObject({ feed: z.string() });

/**
 * Throws FeedRefused if another feed of the client has delivered the same date and version to this place,
 * before it went to another prefix or was removed: its files would be overwritten, and be taken for its own.
 * Buckets of clients cannot be read, so there the files are the client's to keep apart.
 */
export async function refuseOthersPlace(
  { bucket, prefix, owner }: Destination,
  definition: Feed,
  { feed, date, version }: { feed: string; date: string; version: number },
): Promise<void> {
  if (owner !== undefined) {
    return;
  }
  const key = prefix + feedManifestName(definition, { date, version });
  const delivered = await findJson(bucket, key, deliveredSchema);
  if (delivered !== undefined && delivered.feed !== feed) {
    throw new FunctionError(
      "FeedRefused",
      `s3://${bucket}/${key} is of the feed ${delivered.feed}, which delivered to this prefix before: choose another prefix`,
    );
  }
}
