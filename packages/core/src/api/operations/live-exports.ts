import type { Example, Operation, Parameter } from "../operation.ts";
import { badRequest, notFound, problem, retryAfter, tooLarge, unsupportedMediaType } from "./common.ts";

const id = "live-5f0c2b1a9d3e4c7a-29916000";
const startedAt: Example = ({ time }) => new Date(Date.parse(time) + 86_400_000).toISOString();
const stoppedAt: Example = ({ time }) => new Date(Date.parse(time) + 86_404_000).toISOString();
const statusUrl: Example = ({ url }) => `${url}/v1/live/exports/${id}`;

const liveExport: Parameter = {
  description: "Id of the live export",
  schema: { type: "string", pattern: "^live-[0-9a-f]{16}-[0-9]{1,12}$" },
  example: () => id,
};

const summary: Example = (times) => ({
  liveExport: id,
  startedAt: startedAt(times),
  statusUrl: statusUrl(times),
  date: times.date,
  devices: ["phone-1"],
});

export const liveExportOperations = {
  "POST /v1/live/exports": {
    id: "startLiveExport",
    tag: "Positions",
    summary: "Export what is stored so far",
    description:
      "Exports the rows of today or yesterday that are stored so far, in the form of the day's CSV, each report once: those that a run has distributed, and those that wait for the next run. Who asks for the same within a minute gets the same export.",
    body: {
      optional: true,
      contents: {
        "application/json": {
          schema: "LiveExportRequest",
          examples: {
            "One device": () => ({ devices: ["phone-1"] }),
            "The same, of yesterday": () => ({ date: "yesterday", devices: ["phone-1"] }),
          },
        },
      },
    },
    answers: {
      202: {
        description: "The export has begun: poll `statusUrl` until its `status` is not `RUNNING`",
        headers: {
          location: {
            description: "URL of the live export, the same as `statusUrl`",
            schema: { type: "string", format: "uri" },
          },
          ...retryAfter,
        },
        schema: "LiveExport",
        example: (times) => ({ ...Object(summary(times)), status: "RUNNING" }),
      },
      400: {
        description: "The body is not valid, or the date is neither today nor yesterday",
        schema: "Problem",
        example: problem(
          "InvalidBody",
          'The body is not valid: date must be today, yesterday or a date yyyy-MM-dd, got "tomorrow"',
        ),
      },
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "GET /v1/live/exports/{liveExport}": {
    id: "getLiveExport",
    tag: "Positions",
    summary: "Get a live export",
    description:
      "Returns a live export's status and, once it has succeeded, its rows and links to its files. It is kept for a day.",
    path: { liveExport },
    answers: {
      200: {
        description: "The live export; with Retry-After while it is in progress",
        headers: retryAfter,
        schema: "LiveExport",
        example: (times) => ({
          ...Object(summary(times)),
          status: "SUCCEEDED",
          stoppedAt: stoppedAt(times),
          rows: 1,
          bytes: 304,
          complete: true,
          storedThrough: startedAt(times),
          files: [
            {
              name: `locations_${times.date}_live.csv`,
              rows: 1,
              bytes: 304,
              url: `${String(statusUrl(times))}/csv?file=1`,
            },
          ],
        }),
      },
      404: notFound('There is no live export "live-0000000000000000-0"'),
    },
  },
  "GET /v1/live/exports/{liveExport}/csv": {
    id: "downloadLiveExport",
    tag: "Positions",
    summary: "Download a live export",
    description:
      "Redirects to a signed link to the CSV, once the download is counted. The Authorization header must not be sent on to the link, which is on another host.",
    path: { liveExport },
    query: {
      file: {
        description: "Number of the file, from 1; needed if there are several",
        schema: { type: "integer", minimum: 1 },
        example: () => 1,
      },
    },
    answers: {
      200: { description: "The CSV, which S3 returns at the link" },
      302: {
        description: "The file is at the signed link in Location",
        headers: {
          location: {
            description: "Signed link, valid for some minutes",
            schema: { type: "string", format: "uri" },
          },
        },
      },
      400: badRequest('file must be a whole number of at least 1, got "first"'),
      404: notFound('There is no live export "live-0000000000000000-0"'),
      409: {
        description: "The export is not there yet, or has several files and the request chooses none",
        schema: "Problem",
        example: problem(
          "SeveralFiles",
          `The live export "${id}" has 2 files: choose one with ?file=1 to ?file=2`,
        ),
      },
    },
  },
} satisfies Record<string, Operation>;
