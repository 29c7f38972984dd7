import type { ShownLiveExport } from "@ashiato/core/api/live-export-schemas";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { linkSigner } from "./aws/sign-link.ts";
import { RequestError } from "./errors.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { apiUrl } from "./http/api-url.ts";
import { countToday, limitUse } from "./http/limit-use.ts";
import { positiveInteger, refuseUnknown } from "./http/query.ts";
import { type Described, describe } from "./live-exports/describe.ts";
import { start } from "./live-exports/start.ts";

type Event = APIGatewayProxyEventV2;

/** The warehouse takes seconds. */
const retryAfter = { "retry-after": "2" };
/** A link is a secret as long as it is valid. */
const notStored = { "cache-control": "no-store" };

/** Serves `POST /v1/live/exports`, `GET /v1/live/exports/{liveExport}` and its `/csv`. */
export async function handler(event: Event): Promise<Answer> {
  const isDownload = event.routeKey === "GET /v1/live/exports/{liveExport}/csv";
  return limitUse({ event, measures: isDownload ? ["rows", "bytes"] : [] }, () => serve(event));
}

async function serve(event: Event): Promise<Answer> {
  const query = event.queryStringParameters ?? {};
  try {
    switch (event.routeKey) {
      case "POST /v1/live/exports": {
        refuseUnknown(query, []);
        const started = shownTo(event, await start(event));
        return answer(202, started, { location: started.statusUrl, ...retryAfter });
      }
      case "GET /v1/live/exports/{liveExport}": {
        refuseUnknown(query, []);
        const shown = shownTo(event, await find(event));
        return answer(200, shown, { ...notStored, ...(shown.status === "RUNNING" && retryAfter) });
      }
      case "GET /v1/live/exports/{liveExport}/csv":
        refuseUnknown(query, ["file"]);
        return await redirectToFile(event, positiveInteger(query, "file"));
      default:
        throw new Error(`Not a route of live exports: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

async function find(event: Event): Promise<Described> {
  const id = event.pathParameters?.["liveExport"] ?? "";
  const found = await describe(id);
  if (found === undefined) {
    throw new RequestError("NotFound", `There is no live export ${JSON.stringify(id)}`);
  }
  return found;
}

function shownTo(event: Event, { shown, files }: Described): ShownLiveExport {
  const statusUrl = `${apiUrl(event)}/v1/live/exports/${shown.liveExport}`;
  return {
    ...shown,
    statusUrl,
    ...(shown.status === "SUCCEEDED" && {
      files: files.map(({ name, rows, bytes }, index) => ({
        name,
        rows,
        bytes,
        url: `${statusUrl}/csv?file=${index + 1}`,
      })),
    }),
  };
}

/** Redirects to the file of that number, once the download is counted. */
async function redirectToFile(event: Event, number: number | undefined): Promise<Answer> {
  const { shown, files } = await find(event);
  const subject = `The live export ${JSON.stringify(shown.liveExport)}`;
  if (shown.status !== "SUCCEEDED") {
    const advice = shown.status === "RUNNING" ? "ask its statusUrl until it has ended" : "start another one";
    throw new RequestError("Conflict", `${subject} has no file, its status is ${shown.status}: ${advice}`);
  }
  if (number === undefined && files.length > 1) {
    throw new RequestError(
      "SeveralFiles",
      `${subject} has ${files.length} files: choose one with ?file=1 to ?file=${files.length}`,
    );
  }
  const file = files[(number ?? 1) - 1];
  if (file === undefined) {
    throw new RequestError(
      "NotFound",
      `${subject} has ${files.length} ${files.length === 1 ? "file" : "files"}, no file ${number}`,
    );
  }
  const sign = linkSigner(Resource.Downloads.name);
  const { url } = await sign({ key: file.key, name: file.name, type: "text/csv; charset=utf-8" });
  await countToday(event, { downloads: 1, rows: file.rows, bytes: file.bytes });
  return { statusCode: 302, headers: { location: url, ...notStored } };
}
