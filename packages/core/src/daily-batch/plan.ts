import { hash } from "node:crypto";
import * as z from "zod";
import { yesterday } from "../business-date.ts";
import { DomainError } from "../errors.ts";
import { shownValue } from "../shown-value.ts";
import { isCalendarDate } from "../timestamps.ts";

/** A run's name is part of S3 keys and of SQL text. */
const safeRun = /^[A-Za-z0-9_-]{1,80}$/;

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
    /** The Step Functions console puts a comment into the input of a new execution. */
    Comment: z.string().optional(),
  }),
});

export type PlanRequest = z.infer<typeof planRequestSchema>;

/** Tagged, because the state machine chooses by `result`. */
export type Plan =
  | { result: "planned"; run: string; date: string }
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

/** Returns the run's name and the business date to export. */
export function requestedRun(request: PlanRequest, timeZone: string): { run: string; date: string } {
  return {
    run: runName(request.executionName),
    date: request.input.date ?? yesterday(Date.parse(request.startTime), timeZone),
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
