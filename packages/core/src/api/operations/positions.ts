import type { AnswerHeader, Example, Operation, Parameter } from "../operation.ts";
import { badRequest, notFound } from "./common.ts";

const geoJson = "application/geo+json";

const written = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/Z$/, "000Z");

const hourMilliseconds = 3_600_000;
/** Within the last hours, of which tracks are kept: the examples' reports are a day old. */
const trackBegin: Example = (times) => written(Date.parse(times.time) + 20 * hourMilliseconds);

const feature = (recordedAt: number) => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: [139.767125, 35.681236] },
  properties: {
    deviceId: "phone-1",
    timestamp: written(recordedAt),
    accuracy: 8.5,
    altitude: 41.2,
    altitudeAccuracy: 3,
    speed: 1.2,
    heading: 90,
    battery: 0.72,
    charging: false,
    reportId: "5f3b8a52-8d0e-4c6b-9a51-2f6d0c3e7b14",
    receivedAt: written(recordedAt + 2_000),
  },
});

const since: Parameter = {
  description: "Only fixes of this time and later, RFC 3339 with a time zone",
  schema: { type: "string", format: "date-time" },
};
const limit: Parameter = {
  description: "Maximum number of positions in the answer; defaults to 1,000",
  schema: { type: "integer", minimum: 1, maximum: 10_000 },
};

const cacheHeaders: Record<string, AnswerHeader> = {
  etag: { description: "Changes when the stored positions do", schema: { type: "string" } },
  age: {
    description: "Seconds since drained reports were last merged; absent before the first time",
    schema: { type: "integer", minimum: 0 },
  },
  "cache-control": {
    description: "After `max-age` a refresh is on its way, and the next answer has it",
    schema: { type: "string" },
  },
};

export const positionOperations = {
  "GET /v1/positions": {
    id: "listPositions",
    tag: "Positions",
    summary: "Get the newest position of each device",
    description:
      "Returns what is stored at once, with its age. An answer that is past its time has the positions refreshed behind it; ask again for the refreshed ones. Device ids of several clients may be equal: `source` tells them apart.",
    query: {
      device: {
        description: "Only these devices: up to 100 ids with commas between them",
        schema: { type: "string" },
      },
      box: {
        description:
          "Only positions in an area: `west,south,east,north` in degrees. An area whose west is greater than its east crosses the antimeridian",
        schema: { type: "string" },
        example: () => "139,35,140,36",
      },
      since: { ...since, example: (times) => times.time },
      limit,
      after: { description: "The place of a page in the list; part of `next`", schema: { type: "string" } },
    },
    headers: {
      "if-none-match": {
        description: "The `etag` of an earlier answer: 304 if nothing has changed since",
        schema: { type: "string" },
      },
    },
    answers: {
      200: {
        description: "Positions, ordered by device id",
        headers: cacheHeaders,
        mediaType: geoJson,
        schema: "PositionList",
        example: (times) => ({
          type: "FeatureCollection",
          mergedAt: new Date(Date.parse(times.time) + 86_400_000).toISOString(),
          features: [feature(Date.parse(times.time))],
        }),
      },
      304: { description: "Nothing has changed since the answer with that `etag`", headers: cacheHeaders },
      400: badRequest('box must be west,south,east,north in degrees, south not above north, got "Tokyo"'),
    },
  },
  "GET /v1/positions/{device}": {
    id: "getTrack",
    tag: "Positions",
    summary: "Get the track of a device",
    description:
      "Returns the fixes of a device that were drained, each report once: of the last 6 hours, or from `since` on.",
    path: { device: { description: "Device id", schema: { type: "string" }, example: () => "phone-1" } },
    query: {
      since: { ...since, example: trackBegin },
      limit,
      after: { description: "The place of a page in the track; part of `next`", schema: { type: "string" } },
    },
    answers: {
      200: {
        description: "Fixes, oldest first",
        mediaType: geoJson,
        schema: "Track",
        example: (times) => ({
          type: "FeatureCollection",
          since: trackBegin(times),
          features: [feature(Date.parse(times.time) + 22 * hourMilliseconds)],
        }),
      },
      400: badRequest(
        'since must be an RFC 3339 time with a zone, such as 2026-11-21T09:30:00+09:00, got "noon"',
      ),
      404: notFound('There is no position of "none"'),
    },
  },
} satisfies Record<string, Operation>;
