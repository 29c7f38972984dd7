import type { Feed } from "@ashiato/core/clients/feed";
import { countFeedSql, unloadFeedSql } from "@ashiato/core/feeds/feed-sql";
import { feedUnloadPrefix } from "@ashiato/core/feed-keys";
import { Resource } from "sst";
import * as z from "zod";
import { findClient } from "./aws/find-client.ts";
import { findExportsOfDate } from "./batch/find-exports.ts";
import { parseInput } from "./batch/parse-input.ts";
import { FunctionError } from "./errors.ts";

const inputSchema = z.object({
  run: z.string(),
  client: z.string(),
  feed: z.string(),
  date: z.iso.date(),
  /** Names the attempt, which has a folder of its own. */
  making: z.string(),
});

/** A feed of a date, with the statements that make it, and the prefix in the lake to which they write. */
type PreparedFeed = {
  client: string;
  feed: string;
  definition: Feed;
  date: string;
  version: number;
  prefix: string;
  unloadSql: string;
  countSql: string;
};

/**
 * Returns the statements of a feed as it is now, of the current export of the date. Throws FeedUnavailable if
 * there is no such feed, its client is revoked, or the date has no export that the table of days shows.
 */
export async function handler(event: unknown): Promise<PreparedFeed> {
  const { run, client, feed, date, making } = parseInput(inputSchema, event);
  const definition = await findFeed(client, feed);
  const current = (await findExportsOfDate(Resource.Downloads.name, date))[0]?.document;
  if (current?.parquet === undefined) {
    throw new FunctionError(
      "FeedUnavailable",
      current === undefined
        ? `There is no export of ${date}`
        : `Version ${current.version} of ${date} was exported without Parquet, of which feeds are made: export the date again`,
    );
  }
  const { version } = current;
  const prefix = feedUnloadPrefix({ client, feed, date, version }, `${run}-${making}`);
  const { schema, daysTable, iamRoleArn } = Resource.Warehouse;
  const target = { date, schema, daysTable, iamRoleArn, prefix: `s3://${Resource.Lake.name}/${prefix}` };
  return {
    client,
    feed,
    definition,
    date,
    version,
    prefix,
    unloadSql: unloadFeedSql(definition, target),
    countSql: countFeedSql(definition, target),
  };
}

async function findFeed(id: string, feed: string): Promise<Feed> {
  const client = await findClient(id);
  const found = client?.feeds.find((each) => each.id === feed);
  if (client === undefined || found === undefined || client.status === "revoked") {
    throw new FunctionError(
      "FeedUnavailable",
      client?.status === "revoked"
        ? `The client ${JSON.stringify(id)} is revoked`
        : `The client ${JSON.stringify(id)} has no feed ${JSON.stringify(feed)}`,
    );
  }
  return found;
}
