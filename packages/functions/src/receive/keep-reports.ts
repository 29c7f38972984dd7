import { parseReport, type ReportIssue } from "@ashiato/core/parse-report";
import { packMessages } from "@ashiato/core/queue-message";
import type { Report } from "@ashiato/core/report-schema";
import { shownKey } from "@ashiato/core/shown-value";
import { workRows } from "@ashiato/core/work-row";
import type { Context } from "aws-lambda";
import { Resource } from "sst";
import { logger, publishCounts } from "../aws/telemetry.ts";
import { sendMessages } from "./send-messages.ts";

/** Reserved from the function's time, so that it answers before Lambda ends the invocation. */
const answerReserveMilliseconds = 1_000;
/** Rejected reports that one log entry names. */
const maxLogged = 20;

/** A report that is not accepted, by its position in the request, with its device if it names one. */
export type Rejection = { index: number; deviceId?: string; issues: ReportIssue[] };

export type Kept = { accepted: number; rejected: Rejection[] };

export type Arrival = {
  requestId: string;
  /** Time of arrival, in milliseconds since 1970. */
  timeEpoch: number;
  /** The client whose key the request came with; absent for the stage's own token. */
  source: string | undefined;
  context: Pick<Context, "getRemainingTimeInMillis">;
};

/**
 * Checks the reports of a request and puts the valid ones on the queue. Returns once the queue has confirmed
 * every accepted one; throws QueueUnavailable if it does not.
 */
export async function keepReports(inputs: unknown[], arrival: Arrival): Promise<Kept> {
  const { lateWindowDays, futureWindowHours } = Resource.Settings;
  const reports: Report[] = [];
  const rejected: Rejection[] = [];
  for (const [index, input] of inputs.entries()) {
    const parsed = parseReport(input, { now: arrival.timeEpoch, lateWindowDays, futureWindowHours });
    if (parsed.ok) {
      reports.push(parsed.report);
    } else {
      rejected.push({ index, ...namedDevice(input), issues: parsed.issues });
    }
  }
  if (rejected.length > 0) {
    tellRejected({ accepted: reports.length, rejected }, arrival.requestId);
  }
  await sendReports(reports, [], arrival);
  return { accepted: reports.length, rejected };
}

/**
 * Puts reports, and messages that hold rejected ones, on the queue. Throws QueueUnavailable if the queue does
 * not confirm all of them.
 * @param messages bodies of `packRejected`
 */
export async function sendReports(reports: Report[], messages: string[], arrival: Arrival): Promise<void> {
  const { timeZone } = Resource.Settings;
  const { timeEpoch: at, source } = arrival;
  const bodies = [...packMessages(workRows(reports, { at, source, timeZone })), ...messages];
  if (bodies.length > 0) {
    await sendMessages({
      queueUrl: Resource.Reports.url,
      bodies,
      signal: AbortSignal.timeout(
        Math.max(0, arrival.context.getRemainingTimeInMillis() - answerReserveMilliseconds),
      ),
    });
  }
}

/**
 * Names rejected reports in the log, without coordinates: a person's position has no place there.
 */
export function tellRejected({ accepted, rejected }: Kept, requestId: string): void {
  logger.warn("reports rejected", {
    requestId,
    accepted,
    rejected: rejected.length,
    reports: rejected.slice(0, maxLogged).map(({ issues, ...report }) => ({
      ...report,
      issues: issues.map((issue) => (isPosition(issue.path) ? { path: issue.path } : issue)),
    })),
  });
  publishCounts("receive", { rejected: rejected.length });
}

function isPosition(path: string): boolean {
  return path === "latitude" || path === "longitude" || path === "";
}

function namedDevice(input: unknown): { deviceId?: string } {
  if (
    input === null ||
    typeof input !== "object" ||
    !("deviceId" in input) ||
    typeof input.deviceId !== "string"
  ) {
    return {};
  }
  return { deviceId: shownKey(input.deviceId) };
}
