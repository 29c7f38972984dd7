import type * as z from "zod";
import { isDerivedKind } from "./report-id.ts";
import { derivedReportId } from "./report-row.ts";
import { type Report, reportSchema } from "./report-schema.ts";
import type { Settings } from "./settings.ts";

/** What is wrong with a report: the key it is about (empty for the report as a whole) and a sentence that shows the value. */
export type ReportIssue = { path: string; message: string };

export type ParsedReport = { ok: true; report: Report } | { ok: false; issues: ReportIssue[] };

/** How the windows of time are set, and the moment they count from, in milliseconds since 1970. */
export type TimeWindow = Pick<Settings, "lateWindowDays" | "futureWindowHours"> & { now: number };

/** Holds one element of a request against the rules of a report. Never throws: every breach is an issue. */
export function parseReport(input: unknown, window: TimeWindow): ParsedReport {
  const parsed = reportSchema.safeParse(input);
  if (!parsed.success) {
    return { ok: false, issues: parsed.error.issues.flatMap((issue) => describe(issue, input)) };
  }
  const breaches = { timestamp: outsideWindow(parsed.data, window), reportId: foreignId(parsed.data) };
  const issues = Object.entries(breaches).flatMap(([path, breach]) =>
    breach === undefined ? [] : [{ path, message: `${breach}${got(valueAt(input, [path]))}` }],
  );
  return issues.length === 0 ? { ok: true, report: parsed.data } : { ok: false, issues };
}

/** A derived id stands for one report alone. Whoever fetched it in an export may send it again with that report, and with no other. */
function foreignId(report: Report): string | undefined {
  const { reportId } = report;
  if (typeof reportId !== "string" || !isDerivedKind(reportId)) {
    return undefined;
  }
  const derived = derivedReportId(report);
  return reportId === derived
    ? undefined
    : `must not be of version 8, which is for ids derived from a report, and this report's would be ${derived}`;
}

function outsideWindow({ timestamp }: Report, window: TimeWindow): string | undefined {
  if (timestamp.epochMilliseconds > window.now + window.futureWindowHours * 3_600_000) {
    return `must not be more than ${window.futureWindowHours} hours in the future`;
  }
  if (timestamp.epochMilliseconds < window.now - window.lateWindowDays * 86_400_000) {
    return `must not be older than ${window.lateWindowDays} days`;
  }
  return undefined;
}

function describe(issue: z.core.$ZodIssue, input: unknown): ReportIssue[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: key, message: "is not a key of a location report" }));
  }
  if (issue.path.length === 0) {
    return [{ path: "", message: `must be an object${got(input)}` }];
  }
  const value = valueAt(input, issue.path);
  const message = value === undefined ? "is required" : `${issue.message}${got(value)}`;
  return [{ path: issue.path.join("."), message }];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value === null || typeof value !== "object" ? undefined : Reflect.get(value, key)),
    input,
  );
}

/** The value as the client sent it, cut to a length that keeps an answer readable. */
function got(value: unknown): string {
  // JSON has no word for a number too large for it: 1e999 reads as Infinity.
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? String(value));
  return `, got ${text.length > 80 ? `${text.slice(0, 80)}…` : text}`;
}
