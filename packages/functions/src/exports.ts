import type { Export, ExportChanges, ExportList } from "@ashiato/core/api/schemas";
import { firstReadable, type Reader } from "@ashiato/core/clients/readable-dates";
import { laterThrough } from "@ashiato/core/export-document";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { findExports, findExportsOfDate, type FoundExport } from "./batch/find-exports.ts";
import { findCompleteThrough } from "./batch/complete-through.ts";
import { countedLinks } from "./exports/counted-links.ts";
import { type ExportRange, exportRange } from "./exports/export-range.ts";
import { signExport } from "./exports/sign-export.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { apiUrl } from "./http/api-url.ts";
import { exportDaysOf, readsOwnRows } from "./http/caller.ts";
import { countToday, limitUse } from "./http/limit-use.ts";
import { calendarDate, positiveInteger, type Query, refuseUnknown } from "./http/query.ts";
import { RequestError } from "./errors.ts";
import { pictureAnswer } from "./exports/picture-answer.ts";

/** A link is a secret as long as it is valid. */
const notStored = { "cache-control": "no-store" };

/** Serves `GET /v1/exports`, `GET /v1/exports/{date}`, its `/csv`, `/changes` and `/picture`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  const measures = event.routeKey === "GET /v1/exports/{date}/csv" ? (["rows", "bytes"] as const) : [];
  return limitUse({ event, measures }, () => serve(event));
}

async function serve(event: APIGatewayProxyEventV2): Promise<Answer> {
  try {
    refuseOwnRows(event);
    switch (event.routeKey) {
      case "GET /v1/exports":
        return await listExports(event);
      case "GET /v1/exports/{date}":
        refuseUnknown(event.queryStringParameters ?? {}, ["version"]);
        return answer(200, countedLinks(event, await getExport(event)), notStored);
      case "GET /v1/exports/{date}/csv":
        refuseUnknown(event.queryStringParameters ?? {}, ["version", "file", "supplement"]);
        return await redirectToFile(event, await getExport(event));
      case "GET /v1/exports/{date}/changes":
        refuseUnknown(event.queryStringParameters ?? {}, ["since", "supplement"]);
        return answer(200, await getChanges(event), notStored);
      case "GET /v1/exports/{date}/picture":
        refuseUnknown(event.queryStringParameters ?? {}, ["version"]);
        return await showPicture(event);
      default:
        throw new Error(`Not a route of exports: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

/** Throws RequestError OwnRowsOnly for a caller that may not read the rows of all clients. */
function refuseOwnRows(event: APIGatewayProxyEventV2): void {
  if (readsOwnRows(event)) {
    throw new RequestError(
      "OwnRowsOnly",
      "This key reads its own rows alone, and an export holds the rows of all clients: its own come by a feed, GET /v1/feeds",
    );
  }
}

async function listExports(event: APIGatewayProxyEventV2): Promise<Answer> {
  const bucket = Resource.Downloads.name;
  const query = event.queryStringParameters ?? {};
  const range = exportRange(query, readerOf(event));
  // Before the exports are looked for: what they hold can only be more.
  const completeThrough = await findCompleteThrough(bucket);
  const found = await findExports(bucket, { ...range, maxDates: range.limit });
  const shown = range.versions === "all" ? found.exports : found.exports.filter(({ current }) => current);
  const list: ExportList = {
    from: range.from,
    to: range.to,
    ...(completeThrough !== undefined && { completeThrough }),
    exports: await Promise.all(
      shown.map(async (each) =>
        countedLinks(event, await signExport(bucket, withThrough(each, completeThrough))),
      ),
    ),
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
 * NotFound.
 */
async function getExport(event: APIGatewayProxyEventV2): Promise<Export> {
  const version = positiveInteger(event.queryStringParameters ?? {}, "version");
  const { date, found } = await findExportsOfPath(event);
  return signExport(Resource.Downloads.name, requireVersion(date, found, version));
}

/** Throws RequestError NotFound. */
async function showPicture(event: APIGatewayProxyEventV2): Promise<Answer> {
  const version = positiveInteger(event.queryStringParameters ?? {}, "version");
  const { date, found } = await findExportsOfPath(event);
  const { document } = requireVersion(date, found, version);
  return await pictureAnswer(Resource.Downloads.name, document, event.headers["accept-encoding"]);
}

/**
 * Returns what came after the version in the query: supplements, or a newer export. Throws RequestError
 * NotFound.
 */
async function getChanges(event: APIGatewayProxyEventV2): Promise<ExportChanges> {
  const query = event.queryStringParameters ?? {};
  const since = positiveInteger(query, "since");
  const supplement = positiveInteger(query, "supplement") ?? 0;
  const { date, found } = await findExportsOfPath(event);
  if (since !== undefined) {
    requireVersion(date, found, since);
  }
  const newest = requireVersion(date, found, undefined);
  const current = countedLinks(event, await signExport(Resource.Downloads.name, newest));
  return current.version === since
    ? {
        date,
        since,
        version: since,
        supplements: current.supplements.filter(({ number }) => number > supplement),
      }
    : {
        date,
        ...(since !== undefined && { since }),
        version: current.version,
        supplements: [],
        export: current,
      };
}

/** Throws RequestError NotFound for a date that the caller may not read. */
async function findExportsOfPath(
  event: APIGatewayProxyEventV2,
): Promise<{ date: string; found: FoundExport[] }> {
  const bucket = Resource.Downloads.name;
  const date = calendarDate("date", event.pathParameters?.["date"] ?? "");
  const readable = firstReadable(readerOf(event));
  if (readable !== undefined && date < readable) {
    throw new RequestError("NotFound", `This key reads exports from ${readable} on, not that of ${date}`);
  }
  const completeThrough = await findCompleteThrough(bucket);
  const found = await findExportsOfDate(bucket, date);
  return { date, found: found.map((each) => withThrough(each, completeThrough)) };
}

function requireVersion(
  date: string,
  found: readonly FoundExport[],
  version: number | undefined,
): FoundExport {
  const wanted =
    version === undefined ? found[0] : found.find(({ document }) => document.version === version);
  if (wanted === undefined) {
    throw new RequestError(
      "NotFound",
      version === undefined ? `There is no export of ${date}` : `There is no version ${version} of ${date}`,
    );
  }
  return wanted;
}

/** A date without anything pending is as complete as all: its current export needed no new version. */
function withThrough(found: FoundExport, completeThrough: string | undefined): FoundExport {
  return found.current ? { ...found, document: laterThrough(found.document, completeThrough) } : found;
}

function readerOf(event: APIGatewayProxyEventV2): Reader {
  const { timeZone } = Resource.Settings;
  return { now: event.requestContext.timeEpoch, timeZone, days: exportDaysOf(event) };
}

/** Redirects to the file, once the download is counted. */
async function redirectToFile(event: APIGatewayProxyEventV2, found: Export): Promise<Answer> {
  const { url, rows, bytes } = fileToSend(event.queryStringParameters ?? {}, found);
  await countToday(event, { downloads: 1, rows, bytes });
  return { statusCode: 302, headers: { location: url, ...notStored } };
}

function fileToSend(
  query: Query,
  { date, version, removedAt, files, supplements }: Export,
): Export["files"][number] {
  if (removedAt !== undefined) {
    throw new RequestError(
      "NotFound",
      `The files of version ${version} of ${date} were removed at ${removedAt}: a newer version holds its rows`,
    );
  }
  const number = positiveInteger(query, "file");
  const wanted = positiveInteger(query, "supplement");
  if (wanted !== undefined) {
    const supplement = supplements.find((each) => each.number === wanted);
    if (supplement === undefined) {
      throw new RequestError(
        "NotFound",
        `The export of ${date} has no supplement ${wanted}, only ${supplements.length}`,
      );
    }
    return supplement.file;
  }
  if (number === undefined && files.length > 1) {
    throw new RequestError(
      "SeveralFiles",
      `The export of ${date} has ${files.length} files: choose one with ?file=1 to ?file=${files.length}`,
    );
  }
  const file = files[(number ?? 1) - 1];
  if (file === undefined) {
    throw new RequestError(
      "NotFound",
      `The export of ${date} has ${files.length} ${files.length === 1 ? "file" : "files"}, no file ${number}`,
    );
  }
  return file;
}
