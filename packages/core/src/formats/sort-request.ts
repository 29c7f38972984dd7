import { parseReport, type ReportIssue, type TimeWindow } from "../parse-report.ts";
import { rejectedLine, type RejectedReport, type RequestOrigin } from "../rejected-report.ts";
import type { Report } from "../report-schema.ts";
import type { AdaptedReports } from "./adapted-reports.ts";

/** Maximum number of rejected reports on a line. */
const reportsOfLine = 200;
/** Maximum number of reasons that a line names. */
const maxReasons = 10;

/** A report that is not accepted, with its position in the request. */
export type PhoneRejection = { index: number; deviceId?: string; issues: ReportIssue[] };

/** The entries of a request: each is in one of the first three. */
export type SortedRequest = {
  reports: Report[];
  rejected: PhoneRejection[];
  /** The number of events that were skipped. */
  events: number;
  /** The original names of devices, by the ids that they became. */
  renamed: Map<string, string>;
};

type Adapted = Extract<AdaptedReports, { ok: true }>;

/** Checks the items of a phone's request against the rules of a report. Never throws. */
export function sortRequest({ items }: Pick<Adapted, "items">, window: TimeWindow): SortedRequest {
  const sorted: SortedRequest = { reports: [], rejected: [], events: 0, renamed: new Map() };
  for (const [index, item] of items.entries()) {
    switch (item.kind) {
      case "event":
        sorted.events += 1;
        break;
      case "refused": {
        const { path, message, deviceId } = item;
        sorted.rejected.push({
          index,
          ...(deviceId !== undefined && { deviceId }),
          issues: [{ path, message }],
        });
        break;
      }
      case "report": {
        const parsed = parseReport(item.report, window);
        const deviceId = item.report["deviceId"];
        if (parsed.ok) {
          sorted.reports.push(parsed.report);
        } else {
          const known = typeof deviceId === "string" && { deviceId };
          sorted.rejected.push({ index, ...known, issues: parsed.issues });
        }
        if (item.sentName !== undefined && typeof deviceId === "string") {
          sorted.renamed.set(deviceId, item.sentName);
        }
      }
    }
  }
  return sorted;
}

type Arrival = { origin: RequestOrigin; requestId: string; receivedAt: Date };

/**
 * Returns the lines that keep the rejected reports of a request, one or more on each. Throws a RangeError if
 * a report is nested too deep to be written as JSON.
 * @param bodyOf returns the request's body with only some of its items
 */
export function rejectedLines(
  rejected: readonly PhoneRejection[],
  bodyOf: Adapted["bodyOf"],
  { origin, requestId, receivedAt }: Arrival,
): string[] {
  const size = rejected.length > reportsOfLine ? reportsOfLine : 1;
  const lines: string[] = [];
  for (let start = 0; start < rejected.length; start += size) {
    const group = rejected.slice(start, start + size);
    const deviceId = group.find((each) => each.deviceId !== undefined)?.deviceId;
    const report: RejectedReport = {
      reason: reasonOf(group),
      ...origin,
      requestId,
      receivedAt: receivedAt.toISOString(),
      ...(deviceId !== undefined && size === 1 && { deviceId }),
      body: bodyOf(group.map(({ index }) => index)),
    };
    lines.push(rejectedLine(report));
  }
  return lines;
}

function reasonOf(rejected: readonly PhoneRejection[]): string {
  const reasons = new Set(
    rejected.flatMap(({ issues }) => issues.map(({ path, message }) => `${path} ${message}`.trim())),
  );
  const more = reasons.size - maxReasons;
  return [...reasons].slice(0, maxReasons).join("; ") + (more > 0 ? `; and ${more} more` : "");
}
