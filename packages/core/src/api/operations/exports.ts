import { csvHeader, exportVersion } from "../../columns.ts";
import type { Example, Operation } from "../operation.ts";
import { badRequest, notFound, problem } from "./common.ts";
import { date, ownRowsOnly, version } from "./exports-common.ts";

const sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

const daysBefore = (text: string, days: number) =>
  new Date(Date.parse(text) - days * 86_400_000).toISOString().slice(0, 10);

const exported: Example = (times) => exportedAs(1, times);

function exportedAs(number: number, times: Parameters<Example>[0]): unknown {
  const exportedAt = Date.parse(times.time) + 86_400_000;
  return {
    date: times.date,
    timeZone: times.timeZone,
    version: number,
    run: "api-1f2e3d4c5b6a7988",
    rows: 3,
    conflicts: 0,
    bytes: 521,
    checksum: `sha256:${sha256}`,
    schemaVersion: exportVersion,
    localTime: false,
    createdAt: new Date(exportedAt).toISOString(),
    completeThrough: new Date(exportedAt - 120_000).toISOString(),
    current: true,
    files: [
      {
        name: `locations_${times.date}_v${number}.csv`,
        rows: 3,
        bytes: 521,
        sha256,
        url: signedLink(times),
        expiresAt: new Date(exportedAt + 900_000).toISOString(),
      },
    ],
    parquet: [
      {
        name: `locations_${times.date}_v${number}.parquet`,
        rows: 3,
        bytes: 3_127,
        url: signedLink(times, "parquet"),
        expiresAt: new Date(exportedAt + 900_000).toISOString(),
      },
    ],
    lateRows: 0,
    supplements: [],
  };
}

function signedLink(times: Parameters<Example>[0], ending = "csv"): string {
  return `https://downloads.example.com/exports/dt%3D${times.date}/locations.${ending}?X-Amz-Expires=900&X-Amz-Signature=4b1c`;
}

/** The row of the example report, which arrived a day after it was recorded. */
const csv: Example = ({ time }) => {
  const written = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/Z$/, "000Z");
  const recordedAt = Date.parse(time);
  return `${csvHeader}\nphone-1,${written(recordedAt)},35.6812360,139.7671250,8.500,41.200,3.000,1.200,90.000,0.720,false,5f3b8a52-8d0e-4c6b-9a51-2f6d0c3e7b14,${written(recordedAt + 86_400_000)},ok,\n`;
};

export const exportOperations = {
  "GET /v1/exports": {
    id: "listExports",
    tag: "Exports",
    summary: "List exports with signed links",
    description:
      "Lists the newest export of each business date from `from` to `to`, inclusive, oldest date first. If there are more dates than `limit`, `next` is the URL of the rest.",
    query: {
      from: {
        description: "First business date; defaults to 30 days before `to`",
        schema: { type: "string", format: "date" },
        example: (times) => daysBefore(times.date, 6),
      },
      to: {
        description: "Last business date; defaults to today",
        schema: { type: "string", format: "date" },
        example: (times) => times.date,
      },
      versions: {
        description: "Whether to list only the newest version of each date, or all versions",
        schema: { type: "string", enum: ["newest", "all"], default: "newest" },
      },
      limit: {
        description:
          "Maximum number of dates in the answer; defaults to the highest allowed: 366, or 92 with `versions=all`",
        schema: { type: "integer", minimum: 1, maximum: 366 },
      },
    },
    answers: {
      200: {
        description: "Exports, ordered by date",
        schema: "ExportList",
        example: (times) => ({
          from: daysBefore(times.date, 6),
          to: times.date,
          completeThrough: new Date(Date.parse(times.time) + 86_280_000).toISOString(),
          exports: [exported(times)],
          olderVersions: 0,
        }),
      },
      400: badRequest('from must be a date yyyy-MM-dd, got "yesterday"'),
      403: ownRowsOnly,
    },
  },
  "GET /v1/exports/{date}": {
    id: "getExport",
    tag: "Exports",
    summary: "Get the export of a business date",
    description:
      "Returns the newest export of the date, or the given `version` of it, with newly signed links.",
    path: { date },
    query: { version },
    answers: {
      200: { description: "The export, with newly signed links", schema: "Export", example: exported },
      400: badRequest('date must be a date yyyy-MM-dd, got "yesterday"'),
      403: ownRowsOnly,
      404: notFound("There is no export of 2001-01-01"),
    },
  },
  "GET /v1/exports/{date}/csv": {
    id: "downloadCsv",
    tag: "Exports",
    summary: "Download the CSV of a business date",
    description:
      "Redirects to a signed link to the file. A client that follows redirects gets the CSV. It must not send the Authorization header to the link, which is on another host; `fetch` and curl drop the header.",
    path: { date },
    query: {
      version,
      file: {
        description: "Number of the file, counting from 1, if the export has several",
        schema: { type: "integer", minimum: 1 },
      },
      supplement: {
        description: "Number of a supplement, counting from 1, to download instead of the export itself",
        schema: { type: "integer", minimum: 1 },
      },
    },
    answers: {
      200: {
        description: "The CSV, which S3 returns at the link",
        contentType: "text/csv",
        example: csv,
      },
      302: {
        description: "Redirects to the signed link",
        headers: {
          location: { description: "The signed link", schema: { type: "string", format: "uri" } },
        },
      },
      400: badRequest('date must be a date yyyy-MM-dd, got "yesterday"'),
      403: ownRowsOnly,
      404: notFound("There is no export of 2001-01-01"),
      409: {
        description: "The export has several files: choose one with `file`",
        schema: "Problem",
        example: problem(
          "SeveralFiles",
          ({ date }) => `The export of ${date} has 2 files: choose one with ?file=1 to ?file=2`,
        ),
      },
    },
  },
  "GET /v1/exports/{date}/changes": {
    id: "getExportChanges",
    tag: "Exports",
    summary: "Get the changes since a version",
    description:
      "Returns the supplements of a version or, if there is a newer version, the current export, whose whole CSV includes all changes.",
    path: { date },
    query: {
      since: {
        description: "The version that you have; if absent, the answer is the current export",
        schema: { type: "integer", minimum: 1 },
        example: () => 1,
      },
      supplement: {
        description: "The number of the last supplement of that version that you have",
        schema: { type: "integer", minimum: 1 },
      },
    },
    answers: {
      200: {
        description: "The changes since the version, with newly signed links",
        schema: "ExportChanges",
        example: (times) => ({
          date: times.date,
          since: 1,
          version: 2,
          supplements: [],
          export: exportedAs(2, times),
        }),
      },
      400: badRequest('since must be a whole number of at least 1, got "first"'),
      403: ownRowsOnly,
      404: notFound("There is no version 7 of 2001-01-01"),
    },
  },
} satisfies Record<string, Operation>;
