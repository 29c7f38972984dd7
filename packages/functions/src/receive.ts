import { parseReport, type ReportIssue } from "@ashiato/core/parse-report";
import { packMessages } from "@ashiato/core/queue-message";
import type { Report } from "@ashiato/core/report-schema";
import { workRows } from "@ashiato/core/work-row";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { Resource } from "sst";
import { FunctionError } from "./aws/function-error.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { readBody } from "./receive/read-body.ts";
import { readReports } from "./receive/read-reports.ts";
import { RequestError } from "./receive/request-error.ts";
import { sendMessages } from "./receive/send-messages.ts";

/** Kept back from the function's time, so that an answer is given before Lambda ends the invocation. */
const answerReserveMilliseconds = 1_000;
const retryAfterSeconds = 5;

type Rejection = { index: number; issues: ReportIssue[] };

/**
 * `POST /v1/locations`: takes one report or `{"locations": [...]}`. 202 means that the queue has confirmed every accepted report; each rejected one is
 * named with its reasons. 503 means that some may not be kept: the client sends all again, and equal reports count once.
 */
export async function handler(
  event: APIGatewayProxyEventV2,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { requestId, timeEpoch } = event.requestContext;
  try {
    const { reports, rejected } = checkReports(readReports(await readBody(event)), timeEpoch);
    if (rejected.length > 0) {
      // Paths alone: the messages show values, and a position of a person has no place in a log.
      const paths = new Set(rejected.flatMap(({ issues }) => issues.map(({ path }) => path)));
      logger.warn("reports rejected", {
        requestId,
        accepted: reports.length,
        rejected: rejected.length,
        paths: [...paths].slice(0, 20),
      });
      publishCounts("receive", { rejected: rejected.length });
    }
    if (reports.length === 0) {
      const error = { code: "ReportsRejected", message: "No report of the request was accepted" };
      return answer(400, { result: "error", error, accepted: 0, rejected, requestId });
    }
    const { timeZone } = Resource.Settings;
    await sendMessages({
      queueUrl: Resource.Reports.url,
      bodies: packMessages(workRows(reports, { at: timeEpoch, timeZone })),
      signal: AbortSignal.timeout(
        Math.max(0, context.getRemainingTimeInMillis() - answerReserveMilliseconds),
      ),
    });
    return answer(202, { result: "ok", accepted: reports.length, rejected, requestId });
  } catch (error) {
    return refuse(error, requestId);
  }
}

function checkReports(inputs: unknown[], now: number): { reports: Report[]; rejected: Rejection[] } {
  const { lateWindowDays, futureWindowHours } = Resource.Settings;
  const reports: Report[] = [];
  const rejected: Rejection[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = parseReport(input, { now, lateWindowDays, futureWindowHours });
    if (parsed.ok) {
      reports.push(parsed.report);
    } else {
      rejected.push({ index, issues: parsed.issues });
    }
  }
  return { reports, rejected };
}

/** The answer to a failure that a client can act on; any other failure is raised, and API Gateway answers 500. */
function refuse(error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 {
  if (error instanceof RequestError) {
    logger.warn("request refused", { requestId, code: error.code, message: error.message });
    const { code, message } = error;
    return answer(error.statusCode, { result: "error", error: { code, message }, requestId });
  }
  if (error instanceof FunctionError && error.name === "QueueUnavailable") {
    logger.error("reports not kept", { requestId, error });
    publishCounts("receive", { unavailable: 1 });
    const message = `${error.message}. Send the whole request again: equal reports count once`;
    const refusal = answer(503, { result: "error", error: { code: error.name, message }, requestId });
    return { ...refusal, headers: { ...refusal.headers, "retry-after": String(retryAfterSeconds) } };
  }
  throw error;
}

function answer(statusCode: number, body: unknown): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
