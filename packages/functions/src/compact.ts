import { causeText } from "@ashiato/core/daily-batch/cause-text";
import * as z from "zod";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { planCompactions } from "./compact/plan-compactions.ts";
import { settle } from "./compact/settle.ts";
import { settleWithdrawals } from "./compact/settle-withdrawals.ts";
import { switchTo, type Switched } from "./compact/switch-to.ts";

const count = z.int().nonnegative();

const inputSchema = z.discriminatedUnion("step", [
  z.object({ step: z.literal("settle"), run: z.string(), round: z.int().positive() }),
  z.object({
    step: z.literal("plan"),
    run: z.string(),
    /** Dates that the run is about to export. */
    exports: z.array(z.object({ date: z.iso.date() })).default([]),
    /** Dates that the run may still compact. */
    room: count,
    maxFiles: z.int().positive(),
    lastAge: z.int().positive(),
  }),
  z.object({
    step: z.literal("switch"),
    run: z.string(),
    date: z.iso.date(),
    /** The run's attempt to which the UNLOAD belongs: its redrive count, 0 at first. */
    attempt: count,
  }),
  z.object({
    step: z.literal("report failed"),
    date: z.iso.date(),
    error: z.string(),
    cause: z.string().optional(),
  }),
]);

/** The dates that were settled or planned, or what came of one. */
export type Compacting = { dates: { date: string }[] } | Switched;

/**
 * The steps of compactions around the warehouse's UNLOAD. `plan` chooses dates and writes down the files of
 * each, `switch` moves the partition of one to its new files, and `settle`, in a later run and before any of
 * its exports, brings these into the date's folder in place of the old ones; then it takes out of the files
 * what is to be withdrawn from a date. Each may be repeated from wherever it was killed. `report failed`
 * raises the alarm of a compaction that failed between them. Throws StatementFailed, ObjectUnreadable.
 */
export async function handler(event: unknown): Promise<Compacting> {
  const input = parseInput(inputSchema, event);
  switch (input.step) {
    case "settle": {
      const settled = await settle(input);
      await settleWithdrawals();
      return answer("settled", settled);
    }
    case "plan":
      return answer(
        "planned",
        await planCompactions(
          input,
          input.exports.map(({ date }) => date),
        ),
      );
    case "switch":
      return report(await switchTo(input));
    case "report failed":
      return report({
        result: "failed",
        date: input.date,
        reason: `${input.error}: ${causeText(input.cause ?? "no cause")}`,
      });
  }
}

function answer(step: string, dates: string[]): Compacting {
  logger.info("compact", { step, dates });
  return { dates: dates.map((date) => ({ date })) };
}

const levels = { compacted: "info", abandoned: "warn", failed: "error" } as const;

function report(switched: Switched): Switched {
  const { result } = switched;
  logger[levels[result]]("compact", { switched });
  publishCounts("compact", { compacted: 0, abandoned: 0, failed: 0, [result]: 1 });
  return switched;
}
