import { parseReport, type ReportIssue } from "@ashiato/core/parse-report";
import { packMessages } from "@ashiato/core/queue-message";
import type { Report } from "@ashiato/core/report-schema";
import { workRows } from "@ashiato/core/work-row";
import type { Context } from "aws-lambda";
import { Resource } from "sst";
import { logger, publishCounts } from "../aws/telemetry.ts";
import { sendMessages } from "./send-messages.ts";

/** Kept back from the function's time, so that an answer is given before Lambda ends the invocation. */
const answerReserveMilliseconds = 1_000;

export type Rejection = { index: number; issues: ReportIssue[] };

export type Kept = { accepted: number; rejected: Rejection[] };

export type Arrival = {
  requestId: string;
  /** Moment of arrival, in milliseconds since 1970. */
  timeEpoch: number;
  context: Pick<Context, "getRemainingTimeInMillis">;
};

/**
 * Holds the reports of a request against their rules and puts those that keep them on the queue. When it returns, the queue has confirmed each accepted
 * one. Throws QueueUnavailable if it did not.
 */
export async function keepReports(inputs: unknown[], arrival: Arrival): Promise<Kept> {
  const { reports, rejected } = checkReports(inputs, arrival.timeEpoch);
  if (rejected.length > 0) {
    tellRejected({ accepted: reports.length, rejected }, arrival.requestId);
  }
  if (reports.length > 0) {
    await sendMessages({
      queueUrl: Resource.Reports.url,
      bodies: packMessages(
        workRows(reports, { at: arrival.timeEpoch, timeZone: Resource.Settings.timeZone }),
      ),
      signal: AbortSignal.timeout(
        Math.max(0, arrival.context.getRemainingTimeInMillis() - answerReserveMilliseconds),
      ),
    });
  }
  return { accepted: reports.length, rejected };
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

function tellRejected({ accepted, rejected }: Kept, requestId: string): void {
  // Paths alone: the messages show values, and a position of a person has no place in a log.
  const paths = new Set(rejected.flatMap(({ issues }) => issues.map(({ path }) => path)));
  logger.warn("reports rejected", {
    requestId,
    accepted,
    rejected: rejected.length,
    paths: [...paths].slice(0, 20),
  });
  publishCounts("receive", { rejected: rejected.length });
}
