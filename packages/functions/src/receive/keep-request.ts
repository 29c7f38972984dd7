import { adaptRequest } from "@ashiato/core/formats/phone-request";
import { rejectedLines, sortRequest, type SortedRequest } from "@ashiato/core/formats/sort-request";
import { maxRejectedLineBytes, packRejected } from "@ashiato/core/queue-message";
import { rejectedLine } from "@ashiato/core/rejected-report";
import { Resource } from "sst";
import { logger, publishCounts } from "../aws/telemetry.ts";
import { RequestError } from "../errors.ts";
import { type Arrival, type Rejection, sendReports, tellRejected } from "./keep-reports.ts";
import type { ReadRequest } from "./read-phone-request.ts";

/** The outcome of a phone's request; `rejected` entries are kept under `rejected/reports/`. */
export type KeptRequest = { accepted: number; rejected: Rejection[]; events: number };

/** Names that one log entry holds. */
const maxNames = 50;

/**
 * Keeps everything in a phone's request except events: its reports as rows, and the rest as received. Returns
 * once the queue has confirmed all of them; throws QueueUnavailable if it does not. Throws RequestError, and
 * keeps nothing, if a rejected entry is too large for the queue.
 */
export async function keepRequest(request: ReadRequest, arrival: Arrival): Promise<KeptRequest> {
  const { sorted, lines } = sort(request, arrival);
  const longest = lines.find((line) => line.length > maxRejectedLineBytes);
  if (longest !== undefined) {
    throw new RequestError(
      "RequestTooLarge",
      `A rejected report takes ${longest.length} bytes to keep; the maximum is ${maxRejectedLineBytes}`,
    );
  }
  const { reports, rejected, events, renamed } = sorted;
  await sendReports(reports, packRejected(lines), arrival);
  if (rejected.length > 0) {
    tellRejected({ accepted: reports.length, rejected }, arrival.requestId);
  }
  if (events > 0) {
    publishCounts("receive", { events });
  }
  if (renamed.size > 0) {
    const names = [...renamed]
      .slice(0, maxNames)
      .map(([deviceId, sent]) => ({ deviceId, sent: sent.slice(0, 200) }));
    logger.info("devices named", { requestId: arrival.requestId, names });
  }
  return { accepted: reports.length, rejected, events };
}

type Sorted = { sorted: SortedRequest; lines: string[] };

function sort(
  { origin: sent, body, asItCame }: ReadRequest,
  { requestId, timeEpoch, source }: Arrival,
): Sorted {
  const origin = source === undefined ? sent : { ...sent, source };
  const { lateWindowDays, futureWindowHours } = Resource.Settings;
  const receivedAt = new Date(timeEpoch);
  const whole = (reason: string): string =>
    rejectedLine({ reason, ...origin, requestId, receivedAt: receivedAt.toISOString(), body: asItCame });
  const adapted =
    body.kind === "unreadable"
      ? { ok: false as const, message: body.message }
      : adaptRequest({ ...origin, body });
  if (!adapted.ok) {
    const { message } = adapted;
    const rejected = [{ index: 0, issues: [{ path: "", message }] }];
    return { sorted: { reports: [], rejected, events: 0, renamed: new Map() }, lines: [whole(message)] };
  }
  const sorted = sortRequest(adapted, { now: timeEpoch, lateWindowDays, futureWindowHours });
  try {
    return {
      sorted,
      lines: rejectedLines(sorted.rejected, adapted.bodyOf, { origin, requestId, receivedAt }),
    };
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    // Nested too deep to be written as JSON: the body is kept whole. If it is replayed, its accepted reports
    // count once.
    return { sorted, lines: [whole("is nested too deep")] };
  }
}
