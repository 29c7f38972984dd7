import * as z from "zod";
import { feedResultSchema } from "../feeds/delivery.ts";
import type { ExportDocument } from "../export-document.ts";

const count = z.int().nonnegative();

const exported = z.object({
  date: z.iso.date(),
  version: z.int().positive(),
  rows: count,
  conflicts: count.exactOptional(),
  bytes: count,
});

/** The export to which another one gives way. */
export type Superseding = Pick<ExportDocument, "version" | "run" | "rows">;

/** The answer of `publish` for a date. Tagged: the state machine distinguishes the kinds by `result`. */
export type Publication =
  | ({
      /** Unchanged: the export of an earlier version, which the run read again, holds all that there is. */
      result: "published" | "unchanged";
      files: number;
    } & Pick<ExportDocument, "date" | "version" | "run" | "rows" | "conflicts" | "bytes" | "checksum">)
  | { result: "superseded"; date: string; version: number; run: string; by: Superseding };

/** What `supplement` answers for a date. The version is that of the export that has the supplement. */
export type Supplemented =
  | {
      result: "supplemented";
      date: string;
      version: number;
      supplement: number;
      rows: number;
      conflicts: number;
      bytes: number;
    }
  | { result: "unchanged"; date: string; version: number; rows: number; conflicts: number; bytes: number }
  | { result: "superseded"; date: string; version: number; run: string; by: Superseding }
  | { result: "left to a whole export"; date: string; version: number; run: string };

/**
 * The answer of `conclude`. Tagged: the state machine chooses by `result`. The dates are those left for
 * another round or, if the run is closed, for the next run.
 */
export type Conclusion = { result: "closed" | "pending"; dates: string[] };

/**
 * The output of an execution that succeeded: what it published, or the other run that was in progress. Reads
 * the outputs of earlier versions too.
 */
export const runOutputSchema = z.union([
  z.object({ result: z.literal("already_running"), runningExecution: z.string() }),
  z.object({
    result: z.literal("succeeded"),
    exports: z.array(exported),
    /** Late rows, each lot beside the version that lacks them. */
    supplements: z.array(exported.extend({ supplement: z.int().positive() })).default([]),
    /** Dates that the run read again and found as their current export has them. */
    unchanged: z.array(exported).default([]),
    superseded: z
      .array(
        z.object({
          date: z.iso.date(),
          version: z.int().positive(),
          by: z.object({ version: z.int().positive(), run: z.string(), rows: count }),
        }),
      )
      .default([]),
    left: z.array(z.iso.date()).default([]),
    /**
     * When the run began: its exports hold every report accepted before then. Null if it could not drain the
     * queue in time, or was not to.
     */
    completeThrough: z.iso.datetime().nullable().default(null),
    /** What became of the feeds of clients. */
    feeds: z.array(feedResultSchema).default([]),
  }),
]);

/** The members of the output of a run that succeeded, as the state machine writes them. */
export type RunOutputName =
  | "result"
  | "run"
  | "date"
  | "ledger"
  | "exports"
  | "supplements"
  | "unchanged"
  | "superseded"
  | "left"
  | "completeThrough"
  | "feeds";
