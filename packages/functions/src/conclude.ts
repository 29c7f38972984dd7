import type { Conclusion } from "@ashiato/core/daily-batch/output";
import { closedKey } from "@ashiato/core/keys";
import { Resource } from "sst";
import * as z from "zod";
import { deleteObjects, writeJson } from "./aws/objects.ts";
import { parseInput } from "./batch/parse-input.ts";
import { listPendingDates } from "./batch/pending-dates.ts";
import { logger } from "./aws/telemetry.ts";

const inputSchema = z.object({ run: z.string() });

/**
 * Closes the run if nothing is pending; otherwise another round must export what arrived meanwhile: dates
 * that others requested, and rows that no current export holds. The run is closed before the last look, so
 * that no request falls between that look and the run's end: see `plan`.
 */
export async function handler(event: unknown): Promise<Conclusion> {
  const { run } = parseInput(inputSchema, event);
  const bucket = Resource.Lake.name;
  let pending = await listPendingDates(bucket);
  if (pending.size === 0) {
    await writeJson(bucket, closedKey(run), { run, closedAt: new Date().toISOString() });
    pending = await listPendingDates(bucket);
  }
  if (pending.size > 0) {
    await deleteObjects(bucket, [closedKey(run)]);
  }
  const dates = [...pending.keys()];
  const conclusion: Conclusion = dates.length === 0 ? { result: "closed" } : { result: "pending", dates };
  logger.info("conclude", { run, conclusion });
  return conclusion;
}
