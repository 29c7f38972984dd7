import { deviceIdPattern } from "@ashiato/core/device-id";
import type { Box, PositionsQuery } from "@ashiato/core/live/select-positions";
import { parseTimestamp, timestampText } from "@ashiato/core/timestamps";
import { RequestError } from "../errors.ts";
import { positiveInteger, type Query, refuseUnknown } from "../http/query.ts";

/** A feature has about 400 bytes, and Lambda answers with 6 MB at most. */
const maxPositions = 10_000;
const defaultPositions = 1_000;
const maxDevices = 100;
const hourMilliseconds = 3_600_000;
const defaultTrackHours = 6;

const wholeDeviceId = new RegExp(`^${deviceIdPattern}$`);

/**
 * Reads the query of `GET /v1/positions?device=&box=&since=&limit=&after=`. Throws RequestError
 * InvalidParameter.
 */
export function positionsQuery(query: Query): PositionsQuery {
  refuseUnknown(query, ["device", "box", "since", "limit", "after"]);
  return {
    devices: query["device"] === undefined ? undefined : devices(query["device"]),
    box: query["box"] === undefined ? undefined : box(query["box"]),
    since: query["since"] === undefined ? undefined : time("since", query["since"]).text,
    after: query["after"],
    limit: limitOf(query),
  };
}

/** Fixes of a device from a time on. */
export type TrackQuery = {
  device: string;
  since: { epochMilliseconds: number; text: string };
  /** Only fixes behind this place of the track. */
  after: string | undefined;
  limit: number;
};

/**
 * Reads the query of `GET /v1/positions/{device}?since=&limit=&after=`. Throws RequestError InvalidParameter,
 * also for a time further back than tracks are kept.
 */
export function trackQuery(
  device: string,
  query: Query,
  { now, maxHours }: { now: number; maxHours: number },
): TrackQuery {
  refuseUnknown(query, ["since", "limit", "after"]);
  if (!wholeDeviceId.test(device)) {
    throw invalid("device", "a device id", device);
  }
  const earliest = now - maxHours * hourMilliseconds;
  const defaultSince = now - Math.min(defaultTrackHours, maxHours) * hourMilliseconds;
  const since =
    query["since"] === undefined
      ? { epochMilliseconds: defaultSince, text: timestampText(defaultSince) }
      : time("since", query["since"]);
  if (since.epochMilliseconds < earliest) {
    throw new RequestError(
      "InvalidParameter",
      `since must not be before ${new Date(earliest).toISOString()}, ${maxHours} hours ago, got ${JSON.stringify(query["since"])}`,
    );
  }
  return { device, since, after: query["after"], limit: limitOf(query) };
}

function limitOf(query: Query): number {
  const limit = positiveInteger(query, "limit") ?? defaultPositions;
  if (limit > maxPositions) {
    throw new RequestError("InvalidParameter", `limit must be at most ${maxPositions}, got ${limit}`);
  }
  return limit;
}

function devices(text: string): string[] {
  const ids = text.split(",");
  const wrong = ids.find((id) => !wholeDeviceId.test(id));
  if (wrong !== undefined) {
    throw invalid("device", "device ids with commas between them", wrong);
  }
  if (ids.length > maxDevices) {
    throw new RequestError("InvalidParameter", `device takes at most ${maxDevices} ids, got ${ids.length}`);
  }
  return ids;
}

function box(text: string): Box {
  const numbers = text.split(",").map((part) => (/^-?\d+(?:\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = numbers;
  const isBox =
    numbers.length === 4 &&
    [west, east].every((longitude) => Math.abs(longitude) <= 180) &&
    [south, north].every((latitude) => Math.abs(latitude) <= 90) &&
    south <= north;
  if (!isBox) {
    throw invalid("box", "west,south,east,north in degrees, south not above north", text);
  }
  return { west, south, east, north };
}

function time(name: string, text: string): { epochMilliseconds: number; text: string } {
  const parsed = parseTimestamp(text);
  if (parsed === undefined) {
    throw invalid(name, "an RFC 3339 time with a zone, such as 2026-11-21T09:30:00+09:00", text);
  }
  return parsed;
}

function invalid(name: string, what: string, got: string): RequestError {
  return new RequestError("InvalidParameter", `${name} must be ${what}, got ${JSON.stringify(got)}`);
}
