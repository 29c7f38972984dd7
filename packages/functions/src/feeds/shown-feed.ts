import type { ShownFeed } from "@ashiato/core/api/feed-schemas";
import type { Feed } from "@ashiato/core/clients/feed";
import { findClient } from "../aws/find-client.ts";
import { RequestError } from "../errors.ts";
import { lastDeliveries } from "../batch/find-deliveries.ts";

/** Returns the feeds of a client with what they delivered last. Throws RequestError NotFound. */
export async function shownFeeds(client: string): Promise<ShownFeed[]> {
  return Promise.all((await feedsOf(client)).map((feed) => withDeliveries(client, feed)));
}

/** Returns a feed of a client with what it delivered last. Throws RequestError NotFound. */
export async function shownFeed(client: string, id: string): Promise<ShownFeed> {
  const feed = (await feedsOf(client)).find((each) => each.id === id);
  if (feed === undefined) {
    throw new RequestError(
      "NotFound",
      `The client ${JSON.stringify(client)} has no feed ${JSON.stringify(id)}`,
    );
  }
  return withDeliveries(client, feed);
}

/** Returns a feed of a client; undefined if the client has no feed with this id. */
export async function feedOf(client: string, id: string): Promise<Feed | undefined> {
  return (await findClient(client))?.feeds.find((each) => each.id === id);
}

async function feedsOf(id: string): Promise<Feed[]> {
  const client = await findClient(id);
  if (client === undefined) {
    throw new RequestError("NotFound", `There is no client ${JSON.stringify(id)}`);
  }
  return client.feeds;
}

async function withDeliveries(client: string, feed: Feed): Promise<ShownFeed> {
  return { ...feed, deliveries: await lastDeliveries({ client, feed: feed.id }) };
}
