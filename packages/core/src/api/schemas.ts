import { z } from "zod";
import { ledgerSchema } from "../daily-batch/ledger.ts";
import { phases } from "../daily-batch/states.ts";
import { exportDocumentSchema } from "../export-document.ts";

/**
 * The answers of the API: the handlers return them, the OpenAPI document describes them and the specs check
 * every answer against them.
 */

const count = z.int().nonnegative();
const requestId = z.string().describe("Identifies the request in the logs");

const rejectedReport = z
  .strictObject({
    index: count.describe("Position of the report in the request, from 0"),
    deviceId: z.string().optional().describe("Its device, where it names one"),
    issues: z.array(
      z.strictObject({
        path: z.string().describe("The field with the issue; empty for the report as a whole"),
        message: z.string().describe("The rule that the value breaks, and the value"),
      }),
    ),
    omitted: count
      .optional()
      .describe("Number of reasons that did not fit into the answer; absent if all are listed"),
  })
  .meta({ id: "RejectedReport" });

const rejected = z
  .array(rejectedReport)
  .describe("Every rejected report, with the reasons; on the routes of phones, the first hundred");

export const receiptSchema = z
  .strictObject({
    result: z.literal("ok"),
    accepted: count,
    rejected,
    keptAsRejected: count
      .optional()
      .describe(
        "Routes of phones: reports that break a rule, kept with their reasons until they can be replayed",
      ),
    events: count
      .optional()
      .describe("Routes of phones: what the app says that is no position, and is passed over"),
    requestId,
  })
  .meta({ id: "Receipt", description: "Every accepted report is kept: the sender may delete it" });

export const problemSchema = z
  .strictObject({
    result: z.literal("error"),
    error: z.strictObject({ code: z.string().describe("For programs to branch on"), message: z.string() }),
    accepted: count.optional(),
    rejected: rejected.optional(),
    requestId,
  })
  .meta({ id: "Problem", description: "Why a request was refused" });

/** What API Gateway itself answers to a missing or refused token, an unknown route or too many requests. */
export const gatewayMessageSchema = z
  .strictObject({ message: z.string().nullable() })
  .meta({ id: "GatewayMessage", description: "An answer from API Gateway itself" });

export const stageIdentitySchema = z
  .strictObject({
    id: z.string().describe("Identifies the stage and its data: changes when the stage is created anew"),
  })
  .meta({ id: "StageIdentity" });

const exportFileSchema = z
  .strictObject({
    name: z.string().describe("File name that the link downloads as"),
    rows: count,
    bytes: count,
    sha256: z.string(),
    url: z.url().describe("Signed link: needs no token, valid until `expiresAt`"),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "ExportFile" });

const exported = exportDocumentSchema.shape;

export const exportSchema = z
  .strictObject({
    ...exportDocumentSchema.omit({ files: true }).shape,
    date: exported.date.describe("Business date"),
    timeZone: exported.timeZone.describe("IANA name of the zone whose calendar gave the date"),
    version: exported.version.describe("1 for the date's first export; the highest is the current one"),
    run: exported.run.describe("The run that published it"),
    rows: exported.rows.describe("Data rows of all files, without the header lines"),
    conflicts: exported.conflicts.describe(
      "Contents left out because another report of their source, device and id was received first",
    ),
    checksum: exported.checksum.describe("Hash of the bytes of all files in their order"),
    schemaVersion: exported.schemaVersion.describe("Version of the columns"),
    localTime: exported.localTime.describe("Whether the last column is `recorded_at_local`"),
    current: z.boolean().describe("Whether this is the newest version of its date"),
    files: z.array(exportFileSchema),
  })
  .meta({ id: "Export", description: "The CSV of one business date" });

export const exportListSchema = z
  .strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    exports: z.array(exportSchema),
    olderVersions: count.describe("Versions of these dates that the list leaves out: see `versions=all`"),
    next: z
      .url()
      .optional()
      .describe("URL of the dates that follow, up to `to`; absent if the list is complete"),
  })
  .meta({ id: "ExportList", description: "Exports, ordered by date" });

const runStatusSchema = z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]);

const runSummary = {
  run: z.string().describe("Name of the run"),
  status: runStatusSchema,
  startedAt: z.iso.datetime(),
  stoppedAt: z.iso.datetime().optional(),
  statusUrl: z.url().describe("URL to poll for the progress"),
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
  name: z.string().describe("The run and the purpose of the statement"),
  status: z.string().describe("Status last reported by the Data API"),
  error: z.string().optional(),
});

const phaseSchema = z.enum([...phases, "ended"]);

export const runSchema = z
  .strictObject({
    ...runSummary,
    phase: phaseSchema.describe("What the run is doing; of a run that failed, what failed"),
    date: z.iso.date().optional().describe("Business date of the run, once planned"),
    map: z
      .strictObject({ total: count, done: count, running: count, failed: count, pending: count })
      .optional()
      .describe("Work objects of the Distributed Map in all rounds of the run, once it has begun"),
    statements: z.array(statementSchema),
    ledger: z.strictObject(ledgerSchema.shape).optional(),
    exports: z
      .array(
        z.strictObject({
          date: z.iso.date(),
          version: z.int().positive(),
          rows: count,
          conflicts: count
            .optional()
            .describe(
              "Rows left out because a different report with the same source, device and id was received first",
            ),
          bytes: count,
        }),
      )
      .optional()
      .describe("What the run published, once it has succeeded"),
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
        "Exports withdrawn in favor of an export by another run, which was read later or holds more reports",
      ),
    left: z
      .array(z.iso.date())
      .optional()
      .describe("Dates that wait for the next run, as this one has exported as many as a run may"),
    alreadyRunning: z
      .string()
      .optional()
      .describe(
        "ARN of the execution that was already processing the inbox: it exports the date requested of this run, or leaves it to the next run",
      ),
    error: z.string().optional(),
    cause: z.string().optional(),
  })
  .meta({ id: "Run" });

export type Problem = z.infer<typeof problemSchema>;
export type StageIdentity = z.infer<typeof stageIdentitySchema>;
export type Receipt = z.infer<typeof receiptSchema>;
export type Export = z.infer<typeof exportSchema>;
export type ExportList = z.infer<typeof exportListSchema>;
export type StartedRun = z.infer<typeof startedRunSchema>;
export type RunList = z.infer<typeof runListSchema>;
export type Run = z.infer<typeof runSchema>;
