import type { Answer, Example, Operation, Parameter } from "../operation.ts";
import { badRequest, notFound, problem, tooLarge, unsupportedMediaType } from "./common.ts";

const sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

const client: Parameter = {
  description: "Id of the client",
  schema: { type: "string", pattern: "^[a-z][a-z0-9-]{0,31}$" },
  example: () => "acme",
};
const feed: Parameter = {
  description: "Id of the feed",
  schema: { type: "string", pattern: "^[a-z][a-z0-9-]{0,31}$" },
  example: () => "tokyo",
};
const date: Parameter = {
  description: "Business date",
  schema: { type: "string", format: "date" },
  example: (times) => times.date,
};
const version: Parameter = {
  description: "Version of the date's export; defaults to the newest that was delivered",
  schema: { type: "integer", minimum: 1 },
};

const columns = ["device_id", "recorded_at", "latitude", "longitude"];
const requested: Example = () => ({
  columns,
  filter: {
    sources: ["acme"],
    area: { type: "Box", bbox: [139.5, 35.5, 140, 36] },
  },
  compression: "gzip",
  prefix: "tokyo/",
});
const kept: Example = (times) => ({
  ...Object(requested(times)),
  id: "tokyo",
  format: "CSV",
  name: "locations_{date}_v{version}_{part}",
  versions: "each",
  createdAt: times.time,
  changedAt: times.time,
});
const shown: Example = (times) => ({
  ...Object(kept(times)),
  deliveries: [{ date: times.date, version: 1 }],
});

const delivery: Example = (times) => {
  const deliveredAt = Date.parse(times.time) + 86_400_000;
  return {
    feed: "tokyo",
    date: times.date,
    version: 1,
    run: "api-1f2e3d4c5b6a7988",
    rows: 1,
    bytes: 132,
    columns,
    format: "CSV",
    compression: "gzip",
    createdAt: new Date(deliveredAt).toISOString(),
    files: [
      {
        name: `locations_${times.date}_v1_1.csv.gz`,
        rows: 1,
        bytes: 132,
        sha256,
        url: `https://downloads.example.com/feeds/acme/tokyo/locations.csv.gz?X-Amz-Expires=900&X-Amz-Signature=4b1c`,
        expiresAt: new Date(deliveredAt + 900_000).toISOString(),
      },
    ],
  };
};

const noFeed = notFound('The client "acme" has no feed "mars"');
const notDelivered = notFound('There is no feed "mars"');

const conflict: Answer = {
  description:
    "Another feed has this prefix, the client has as many feeds as it may, or was changed at the same moment",
  schema: "Problem",
  example: problem(
    "Conflict",
    'The feed "tokyo" of the client "acme" has the prefix "tokyo/" there already: a feed has one of its own',
  ),
};

export const feedOperations = {
  "GET /v1/clients/{client}/feeds": {
    id: "listClientFeeds",
    tag: "Feeds",
    summary: "List the feeds of a client",
    description: "Lists a client's feeds, each with what it delivered last.",
    path: { client },
    answers: {
      200: {
        description: "The feeds, by id",
        schema: "FeedList",
        example: (times) => ({ feeds: [shown(times)] }),
      },
      404: notFound('There is no client "nobody"'),
    },
  },
  "GET /v1/clients/{client}/feeds/{feed}": {
    id: "getClientFeed",
    tag: "Feeds",
    summary: "Get a feed of a client",
    description: "Returns a feed, with what it delivered last.",
    path: { client, feed },
    answers: { 200: { description: "The feed", schema: "ShownFeed", example: shown }, 404: noFeed },
  },
  "PUT /v1/clients/{client}/feeds/{feed}": {
    id: "setClientFeed",
    tag: "Feeds",
    summary: "Give a client a feed",
    description:
      "Adds a feed, or replaces one as a whole. The daily batch makes it of what is published from then on; what it delivered before stays.",
    path: { client, feed },
    body: {
      contents: {
        "application/json": {
          schema: "FeedRequest",
          examples: { "Four columns of a client's own rows in Tokyo": requested },
        },
      },
    },
    answers: {
      200: { description: "The feed", schema: "Feed", example: kept },
      400: {
        description: "The body is not what the route takes: the message says which part and why",
        schema: "Problem",
        example: problem(
          "InvalidBody",
          'The body is not valid: prefix must be folders, each with a slash at its end and no dot at its beginning, got "/tokyo"',
        ),
      },
      404: notFound('There is no client "nobody"'),
      409: conflict,
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "DELETE /v1/clients/{client}/feeds/{feed}": {
    id: "removeClientFeed",
    tag: "Feeds",
    summary: "Take a feed from a client",
    description: "Removes a feed, and returns it. What it delivered stays until its time is over.",
    path: { client, feed },
    answers: {
      200: { description: "The feed that is no more", schema: "Feed", example: kept },
      404: noFeed,
      409: {
        description: "Another request changed the client at the same moment",
        schema: "Problem",
        example: problem(
          "Conflict",
          'The client "acme" was changed at the same moment: read it and try again',
        ),
      },
    },
  },
  "GET /v1/feeds": {
    id: "listFeeds",
    tag: "Feeds",
    summary: "List your feeds",
    description:
      "Lists the feeds of the client whose key asks, each with what it delivered last. Any key will do.",
    answers: {
      200: {
        description: "The feeds, by id",
        schema: "FeedList",
        example: (times) => ({ feeds: [shown(times)] }),
      },
    },
  },
  "GET /v1/feeds/{feed}/{date}": {
    id: "getDelivery",
    tag: "Feeds",
    summary: "Get what a feed of yours delivered of a business date",
    description:
      "Returns the newest version that the feed delivered, or the given `version`, with newly signed links.",
    path: { feed, date },
    query: { version },
    answers: {
      200: {
        description: "What was delivered, with newly signed links",
        schema: "Delivery",
        example: delivery,
      },
      400: badRequest('date must be a date yyyy-MM-dd, got "yesterday"'),
      404: notDelivered,
    },
  },
  "GET /v1/feeds/{feed}/{date}/file": {
    id: "downloadFeedFile",
    tag: "Feeds",
    summary: "Download a file of a feed of yours",
    description:
      "Redirects to a signed link to the file, once the download is counted. The Authorization header must not be sent on to the link, which is on another host.",
    path: { feed, date },
    query: {
      version,
      file: {
        description: "Number of the file, counting from 1, if there are several",
        schema: { type: "integer", minimum: 1 },
      },
    },
    answers: {
      200: { description: "The file, which S3 returns at the link" },
      302: {
        description: "Redirects to the signed link",
        headers: {
          location: { description: "The signed link", schema: { type: "string", format: "uri" } },
        },
      },
      400: badRequest('date must be a date yyyy-MM-dd, got "yesterday"'),
      404: notDelivered,
      409: {
        description: "There are several files: choose one with `file`",
        schema: "Problem",
        example: problem(
          "SeveralFiles",
          ({ date: of }) => `The feed "tokyo" has 2 files of ${of}: choose one with ?file=1 to ?file=2`,
        ),
      },
    },
  },
} satisfies Record<string, Operation>;
