import { businessDate } from "@ashiato/core/business-date";
import type { Export, ExportList } from "@ashiato/core/api/schemas";
import { stageItself } from "@ashiato/core/clients/rights";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { countUse } from "./aws/client-usage-table.ts";
import { findExports, findExportsOfDate } from "./batch/find-exports.ts";
import { type ExportRange, exportRange, firstReadable } from "./exports/export-range.ts";
import { signExport } from "./exports/sign-export.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { apiUrl } from "./http/api-url.ts";
import { exportDaysOf, sourceOf } from "./http/caller.ts";
import { calendarDate, positiveInteger, refuseUnknown } from "./http/query.ts";
import { RequestError } from "./errors.ts";

/** Links are secrets as long as they are valid. */
const notStored = { "cache-control": "no-store" };

/** Serves `GET /v1/exports`, `GET /v1/exports/{date}` and `GET /v1/exports/{date}/csv`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  try {
    switch (event.routeKey) {
      case "GET /v1/exports":
        return await listExports(event);
      case "GET /v1/exports/{date}":
        refuseUnknown(event.queryStringParameters ?? {}, ["version"]);
        return answer(200, await getExport(event), notStored);
      case "GET /v1/exports/{date}/csv":
        refuseUnknown(event.queryStringParameters ?? {}, ["version", "file"]);
        return await redirectToFile(event, await getExport(event));
      default:
        throw new Error(`No route of exports: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

async function listExports(event: APIGatewayProxyEventV2): Promise<Answer> {
  const bucket = Resource.Downloads.name;
  const query = event.queryStringParameters ?? {};
  const range = exportRange(query, readerOf(event));
  const found = await findExports(bucket, { ...range, maxDates: range.limit });
  const shown = range.versions === "all" ? found.exports : found.exports.filter(({ current }) => current);
  const list: ExportList = {
    from: range.from,
    to: range.to,
    exports: await Promise.all(shown.map((each) => signExport(bucket, each))),
    olderVersions: found.exports.length - shown.length,
    ...(found.nextDate !== undefined && { next: nextUrl(event, { ...range, from: found.nextDate }) }),
  };
  return answer(200, list, notStored);
}

function nextUrl(event: APIGatewayProxyEventV2, { from, to, versions, limit }: ExportRange): string {
  const query = new URLSearchParams({ from, to, versions, limit: String(limit) });
  return `${apiUrl(event)}/v1/exports?${query.toString()}`;
}

/**
 * Returns the newest export of the date in the path, or the version in the query. Throws RequestError
 * NotFound, also for a date that the caller may not read.
 */
async function getExport(event: APIGatewayProxyEventV2): Promise<Export> {
  const { pathParameters, queryStringParameters } = event;
  const bucket = Resource.Downloads.name;
  const date = calendarDate("date", pathParameters?.["date"] ?? "");
  const readable = firstReadable(readerOf(event));
  if (readable !== undefined && date < readable) {
    throw new RequestError("NotFound", `This key reads exports from ${readable} on, not that of ${date}`);
  }
  const version = positiveInteger(queryStringParameters ?? {}, "version");
  const found = await findExportsOfDate(bucket, date);
  const wanted =
    version === undefined ? found[0] : found.find(({ document }) => document.version === version);
  if (wanted === undefined) {
    throw new RequestError(
      "NotFound",
      version === undefined ? `There is no export of ${date}` : `There is no version ${version} of ${date}`,
    );
  }
  return signExport(bucket, wanted);
}

function readerOf(event: APIGatewayProxyEventV2) {
  const { timeZone } = Resource.Settings;
  return { now: event.requestContext.timeEpoch, timeZone, days: exportDaysOf(event) };
}

/** Redirects to the file, once the download is counted. */
async function redirectToFile(event: APIGatewayProxyEventV2, { date, files }: Export): Promise<Answer> {
  const { queryStringParameters, requestContext } = event;
  const number = positiveInteger(queryStringParameters ?? {}, "file");
  if (number === undefined && files.length > 1) {
    throw new RequestError(
      "SeveralFiles",
      `The export of ${date} has ${files.length} files: choose one with ?file=1 to ?file=${files.length}`,
    );
  }
  const file = files[(number ?? 1) - 1];
  if (file === undefined) {
    throw new RequestError("NotFound", `The export of ${date} has no file ${number}, only ${files.length}`);
  }
  const { rows, bytes } = file;
  const day = businessDate(requestContext.timeEpoch, Resource.Settings.timeZone);
  await countUse(sourceOf(event) ?? stageItself, day, { downloads: 1, rows, bytes });
  return { statusCode: 302, headers: { location: file.url, ...notStored } };
}
