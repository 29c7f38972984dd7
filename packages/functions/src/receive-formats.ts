import type { Problem, Receipt } from "@ashiato/core/api/schemas";
import type { AdaptedReports } from "@ashiato/core/formats/adapted-reports";
import { overlandReports } from "@ashiato/core/formats/overland";
import { owntracksReports } from "@ashiato/core/formats/owntracks";
import { traccarReports } from "@ashiato/core/formats/traccar";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { RequestError } from "./errors.ts";
import { type Kept, keepReports } from "./receive/keep-reports.ts";
import { nameRejections } from "./receive/name-rejections.ts";
import { parseJson, readBody } from "./http/read-body.ts";
import { maxReports } from "./receive/read-reports.ts";

/**
 * `POST /v1/locations/overland`, `…/owntracks` and `…/traccar`: what phones send by themselves. Their apps delete what is answered with 200 and send
 * everything else again, so a report that breaks a rule is named in the answer and does not hold up the phone's queue; but a phone whose reports name
 * no device is set up wrongly, and keeps them.
 */
export async function handler(
  event: APIGatewayProxyEventV2,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<Answer> {
  const { requestId, timeEpoch } = event.requestContext;
  try {
    const adapted = await adapt(event);
    if (!adapted.ok) {
      throw new RequestError("InvalidBody", adapted.message);
    }
    const { reports } = adapted;
    if (reports.length > maxReports) {
      throw new RequestError(
        "RequestTooLarge",
        `The request holds ${reports.length} reports; it may carry ${maxReports}`,
      );
    }
    const kept = await keepReports(reports, { requestId, timeEpoch, context });
    return isNameless(kept) ? nameless(kept, requestId) : accepted(event.routeKey, kept, requestId);
  } catch (error) {
    return refuse(error, requestId);
  }
}

async function adapt(event: APIGatewayProxyEventV2): Promise<AdaptedReports> {
  const deviceId = event.queryStringParameters?.["deviceId"];
  switch (event.routeKey) {
    case "POST /v1/locations/overland":
      return overlandReports(parseJson(await readBody(event)), deviceId);
    case "POST /v1/locations/owntracks": {
      // The app posts nothing at all when a friend is deleted: https://owntracks.org/booklet/tech/http/
      if (event.body === undefined || event.body === "") return { ok: true, reports: [] };
      const { "x-limit-u": user, "x-limit-d": device } = event.headers;
      return owntracksReports(parseJson(await readBody(event)), { user, device, deviceId });
    }
    case "POST /v1/locations/traccar":
      return traccarReports(parseJson(await readBody(event)), deviceId);
    default:
      throw new Error(`No format of ${event.routeKey}`);
  }
}

/** OwnTracks reads the answer as a list of messages to show. */
function accepted(routeKey: string, kept: Kept, requestId: string): Answer {
  return routeKey === "POST /v1/locations/owntracks"
    ? answer(200, [])
    : answer(200, { result: "ok", ...named(kept), requestId } satisfies Receipt);
}

function isNameless({ accepted: count, rejected }: Kept): boolean {
  return (
    count === 0 &&
    rejected.length > 0 &&
    rejected.every(({ issues }) => issues.some(({ path }) => path === "deviceId"))
  );
}

function nameless(kept: Kept, requestId: string): Answer {
  const message = "No report names its device: set a device id in the app, or ?deviceId= in its URL";
  const error = { code: "ReportsRejected", message };
  return answer(400, { result: "error", error, ...named(kept), requestId } satisfies Problem);
}

function named({ accepted: count, rejected }: Kept): Kept {
  return { accepted: count, rejected: nameRejections(rejected) };
}
