import * as z from "zod";
import { arrivalSchema } from "./arrived-file.ts";

/** A row of a file that was rejected: its line or element, why, and what it is. */
export const rejectedRowSchema = z.object({
  /** The file in an archive, whose lines are meant. */
  file: z.string().exactOptional(),
  line: z.int(),
  reason: z.string(),
  text: z.string(),
});

export type RejectedRow = z.output<typeof rejectedRowSchema>;

/** Returns where a rejected row is, for people: `line 3`, or `a.csv line 3` in an archive. */
export function placeText({ file, line }: Pick<RejectedRow, "file" | "line">): string {
  return file === undefined ? `line ${line}` : `${file} line ${line}`;
}

/** Rejected rows that a receipt and a message show. */
export const shownRejects = 20;

/** Forms of files that a receipt shows: an archive may hold many. */
export const shownForms = 20;

/** How a file was read, or one in an archive; of a CSV, the heading of each key of a report. */
const fileFormSchema = z.object({
  /** The file in an archive. */
  file: z.string().exactOptional(),
  kind: z.string(),
  encoding: z.string(),
  csv: z
    .object({
      delimiter: z.string(),
      columns: z.record(z.string(), z.string()),
      /** Headings that are not part of a report, and were left out. */
      unused: z.array(z.string()).readonly(),
    })
    .exactOptional(),
});

export type FileForm = z.output<typeof fileFormSchema>;

/**
 * How far a file is. `same` is one whose contents were registered before, `overwritten` one that was replaced
 * before it was read: neither leaves any rows.
 */
export const intakeStatuses = ["converting", "registered", "same", "overwritten", "failed"] as const;

/** What is known of a file that was dropped, from its inspection on: `intake/<client>/<id>.json`. */
export const receiptSchema = z.object({
  id: z.string(),
  client: z.string(),
  /** The key below the client's folder. */
  name: z.string(),
  bytes: z.int(),
  status: z.enum(intakeStatuses),
  /** The execution of `FileIntake` that has the file. */
  execution: z.string(),
  attempt: z.int().positive(),
  arrivedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  /** Parts in which the file is converted, once it is inspected. */
  parts: z.int().nullable(),
  /** `csv`, `gpx`, …, of an archive all that were found. */
  kinds: z.array(z.string()),
  /** The first of them, each once. */
  forms: z.array(fileFormSchema).default([]),
  /** Rows read = accepted + rejected. */
  rows: z.object({ read: z.int(), accepted: z.int(), rejected: z.int() }).nullable(),
  /** Whether its rows began to be work objects: if it failed after that, some of them are. */
  registering: z.boolean().default(false),
  /** The first of them. */
  rejects: z.array(rejectedRowSchema),
  /** Where all of them are, if there are any. */
  rejectsKey: z.string().nullable(),
  /** Why the file failed, or which file had its contents before. */
  reason: z.string().nullable(),
  /** The event, by which a person has the file taken in again. */
  arrival: arrivalSchema,
});

export type Receipt = z.output<typeof receiptSchema>;

/** What a part of a file came to; lines are counted from the part's first. */
export const partResultSchema = z.discriminatedUnion("result", [
  z.object({
    result: z.literal("converted"),
    lines: z.int(),
    kinds: z.array(z.string()),
    forms: z.array(fileFormSchema).default([]),
    read: z.int(),
    accepted: z.int(),
    rejected: z.int(),
    /** Rows of each object, by their order. */
    objects: z.array(z.object({ key: z.string(), rows: z.int() })),
    rejects: z.array(rejectedRowSchema),
    rejectsKey: z.string().nullable(),
  }),
  /** The part holds a quote, so the file must be read as a whole. */
  z.object({ result: z.literal("quoted") }),
  z.object({ result: z.literal("failed"), error: z.string(), reason: z.string() }),
]);

export type PartResult = z.output<typeof partResultSchema>;
export type ConvertedPart = Extract<PartResult, { result: "converted" }>;
