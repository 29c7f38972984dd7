import type { PositionList, Track } from "@ashiato/core/api/position-schemas";
import { positionFeature, rfc3339 } from "@ashiato/core/live/position";
import { selectPositions } from "@ashiato/core/live/select-positions";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { RequestError } from "./errors.ts";
import { apiUrl } from "./http/api-url.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { limitUse } from "./http/limit-use.ts";
import { askForRefresh } from "./push/ask-for-refresh.ts";
import { latestPositions } from "./positions/latest-positions.ts";
import { positionsQuery, trackQuery } from "./positions/positions-query.ts";
import { readTrack, trackPlace } from "./positions/read-track.ts";

const geoJson = { "content-type": "application/geo+json" };
/** How long after its time an answer may still be shown while a newer one is fetched. */
const maxStaleSeconds = 3_600;

/** Serves `GET /v1/positions` and `GET /v1/positions/{device}`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  return limitUse({ event, measures: [] }, () => serve(event));
}

async function serve(event: APIGatewayProxyEventV2): Promise<Answer> {
  try {
    switch (event.routeKey) {
      case "GET /v1/positions":
        return await listPositions(event);
      case "GET /v1/positions/{device}":
        return await getTrack(event);
      default:
        throw new Error(`Not a route of positions: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

/**
 * Answers at once with what is stored and its age. If that is past its time, asks for a refresh, which the
 * next request finds (stale-while-revalidate: https://www.rfc-editor.org/rfc/rfc5861#section-3).
 */
async function listPositions(event: APIGatewayProxyEventV2): Promise<Answer> {
  const query = positionsQuery(event.queryStringParameters ?? {});
  const { positionsFreshSeconds } = Resource.Settings;
  const latest = await latestPositions(Resource.Lake.name);
  const ageSeconds = latest && Math.max(0, Math.floor((Date.now() - Date.parse(latest.mergedAt)) / 1_000));
  if (ageSeconds === undefined || ageSeconds >= positionsFreshSeconds) {
    await askForRefresh(latest?.etag ?? "");
  }
  const headers = {
    ...geoJson,
    "cache-control": `private, max-age=${positionsFreshSeconds}, stale-while-revalidate=${maxStaleSeconds}`,
    vary: "authorization",
    ...(latest && { etag: latest.etag, age: String(ageSeconds) }),
  };
  if (latest && event.headers["if-none-match"] === latest.etag) {
    return { statusCode: 304, headers };
  }
  const { positions, next } = selectPositions(latest?.positions ?? [], query);
  const list: PositionList = {
    type: "FeatureCollection",
    ...(latest && { mergedAt: latest.mergedAt }),
    features: positions.map(positionFeature),
    ...(next !== undefined && { next: nextUrl(event, { after: next }) }),
  };
  return answer(200, list, headers);
}

/** Throws RequestError NotFound for a device that has neither a fix in that time nor a position. */
async function getTrack(event: APIGatewayProxyEventV2): Promise<Answer> {
  const { Lake, Settings } = Resource;
  const query = trackQuery(event.pathParameters?.["device"] ?? "", event.queryStringParameters ?? {}, {
    now: event.requestContext.timeEpoch,
    maxHours: Settings.trackHours,
  });
  const fixes = await readTrack(Lake.name, query);
  if (fixes.length === 0 && query.after === undefined) {
    const latest = await latestPositions(Lake.name);
    if (!latest?.positions.some(({ deviceId }) => deviceId === query.device)) {
      throw new RequestError("NotFound", `There is no position of ${JSON.stringify(query.device)}`);
    }
  }
  const shown = fixes.slice(0, query.limit);
  const last = shown.at(-1);
  const track: Track = {
    type: "FeatureCollection",
    since: rfc3339(query.since.text),
    features: shown.map(positionFeature),
    ...(last &&
      fixes.length > shown.length && {
        next: nextUrl(event, { since: rfc3339(query.since.text), after: trackPlace(last) }),
      }),
  };
  return answer(200, track, { ...geoJson, "cache-control": "private, no-cache" });
}

function nextUrl(event: APIGatewayProxyEventV2, changed: Record<string, string>): string {
  const query = new URLSearchParams();
  for (const [name, value = ""] of Object.entries({ ...event.queryStringParameters, ...changed })) {
    query.set(name, value);
  }
  return `${apiUrl(event)}${event.rawPath}?${query.toString()}`;
}
