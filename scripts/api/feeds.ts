import { type ShownFeed, feedListSchema, shownFeedSchema } from "@ashiato/core/api/feed-schemas";
import { type Feed, feedSchema } from "@ashiato/core/clients/feed";
import { type ApiAccess, askApi } from "./ask-api.ts";

/** A client's feed. */
export type FeedOf = { client: string; feed: string };

/** Returns a client's feeds. Throws an Error with the API's own message, as all functions of this file do. */
export async function listFeeds(api: ApiAccess, client: string, signal: AbortSignal): Promise<ShownFeed[]> {
  const path = `/v1/clients/${encodeURIComponent(client)}/feeds`;
  return (await askApi(api, path, { schema: feedListSchema, signal })).feeds;
}

/** Returns a feed with what it delivered last. */
export function getFeed(api: ApiAccess, of: FeedOf, signal: AbortSignal): Promise<ShownFeed> {
  return askApi(api, pathOf(of), { schema: shownFeedSchema, signal });
}

/** Sets a feed as a whole, and returns it. */
export function setFeed(
  api: ApiAccess,
  { body, signal, ...of }: FeedOf & { body: object; signal: AbortSignal },
): Promise<Feed> {
  return askApi(api, pathOf(of), { method: "PUT", body, schema: feedSchema, signal });
}

/** Removes a feed, and returns it. */
export function removeFeed(api: ApiAccess, of: FeedOf, signal: AbortSignal): Promise<Feed> {
  return askApi(api, pathOf(of), { method: "DELETE", schema: feedSchema, signal });
}

function pathOf({ client, feed }: FeedOf): string {
  return `/v1/clients/${encodeURIComponent(client)}/feeds/${encodeURIComponent(feed)}`;
}
