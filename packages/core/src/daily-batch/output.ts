import * as z from "zod";
import type { ExportDocument } from "../export-document.ts";

const count = z.int().nonnegative();

/** The export to which another one gives way. */
export type Superseding = Pick<ExportDocument, "version" | "run" | "rows">;

/** The answer of `publish` for a date. Tagged: the state machine distinguishes the kinds by `result`. */
export type Publication =
  | ({ result: "published"; files: number } & Pick<
      ExportDocument,
      "date" | "version" | "run" | "rows" | "conflicts" | "bytes" | "checksum"
    >)
  | { result: "superseded"; date: string; version: number; run: string; by: Superseding };

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
    exports: z.array(
      z.object({
        date: z.iso.date(),
        version: z.int().positive(),
        rows: count,
        conflicts: count.exactOptional(),
        bytes: count,
      }),
    ),
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
  }),
]);

/** The members of the output of a run that succeeded, as the state machine writes them. */
export type RunOutputName = "result" | "run" | "date" | "ledger" | "exports" | "superseded" | "left";
