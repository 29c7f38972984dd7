import * as z from "zod";
import { exportDocumentSchema, supplementSchema } from "../export-document.ts";
import { exportFileSchema, parquetFileSchema } from "./file-schemas.ts";

/**
 * The answers of the API: the handlers return them, the OpenAPI document describes them, and the specs check
 * every answer against them.
 */

const count = z.int().nonnegative();
const requestId = z.string().describe("Identifies the request in the logs");

const rejectedReport = z
  .strictObject({
    index: count.describe("Position of the report in the request, from 0"),
    deviceId: z.string().optional().describe("The device, if the report names one"),
    issues: z.array(
      z.strictObject({
        path: z.string().describe("The field with the issue; empty for the report as a whole"),
        message: z.string().describe("The broken rule and the value"),
      }),
    ),
    omitted: count
      .optional()
      .describe("Number of issues that did not fit into the answer; absent if all are listed"),
  })
  .meta({ id: "RejectedReport" });

const rejected = z
  .array(rejectedReport)
  .describe("Every rejected report, with its reasons; on the phone routes, the first hundred");

export const receiptSchema = z
  .strictObject({
    result: z.literal("ok"),
    accepted: count,
    rejected,
    keptAsRejected: count
      .optional()
      .describe(
        "Phone routes only: number of reports that break a rule and are kept with their reasons, so that they can be replayed",
      ),
    events: count
      .optional()
      .describe("Phone routes only: number of entries that are not positions, which are ignored"),
    requestId,
  })
  .meta({ id: "Receipt", description: "Every accepted report is kept, so the sender may delete it" });

export const problemSchema = z
  .strictObject({
    result: z.literal("error"),
    error: z.strictObject({
      code: z.string().describe("Code for programs to branch on"),
      message: z.string(),
    }),
    accepted: count.optional(),
    rejected: rejected.optional(),
    requestId,
  })
  .meta({ id: "Problem", description: "Why a request was refused" });

/** API Gateway's own answer to a missing or refused token, an unknown route or too many requests. */
export const gatewayMessageSchema = z
  .strictObject({ message: z.string().nullable() })
  .meta({ id: "GatewayMessage", description: "An answer from API Gateway itself" });

export const tooManyRequestsSchema = z
  .union([problemSchema, gatewayMessageSchema])
  .meta({ id: "TooManyRequests", description: "A client's limit is used up, or the stage's own rate" });

export const forbiddenSchema = z
  .union([problemSchema, gatewayMessageSchema])
  .meta({ id: "Forbidden", description: "The key lacks the right, or has it for less than is asked for" });

export const stageIdentitySchema = z
  .strictObject({
    id: z
      .string()
      .describe("Identifies the stage and its data; changes if the stage is removed and created again"),
  })
  .meta({ id: "StageIdentity" });

const exported = exportDocumentSchema.shape;

const lateSupplement = supplementSchema.shape;

export const exportSupplementSchema = z
  .strictObject({
    number: lateSupplement.number.describe("1 for the version's first supplement"),
    run: lateSupplement.run.describe("The run that published it"),
    rows: lateSupplement.rows.describe(
      "Rows of late reports that the version and its earlier supplements lack",
    ),
    conflicts: lateSupplement.conflicts.describe(
      "Late reports left out because a different report with the same source, device and id was received first; equal ones count once",
    ),
    createdAt: lateSupplement.createdAt,
    completeThrough: lateSupplement.completeThrough,
    file: exportFileSchema,
    parquet: parquetFileSchema
      .optional()
      .describe("The same rows as Parquet; absent where `parquet` of the export is empty"),
  })
  .meta({
    id: "ExportSupplement",
    description: "Rows that arrived after a version, as a CSV with the same columns",
  });

export const exportSchema = z
  .strictObject({
    ...exportDocumentSchema.omit({ files: true, indexed: true, parquet: true }).shape,
    date: exported.date.describe("Business date"),
    timeZone: exported.timeZone.describe("IANA name of the time zone in which the date is counted"),
    version: exported.version.describe("1 for the date's first export; the highest is the current one"),
    run: exported.run.describe("The run that published it"),
    rows: exported.rows.describe("Data rows of all files, without the header lines"),
    conflicts: exported.conflicts.describe(
      "Reports left out because a different report with the same source, device and id was received first; equal ones count once",
    ),
    checksum: exported.checksum.describe("Hash of the bytes of all files, in order"),
    schemaVersion: exported.schemaVersion.describe("Version of the columns"),
    localTime: exported.localTime.describe("Whether the last column is `recorded_at_local`"),
    completeThrough: exported.completeThrough.describe(
      "Every report of the date that was accepted before then is in the export; absent if the queue could not be drained",
    ),
    removedAt: exported.removedAt.describe(
      "When the files of this version and of its supplements were removed, as a newer one had replaced it; absent while they are there",
    ),
    current: z.boolean().describe("Whether this is the newest version of its date"),
    files: z.array(exportFileSchema).describe("Empty once the files are removed"),
    parquet: z
      .array(parquetFileSchema)
      .describe(
        "The same rows as Parquet, ordered by device and time; empty for a day without reports, once the files are removed, for an export that was made without, and for a client with limits of rows or bytes, which gets Parquet by a feed",
      ),
    lateRows: count.describe("Rows of all supplements, which the date has in addition to `rows`"),
    supplements: z
      .array(exportSupplementSchema)
      .describe("Late rows, by the order of the supplements; the next whole CSV of the date includes them"),
  })
  .meta({ id: "Export", description: "The CSV of one business date" });

export const exportChangesSchema = z
  .strictObject({
    date: z.iso.date(),
    since: z.int().positive().optional().describe("The requested version"),
    version: z.int().positive().describe("The current version"),
    supplements: z
      .array(exportSupplementSchema)
      .describe("The supplements after `since` and the named supplement, if `since` is the current version"),
    export: exportSchema
      .optional()
      .describe("The current export, if its version is newer; its whole CSV replaces that of `since`"),
  })
  .meta({ id: "ExportChanges", description: "The changes since a version of an export" });

export const exportListSchema = z
  .strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    completeThrough: z.iso
      .datetime()
      .optional()
      .describe("Every report, of any date, that was accepted before then is in an export"),
    exports: z.array(exportSchema),
    olderVersions: count.describe(
      "Number of older versions of these dates that the list leaves out: `versions=all` lists them",
    ),
    next: z
      .url()
      .optional()
      .describe("URL of the list of the remaining dates; absent if the list is complete"),
  })
  .meta({ id: "ExportList", description: "Exports, ordered by date" });

export type Problem = z.infer<typeof problemSchema>;
export type StageIdentity = z.infer<typeof stageIdentitySchema>;
export type Receipt = z.infer<typeof receiptSchema>;
export type Export = z.infer<typeof exportSchema>;
export type ExportChanges = z.infer<typeof exportChangesSchema>;
export type ExportList = z.infer<typeof exportListSchema>;
