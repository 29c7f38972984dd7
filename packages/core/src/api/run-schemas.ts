import * as z from "zod";
import { runLedgerSchema } from "../daily-batch/run-ledger.ts";
import { phases } from "../daily-batch/states.ts";
import { feedResultSchema } from "../feeds/delivery.ts";

const count = z.int().nonnegative();

const runStatusSchema = z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]);

const runSummary = {
  run: z.string().describe("Name of the run"),
  status: runStatusSchema,
  startedAt: z.iso.datetime(),
  stoppedAt: z.iso.datetime().optional(),
  statusUrl: z.url().describe("URL to poll for the run's progress"),
};

export const startedRunSchema = z
  .strictObject({
    ...runSummary,
    date: z.iso.date().optional().describe("The requested date; absent if the run is for yesterday"),
  })
  .meta({ id: "StartedRun" });

export const runListSchema = z
  .strictObject({ runs: z.array(z.strictObject(runSummary).meta({ id: "RunSummary" })) })
  .meta({ id: "RunList", description: "Runs, newest first" });

const statementSchema = z.strictObject({
  id: z.string(),
  name: z.string().describe("Name of the run and purpose of the statement"),
  status: z.string().describe("Last status that the Redshift Data API reported"),
  error: z.string().optional(),
});

const runExport = z.strictObject({
  date: z.iso.date(),
  version: z.int().positive(),
  rows: count,
  conflicts: count
    .optional()
    .describe(
      "Reports left out because a different report with the same source, device and id was received first; equal ones count once",
    ),
  bytes: count,
});

const phaseSchema = z.enum([...phases, "ended"]);

export const runSchema = z
  .strictObject({
    ...runSummary,
    phase: phaseSchema.describe("What the run is doing or, if it failed, what it was doing then"),
    date: z.iso.date().optional().describe("Business date of the run, once planned"),
    map: z
      .strictObject({ total: count, done: count, running: count, failed: count, pending: count })
      .optional()
      .describe("Work objects of the Distributed Map in all rounds of the run; absent until it has begun"),
    statements: z.array(statementSchema),
    ledger: runLedgerSchema.optional(),
    exports: z.array(runExport).optional().describe("What the run published, once it has succeeded"),
    supplements: z
      .array(runExport.extend({ supplement: z.int().positive() }))
      .optional()
      .describe("Supplements with late rows that the run added to current exports"),
    unchanged: z
      .array(runExport)
      .optional()
      .describe("Exports that stay current: the run read their dates again and found no changes"),
    superseded: z
      .array(
        z.strictObject({
          date: z.iso.date(),
          version: z.int().positive(),
          by: z.strictObject({ version: z.int().positive(), run: z.string(), rows: count }),
        }),
      )
      .optional()
      .describe(
        "Exports withdrawn in favour of another run's export, which was read later or holds more reports",
      ),
    left: z
      .array(z.iso.date())
      .optional()
      .describe("Dates left to the next run, because this one has exported as many as a run may"),
    completeThrough: z.iso
      .datetime()
      .optional()
      .describe(
        "The start of the run: every report accepted before then is in an export. Absent if the run could not drain the queue in time, or did not have to",
      ),
    feeds: z.array(feedResultSchema).optional().describe("What became of the feeds that were due"),
    alreadyRunning: z
      .string()
      .optional()
      .describe(
        "ARN of the execution that was already processing the inbox. That execution exports this run's date, or leaves it to the next run",
      ),
    error: z.string().optional(),
    cause: z.string().optional(),
  })
  .meta({ id: "Run" });
export type StartedRun = z.infer<typeof startedRunSchema>;
export type RunList = z.infer<typeof runListSchema>;
export type Run = z.infer<typeof runSchema>;
