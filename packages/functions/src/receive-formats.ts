import type { Receipt } from "@ashiato/core/api/schemas";
import type { PhoneFormat } from "@ashiato/core/phone-format";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { sourceOf } from "./http/caller.ts";
import { countReports, limitUse } from "./http/limit-use.ts";
import { RequestError } from "./errors.ts";
import { keepRequest, type KeptRequest } from "./receive/keep-request.ts";
import { nameRejections } from "./receive/name-rejections.ts";
import { formatOf, readPhoneRequest } from "./receive/read-phone-request.ts";
import { receiveReports } from "./receive/receive-reports.ts";

/** Rejected reports that an answer names. All are kept, and no app reads the list. */
const maxNamed = 100;
type Invocation = Pick<Context, "getRemainingTimeInMillis">;

const allow = { allow: "POST, GET, HEAD, OPTIONS" };

/**
 * Serves `/v1/locations/overland`, `…/owntracks`, `…/traccar` and `…/osmand`: what phone apps send by
 * themselves. 200 means that every report is kept, as a row or, if it breaks a rule, under
 * `rejected/reports/` with the reason: on a 4xx, some apps would delete it and others send it again forever.
 * Refuses a request that is empty or too large to keep.
 */
export async function handler(event: APIGatewayProxyEventV2, context: Invocation): Promise<Answer> {
  return limitUse({ event, measures: ["reports"] }, () => receive(event, context), { status: 503 });
}

async function receive(event: APIGatewayProxyEventV2, context: Invocation): Promise<Answer> {
  const { requestId, timeEpoch } = event.requestContext;
  const format = formatOf(event.rawPath);
  const method = methodOf(event);
  if (format === undefined) {
    return isOwn(event.rawPath) && method === "POST"
      ? receiveReports(event, context)
      : refuse(new RequestError("NotFound", `There is no route ${event.rawPath}`), requestId);
  }
  switch (method) {
    case "HEAD":
      return { statusCode: 200, headers: allow };
    case "OPTIONS":
      return { statusCode: 204, headers: allow };
    case "POST":
    case "GET":
      break;
    default:
      return refuse(
        new RequestError("MethodNotAllowed", `The method must be POST or GET, got ${method}`),
        requestId,
      );
  }
  try {
    const request = await readPhoneRequest(event, format);
    if (
      request.body.kind === "none" &&
      format !== "owntracks" &&
      Object.keys(request.origin.query).length === 0
    ) {
      throw new RequestError("InvalidBody", "The request has neither a body nor a report in its URL");
    }
    const kept = await keepRequest(request, { requestId, timeEpoch, source: sourceOf(event), context });
    countReports(event, kept.accepted);
    return acknowledge(format, kept, requestId);
  } catch (error) {
    return refuse(error, requestId);
  }
}

/** OwnTracks reads the answer as a list of messages to show. Overland deletes reports by `result`. */
function acknowledge(
  format: PhoneFormat,
  { accepted, rejected, events }: KeptRequest,
  requestId: string,
): Answer {
  if (format === "owntracks") {
    return answer(200, []);
  }
  return answer(200, {
    result: "ok",
    accepted,
    rejected: nameRejections(rejected.slice(0, maxNamed)),
    keptAsRejected: rejected.length,
    events,
    requestId,
  } satisfies Receipt);
}

/** Returns whether a path is `/v1/locations` with a trailing slash. */
function isOwn(path: string): boolean {
  return /\/v1\/locations\/+$/.test(path);
}

function methodOf({ routeKey, requestContext }: APIGatewayProxyEventV2): string {
  const [method = "ANY"] = routeKey.split(" ");
  return method === "ANY" ? requestContext.http.method : method;
}
