import type * as z from "zod";
import { isProbe } from "./probe.ts";
import { isDerivedKind } from "./report-id.ts";
import { derivedReportId } from "./report-row.ts";
import { type Report, reportSchema } from "./report-schema.ts";
import type { Settings } from "./settings.ts";
import { shownKey, shownValue } from "./shown-value.ts";

/**
 * Levels of objects and lists, including the report itself. A valid report has one; the rest leaves room for
 * clients' mistakes to be named.
 */
export const maxReportDepth = 16;

/** Unknown keys that a report's issues name; the rest are only counted. */
const maxNamedKeys = 10;

/**
 * A fault of a report: its key (empty for the report as a whole) and a sentence that shows the value.
 */
export type ReportIssue = { path: string; message: string };

export type ParsedReport = { ok: true; report: Report } | { ok: false; issues: ReportIssue[] };

/** The accepted window of time, and the current time in milliseconds since 1970. */
export type TimeWindow = Pick<Settings, "lateWindowDays" | "futureWindowHours"> & { now: number };

/**
 * Checks one element of a request against the rules of a report. Never throws, whatever the element's size
 * and depth: every broken rule is an issue. Issues are few and short: long values and keys are truncated, and
 * only the first of many unknown keys are named, the rest counted.
 */
export function parseReport(input: unknown, window: TimeWindow): ParsedReport {
  if (isDeeperThan(maxReportDepth, input)) {
    const message = `must not be nested deeper than ${maxReportDepth} levels`;
    return { ok: false, issues: [{ path: "", message }] };
  }
  const parsed = reportSchema.safeParse(input);
  if (!parsed.success) {
    return { ok: false, issues: describeAll(parsed.error.issues, input) };
  }
  const breaches = { timestamp: outsideWindow(parsed.data, window), reportId: foreignId(parsed.data) };
  const issues = Object.entries(breaches).flatMap(([path, breach]) =>
    breach === undefined ? [] : [{ path, message: `${breach}${got(valueAt(input, [path]))}` }],
  );
  return issues.length === 0 ? { ok: true, report: parsed.data } : { ok: false, issues };
}

/**
 * Returns the broken rule if the report has a derived id that is not its own. A derived id may be sent again
 * with the report from which it derives, as an export has it, and with no other.
 */
function foreignId(report: Report): string | undefined {
  const { reportId } = report;
  if (typeof reportId !== "string" || !isDerivedKind(reportId)) {
    return undefined;
  }
  const derived = derivedReportId(report);
  return reportId === derived
    ? undefined
    : `must not be of version 8, which is reserved for ids derived from a report; this report's would be ${derived}`;
}

/**
 * The number of weeks after which a receiver's week count restarts at zero:
 * https://www.gps.gov/technical/icwg/IS-GPS-200N.pdf, 20.3.3.3.1.1
 */
const rolloverWeeks = 1_024;
/** Weeks are counted from 1980: the count has restarted twice. */
const rollovers = [1, 2];

function outsideWindow(report: Report, window: TimeWindow): string | undefined {
  const { timestamp } = report;
  if (isProbe(report)) {
    return undefined;
  }
  if (timestamp.epochMilliseconds > latestOf(window)) {
    return `must not be more than ${window.futureWindowHours} hours in the future`;
  }
  if (timestamp.epochMilliseconds < earliestOf(window)) {
    return `must not be older than ${window.lateWindowDays} days${rolledOver(timestamp.epochMilliseconds, window)}`;
  }
  return undefined;
}

/** Returns whether the window has a time in milliseconds since 1970. */
export function isInWindow(epochMilliseconds: number, window: TimeWindow): boolean {
  return epochMilliseconds >= earliestOf(window) && epochMilliseconds <= latestOf(window);
}

function latestOf({ now, futureWindowHours }: TimeWindow): number {
  return now + futureWindowHours * 3_600_000;
}

function earliestOf({ now, lateWindowDays }: TimeWindow): number {
  return now - lateWindowDays * 86_400_000;
}

/**
 * Names the fault of a receiver whose week count has restarted: its time is acceptable once 1024 or 2048
 * weeks are added.
 */
function rolledOver(epochMilliseconds: number, window: TimeWindow): string {
  for (const times of rollovers) {
    const weeks = times * rolloverWeeks;
    const meant = epochMilliseconds + weeks * 7 * 86_400_000;
    if (isInWindow(meant, window)) {
      return ` (a GPS week rollover: ${weeks} weeks later it is ${new Date(meant).toISOString()})`;
    }
  }
  return "";
}

/** Recurses no deeper than `levels`. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (value === null || typeof value !== "object") {
    return false;
  }
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}

/** Known keys come first, so that their issues are not lost among many unknown keys. */
function describeAll(issues: z.core.$ZodIssue[], input: unknown): ReportIssue[] {
  const unknownKeys = issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []));
  return [
    ...issues.filter(({ code }) => code !== "unrecognized_keys").map((issue) => describe(issue, input)),
    ...describeUnknown(unknownKeys),
  ];
}

function describe(issue: z.core.$ZodIssue, input: unknown): ReportIssue {
  if (issue.path.length === 0) {
    return { path: "", message: `must be an object${got(input)}` };
  }
  const value = valueAt(input, issue.path);
  const message = value === undefined ? "is required" : `${issue.message}${got(value)}`;
  return { path: issue.path.join("."), message };
}

function describeUnknown(keys: readonly string[]): ReportIssue[] {
  const named = keys
    .slice(0, maxNamedKeys)
    .map((key) => ({ path: shownKey(key), message: "is not a key of a location report" }));
  const more = keys.length - named.length;
  return more === 0
    ? named
    : [...named, { path: "", message: `has ${more} more unknown ${more === 1 ? "key" : "keys"}` }];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value === null || typeof value !== "object" ? undefined : Reflect.get(value, key)),
    input,
  );
}

function got(value: unknown): string {
  return `, got ${shownValue(value)}`;
}
