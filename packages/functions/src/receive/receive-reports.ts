import { stageHeader } from "@ashiato/core/api/stage-header";
import type { Problem, Receipt } from "@ashiato/core/api/schemas";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { type Answer, answer, refuse } from "../http/answer.ts";
import { keepReports } from "./keep-reports.ts";
import { nameRejections } from "./name-rejections.ts";
import { sourceOf } from "../http/caller.ts";
import { countReports } from "../http/limit-use.ts";
import { isJsonLines, readBody } from "../http/read-body.ts";
import { readReportLines, readReports } from "./read-reports.ts";

/**
 * `POST /v1/locations`: takes one report, `{"locations": [...]}`, or one report on each line. 202 means that
 * the queue has confirmed every accepted report; each rejected one is listed with its reasons. 503 means that
 * some may not be kept: the client sends all again, and equal reports count once.
 */
export async function receiveReports(
  event: APIGatewayProxyEventV2,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<Answer> {
  const { requestId, timeEpoch, apiId } = event.requestContext;
  // The id that GET /v1/stage returns: with each answer, the sender sees whether the stage is still the same.
  const headers = { [stageHeader]: apiId };
  try {
    const body = await readBody(event);
    const inputs = isJsonLines(event) ? readReportLines(body) : readReports(body);
    const kept = await keepReports(inputs, { requestId, timeEpoch, source: sourceOf(event), context });
    const { accepted } = kept;
    countReports(event, accepted);
    const rejected = nameRejections(kept.rejected);
    if (accepted === 0) {
      const error = { code: "ReportsRejected", message: "No report in the request was accepted" };
      return answer(
        400,
        { result: "error", error, accepted, rejected, requestId } satisfies Problem,
        headers,
      );
    }
    return answer(202, { result: "ok", accepted, rejected, requestId } satisfies Receipt, headers);
  } catch (error) {
    return refuse(error, requestId);
  }
}
