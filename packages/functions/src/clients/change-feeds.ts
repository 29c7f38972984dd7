import { clientWithFeeds, feedsOfAllRows } from "@ashiato/core/clients/client";
import {
  type Feed,
  feedDefinitionSchema,
  maxFeeds,
  sharingPlace,
  withFeed,
} from "@ashiato/core/clients/feed";
import { readFeedBuckets } from "@ashiato/core/clients/feed-buckets";
import { isClientId } from "@ashiato/core/client-id";
import { localTimeColumn } from "@ashiato/core/local-time";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { RequestError } from "../errors.ts";
import { entryOf, timeOf } from "../http/audit-entry.ts";
import { readRequest } from "../http/read-request.ts";
import { save } from "./change-clients.ts";
import { clientOfPath } from "./shown-client.ts";

type Event = APIGatewayProxyEventV2;

/**
 * Sets the feed in the path as a whole, and returns it. Throws RequestError NotFound for no such client,
 * InvalidBody for what the stage cannot do, and Conflict for a place that is taken, too many feeds, or beside
 * another change.
 */
export async function setFeed(event: Event): Promise<Feed> {
  const client = await clientOfPath(event);
  const id = feedId(event);
  const definition = await readRequest(event, feedDefinitionSchema);
  const at = timeOf(event);
  const feeds = withFeed(client.feeds, { id, definition, at });
  const feed = feeds.find((each) => each.id === id);
  if (feed === undefined) {
    throw new Error(`withFeed lost ${id}`);
  }
  requirePossible(feed);
  if (feedsOfAllRows({ ...client, feeds: [feed] }).length > 0) {
    throw new RequestError(
      "InvalidBody",
      `filter must name devices or sources, got ${JSON.stringify(feed.filter)}: the client ${JSON.stringify(client.id)} may read its own rows alone, and a feed without them has those of all`,
    );
  }
  if (feeds.length > maxFeeds) {
    throw new RequestError(
      "Conflict",
      `The client ${JSON.stringify(client.id)} has ${maxFeeds} feeds, as many as it may`,
    );
  }
  const sharing = sharingPlace(feeds, feed);
  if (sharing !== undefined) {
    throw new RequestError(
      "Conflict",
      `The feed ${JSON.stringify(sharing.id)} of the client ${JSON.stringify(client.id)} has the prefix ${JSON.stringify(feed.prefix)} there already: a feed has one of its own`,
    );
  }
  const entry = entryOf(event, { action: "feed set", client: client.id, details: { ...feed } });
  const place = feed.bucket === undefined ? undefined : `${feed.bucket}/${feed.prefix}`;
  await save(clientWithFeeds(client, feeds, at), entry, place);
  return feed;
}

/** Removes the feed in the path, and returns it. Throws RequestError NotFound, or Conflict as above. */
export async function removeFeed(event: Event): Promise<Feed> {
  const client = await clientOfPath(event);
  const id = event.pathParameters?.["feed"] ?? "";
  const feed = client.feeds.find((each) => each.id === id);
  if (feed === undefined) {
    throw new RequestError(
      "NotFound",
      `The client ${JSON.stringify(client.id)} has no feed ${JSON.stringify(id)}`,
    );
  }
  const others = client.feeds.filter((each) => each !== feed);
  const entry = entryOf(event, { action: "feed removed", client: client.id, details: { feed: id } });
  await save(clientWithFeeds(client, others, timeOf(event)), entry);
  return feed;
}

function feedId(event: Event): string {
  const id = event.pathParameters?.["feed"] ?? "";
  if (!isClientId(id)) {
    throw new RequestError(
      "InvalidParameter",
      `feed must be lower-case letters, digits and single hyphens, at most 32, a letter first, got ${JSON.stringify(id)}`,
    );
  }
  return id;
}

/** Throws RequestError for a feed that the settings of the stage leave no way to make. */
function requirePossible({ bucket, columns }: Feed): void {
  const { parquet, localTime, feedBuckets } = Resource.Settings;
  if (!parquet) {
    throw new RequestError(
      "InvalidBody",
      "Feeds are made of the table of days, which a stage has whose setting parquet is on",
    );
  }
  if (columns.includes(localTimeColumn.name) && !localTime) {
    throw new RequestError(
      "InvalidBody",
      `The stage has no column ${localTimeColumn.name}, as its setting localTime is off`,
    );
  }
  if (bucket !== undefined && !readFeedBuckets(feedBuckets).some((each) => each.bucket === bucket)) {
    throw new RequestError(
      "InvalidBody",
      `The bucket ${JSON.stringify(bucket)} is not opened to this stage: deploy it with ASHIATO_FEED_BUCKETS naming the bucket and its account`,
    );
  }
}
