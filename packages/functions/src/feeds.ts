import type { FeedList } from "@ashiato/core/api/feed-schemas";
import type { Delivery } from "@ashiato/core/feeds/delivery";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { findDelivery } from "./batch/find-deliveries.ts";
import { feedOf, shownFeed, shownFeeds } from "./feeds/shown-feed.ts";
import { shownDelivery, signedFile } from "./feeds/sign-delivery.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { sourceOf } from "./http/caller.ts";
import { countToday, limitUse } from "./http/limit-use.ts";
import { calendarDate, positiveInteger, refuseUnknown } from "./http/query.ts";
import { RequestError } from "./errors.ts";

type Event = APIGatewayProxyEventV2;

/** A link is a secret as long as it is valid. */
const notStored = { "cache-control": "no-store" };

/**
 * Serves what is read of feeds: `GET /v1/feeds`, `GET /v1/feeds/{feed}/{date}` and its `/file` to a client,
 * of its own feeds alone; `GET /v1/clients/{client}/feeds` and `…/{feed}` to administrators.
 */
export async function handler(event: Event): Promise<Answer> {
  const measures = event.routeKey === "GET /v1/feeds/{feed}/{date}/file" ? (["rows", "bytes"] as const) : [];
  return limitUse({ event, measures }, () => serve(event));
}

async function serve(event: Event): Promise<Answer> {
  const query = event.queryStringParameters ?? {};
  try {
    switch (event.routeKey) {
      case "GET /v1/feeds": {
        refuseUnknown(query, []);
        const client = sourceOf(event);
        const feeds = client === undefined ? [] : await shownFeeds(client);
        return answer(200, { feeds } satisfies FeedList, notStored);
      }
      case "GET /v1/clients/{client}/feeds": {
        refuseUnknown(query, []);
        const feeds = await shownFeeds(event.pathParameters?.["client"] ?? "");
        return answer(200, { feeds } satisfies FeedList, notStored);
      }
      case "GET /v1/clients/{client}/feeds/{feed}": {
        refuseUnknown(query, []);
        const { client = "", feed = "" } = event.pathParameters ?? {};
        return answer(200, await shownFeed(client, feed), notStored);
      }
      case "GET /v1/feeds/{feed}/{date}":
        refuseUnknown(query, ["version"]);
        return answer(200, await shownDelivery(event, await ownDelivery(event)), notStored);
      case "GET /v1/feeds/{feed}/{date}/file":
        refuseUnknown(query, ["version", "file"]);
        return await redirectToFile(event, await ownDelivery(event));
      default:
        throw new Error(`Not a route of feeds: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

/** Returns what the caller's feed in the path delivered. Throws RequestError NotFound. */
async function ownDelivery(event: Event): Promise<Delivery> {
  const { feed = "", date: text = "" } = event.pathParameters ?? {};
  const date = calendarDate("date", text);
  const version = positiveInteger(event.queryStringParameters ?? {}, "version");
  const client = sourceOf(event);
  const found = client === undefined ? undefined : await feedOf(client, feed);
  if (client === undefined || found === undefined) {
    throw new RequestError("NotFound", `There is no feed ${JSON.stringify(feed)}`);
  }
  const delivery = await findDelivery({ client, feed, date }, version);
  if (delivery === undefined) {
    const what = version === undefined ? "nothing" : `no version ${version}`;
    throw new RequestError("NotFound", `The feed ${JSON.stringify(feed)} has delivered ${what} of ${date}`);
  }
  return delivery;
}

/** Redirects to the file in the query, once the download is counted. */
async function redirectToFile(event: Event, delivery: Delivery): Promise<Answer> {
  const { feed, date, files, bucket } = delivery;
  const number = positiveInteger(event.queryStringParameters ?? {}, "file");
  if (files.length === 0) {
    throw new RequestError(
      "NotFound",
      `The feed ${JSON.stringify(feed)} has no rows of ${date}, and so no file`,
    );
  }
  if (number === undefined && files.length > 1) {
    throw new RequestError(
      "SeveralFiles",
      `The feed ${JSON.stringify(feed)} has ${files.length} files of ${date}: choose one with ?file=1 to ?file=${files.length}`,
    );
  }
  const file = files[(number ?? 1) - 1];
  if (file === undefined) {
    throw new RequestError(
      "NotFound",
      `The feed ${JSON.stringify(feed)} has ${files.length} ${files.length === 1 ? "file" : "files"} of ${date}, no file ${number ?? 1}`,
    );
  }
  if (bucket !== Resource.Downloads.name) {
    throw new RequestError(
      "NotFound",
      `The file is in a bucket of the client's own: s3://${bucket}/${file.key}`,
    );
  }
  const { url } = await signedFile(delivery, file);
  await countToday(event, { downloads: 1, rows: file.rows, bytes: file.bytes });
  return { statusCode: 302, headers: { location: url, ...notStored } };
}
