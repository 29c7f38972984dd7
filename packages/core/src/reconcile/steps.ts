import * as z from "zod";
import { isCalendarDate } from "../timestamps.ts";
import { addCalendarDays, businessDate } from "../business-date.ts";
import { DomainError } from "../errors.ts";
import type { DateRange } from "../partition-sql.ts";
import { shownValue } from "../shown-value.ts";

/** The most dates that one comparison takes: what the warehouse returns for them must fit into one page. */
const maxComparedDates = 366;

const date = z.string().refine(isCalendarDate, {
  error: ({ input }) => `must be a date yyyy-MM-dd, got ${shownValue(input)}`,
});

/** What a comparison is asked for; both ends of the range are included. */
export const comparisonRequestSchema = z.strictObject({
  from: date.optional(),
  to: date.optional(),
  repair: z.boolean("must be true or false").optional(),
});

export type ComparisonRequest = z.infer<typeof comparisonRequestSchema>;

/** Days up to today that are compared, and of these the last that are counted, if no range is named. */
export type ComparedDays = { days: number; countedDays: number };

/**
 * Returns the dates to compare, and from which on the warehouse counts them. A range that is named is counted
 * whole. By default the dates go up to tomorrow, the last day of which reports are accepted. Throws
 * InvalidInput for a range that ends before it begins, or has too many dates.
 */
export function comparedRange(
  { from, to }: ComparisonRequest,
  { now, timeZone, days, countedDays }: { now: number; timeZone: string } & ComparedDays,
): DateRange & { countFrom: string } {
  const today = businessDate(now, timeZone);
  const last = to ?? addCalendarDays(today, 1);
  const until = last < today ? last : today;
  const first = from ?? addCalendarDays(until, -days);
  if (first > last) {
    throw new DomainError("InvalidInput", `from must not be after to, got ${first} and ${last}`);
  }
  if (addCalendarDays(first, maxComparedDates - 1) < last) {
    throw new DomainError(
      "InvalidInput",
      `a comparison takes at most ${maxComparedDates} dates, got ${first} to ${last}`,
    );
  }
  return { from: first, to: last, countFrom: from ?? addCalendarDays(until, -countedDays) };
}

/** The answer of `compare` at its beginning: a run is at work, or what is to be compared. */
export type Begun =
  | { result: "busy"; holder: string }
  | {
      result: "ready";
      from: string;
      to: string;
      countFrom: string;
      repair: boolean;
      /** ETag of the lock of the inbox; null if no run has ever taken it. */
      inbox: string | null;
    };

/** What the catalog and the bucket need, of which a statement is one each. */
export const repairPlanSchema = z.strictObject({
  /** Statements that alter the catalog, one after the other. */
  statements: z.array(z.string()),
  /** Dates of which an export is requested. */
  requests: z.array(z.iso.date()),
  /** Dates of which unpublished files are removed. */
  removals: z.array(z.iso.date()),
});

export type RepairPlan = z.infer<typeof repairPlanSchema>;

/** The answer of `compare` at its end. */
export type Compared =
  | { result: "again" }
  | { result: "repair"; plan: RepairPlan }
  | { result: "compared"; findings: number; repaired: number };

/** The answer of `repair`: a run has taken the inbox meanwhile, or the statements that are left to do. */
export type Repairing = { result: "again" } | { result: "ready"; statements: string[] };
