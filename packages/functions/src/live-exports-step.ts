import { inboxStateSchema, type LiveStep, liveSelectionSchema } from "@ashiato/core/live-exports/live-export";
import * as z from "zod";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { begin } from "./live-exports/begin.ts";
import { finish } from "./live-exports/finish.ts";

const subject = { id: z.string(), selection: liveSelectionSchema };

const inputSchema = z.discriminatedUnion("step", [
  z.object({
    step: z.literal("begin"),
    ...subject,
    quality: z.object({ maxSpeedMetresPerSecond: z.number(), minJumpMetres: z.number() }),
  }),
  z.object({
    step: z.literal("finish"),
    ...subject,
    attempt: z.string(),
    inbox: inboxStateSchema,
    /** Whether no further round may follow. */
    last: z.boolean(),
  }),
]);

/**
 * The steps of a live export around the warehouse's UNLOAD. `begin` returns the statements and what the inbox
 * holds; `finish` writes the record of the export, unless objects have left the inbox since and another round
 * is to read the rows again. Throws ExportUnreadable.
 */
export async function handler(event: unknown): Promise<LiveStep> {
  const input = parseInput(inputSchema, event);
  if (input.step === "begin") {
    return begin(input);
  }
  const step = await finish(input);
  logger.info("live export", { id: input.id, step });
  if (step.result === "written") {
    publishCounts("live-exports", { rows: step.rows, bytes: step.bytes });
  }
  return step;
}
