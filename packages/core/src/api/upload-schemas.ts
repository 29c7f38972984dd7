import * as z from "zod";
import { maxUploadBytes } from "../file-intake/upload-record.ts";
import { intakeStatuses, rejectedRowSchema } from "../file-intake/receipt.ts";
import { folderName } from "../file-intake/arrived-file.ts";

const count = z.int().nonnegative();

/** A name becomes the last part of a key; the longest key has 1,024 bytes. */
const namePattern = new RegExp(String.raw`^(?!\.{1,2}$)[^/\\\u0000-\u001f\u007f-\u009f]{1,200}$`);

export const uploadRequestSchema = z
  .strictObject({
    name: z
      .string("must be a string")
      .regex(namePattern, "must have 1 to 200 characters, without slashes and control characters")
      .refine((name) => name.isWellFormed(), "must not have half a character (a lone surrogate)")
      .describe("The file's name, without a folder"),
    bytes: z
      .int(`must be a whole number of at most ${maxUploadBytes}`)
      .min(1, "must be at least 1")
      .max(maxUploadBytes, `must be at most ${maxUploadBytes}`)
      .describe("The file's exact size"),
    contentType: z
      .string("must be a string")
      .regex(/^[\x21-\x7e]+\/[\x20-\x7e]+$/, "must be a media type such as text/csv")
      .max(200, "must have at most 200 characters")
      .optional()
      .describe("Sent along with the file; the kind of a file is found out from its contents"),
    sha256: z
      .string("must be a string")
      .regex(/^[0-9a-f]{64}$/, "must be a SHA-256 of 64 lower-case hexadecimal digits")
      .optional()
      .describe("S3 refuses other contents; for files of at most 5 GiB"),
    client: z
      .string("must be a string")
      .regex(folderName, "must have 1 to 63 small letters, digits and hyphens")
      .optional()
      .describe("Whose file it is: the folder in the inbox, with its settings. Default: `api`"),
  })
  .meta({ id: "UploadRequest", description: "A file that is to be uploaded" });

export type UploadRequest = z.output<typeof uploadRequestSchema>;

const statuses = ["waiting", "expired", "inspecting", ...intakeStatuses] as const;

const link = {
  url: z.url().describe("Takes this file only, until it expires"),
  headers: z.record(z.string(), z.string()).describe("Headers that the PUT must have"),
};

const uploadSummary = {
  upload: z.string().describe("Id of the upload"),
  client: z.string(),
  name: z.string(),
  bytes: count,
  status: z
    .enum(statuses)
    .describe(
      "`waiting` for the file, or `expired`; `inspecting`, `converting`; `registered`: its rows are in the next export. `same`: its contents were registered before. `overwritten`: another file took its place",
    ),
  statusUrl: z.url().describe("URL to poll for the file's progress"),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().describe("Until then the file can be uploaded"),
};

export const uploadSchema = z
  .strictObject({
    ...uploadSummary,
    put: z.strictObject(link).optional().describe("Where the file goes, while it is waited for"),
    parts: z
      .array(z.strictObject({ number: z.int().positive(), from: count, bytes: count, ...link }))
      .optional()
      .describe(
        "Where the parts of a large file go, those that are missing; once none is, POST to `completeUrl`",
      ),
    completeUrl: z.url().optional(),
    progress: z
      .strictObject({ partsDone: count, parts: count, rowsDone: count, percent: count })
      .optional()
      .describe("While the file is converted; `rowsDone` is about right for parts that are under way"),
    rows: z.strictObject({ read: count, accepted: count, rejected: count }).optional(),
    rejects: z
      .array(z.strictObject(rejectedRowSchema.shape))
      .optional()
      .describe("The first rejected rows, with their lines and reasons"),
    reason: z.string().optional().describe("Why the file failed, or which file had its contents before"),
    intake: z.string().optional().describe("Id of the receipt, for `ashiato intake`"),
  })
  .meta({ id: "Upload" });

export const uploadListSchema = z
  .strictObject({
    uploads: z.array(z.strictObject(uploadSummary).meta({ id: "UploadSummary" })),
  })
  .meta({ id: "UploadList", description: "Uploads, newest first" });

export type Upload = z.infer<typeof uploadSchema>;
export type UploadList = z.infer<typeof uploadListSchema>;
