import { hash } from "node:crypto";
import * as z from "zod";
import { yesterday } from "../business-date.ts";
import { DomainError } from "../errors.ts";
import type { FeedName } from "../feed-keys.ts";
import { shownValue } from "../shown-value.ts";
import { isCalendarDate } from "../timestamps.ts";

/** A run's name is part of S3 keys and of SQL text. */
const safeRun = /^[A-Za-z0-9_-]{1,80}$/;

const feedNameSchema = z.strictObject({ client: z.string(), feed: z.string() });

/** What the state machine passes on about an execution. */
const planRequestSchema = z.strictObject({
  executionArn: z.string(),
  executionName: z.string(),
  startTime: z.iso.datetime({ offset: true }),
  input: z.strictObject({
    date: z
      .string()
      .refine(isCalendarDate, {
        error: ({ input }) => `must be a date yyyy-MM-dd, got ${shownValue(input)}`,
      })
      .optional(),
    /** Whether the run first gets what was accepted before it off the queue. */
    drain: z.boolean().default(true),
    /** A client's feed to make of the date, and nothing else. */
    feed: feedNameSchema.optional(),
    /** The Step Functions console puts a comment into the input of a new execution. */
    Comment: z.string().optional(),
  }),
});

export type PlanRequest = z.infer<typeof planRequestSchema>;

/** Tagged, because the state machine chooses by `result`. */
export type Plan =
  | { result: "planned"; run: string; date: string; drain: boolean }
  | { result: "feed"; run: string; date: string; feed: FeedName }
  | { result: "already_running"; runningExecution: string };

/**
 * Reads the input of the Plan state. Throws InvalidInput with each invalid path and value.
 */
export function parsePlanRequest(input: unknown): PlanRequest {
  const parsed = planRequestSchema.safeParse(input);
  if (!parsed.success) {
    throw new DomainError("InvalidInput", z.prettifyError(parsed.error), { cause: parsed.error });
  }
  return parsed.data;
}

/** Returns what an execution is asked for: the run's name, the business date to export, whether to drain. */
export function requestedRun(
  { executionName, startTime, input: { date, drain } }: PlanRequest,
  timeZone: string,
): { run: string; date: string; drain: boolean } {
  return {
    run: runName(executionName),
    date: date ?? yesterday(Date.parse(startTime), timeZone),
    drain,
  };
}

/**
 * Returns the execution's name if it is safe; otherwise its safe characters and a hash that distinguishes it
 * from others.
 */
export function runName(executionName: string): string {
  if (safeRun.test(executionName)) {
    return executionName;
  }
  const safePart = executionName.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 63);
  return `${safePart}-${hash("sha256", executionName, "hex").slice(0, 16)}`;
}
