import { unpublishedKeys } from "@ashiato/core/reconcile/compare-exports";
import { repairPlanSchema, type Repairing } from "@ashiato/core/reconcile/steps";
import { exportDatePrefix } from "@ashiato/core/export-keys";
import { requestKey } from "@ashiato/core/run-keys";
import { Resource } from "sst";
import * as z from "zod";
import { deleteObjects, listObjects, writeJson } from "./aws/objects.ts";
import { logger } from "./aws/telemetry.ts";
import { collect } from "./batch/collect.ts";
import { findExportsOfDate } from "./batch/find-exports.ts";
import { releaseInbox, takeUntouchedInbox } from "./batch/inbox-lock.ts";
import { parseInput } from "./batch/parse-input.ts";

const repairSchema = z.object({
  step: z.literal("repair"),
  name: z.string(),
  executionArn: z.string(),
  /** ETag of the inbox's lock when the comparison began. */
  inbox: z.string().nullable(),
  plan: repairPlanSchema,
});

const inputSchema = z.discriminatedUnion("step", [
  repairSchema,
  z.object({ step: z.literal("release"), executionArn: z.string() }),
]);

/**
 * Repairs what a comparison found, while it has the inbox, so that no run is at work: requests exports,
 * removes the files of versions that no run can publish any more, and returns the statements that are left to
 * do. If a run has been at work since the comparison, it touches nothing and returns `again`. The step
 * `release` gives the inbox back.
 */
export async function handler(event: unknown): Promise<Repairing> {
  const input = parseInput(inputSchema, event);
  if (input.step === "release") {
    await releaseInbox(Resource.Lake.name, input.executionArn);
    return { result: "ready", statements: [] };
  }
  const { name, executionArn, inbox, plan } = input;
  if (!(await takeUntouchedInbox(Resource.Lake.name, executionArn, inbox))) {
    return { result: "again" };
  }
  for (const date of plan.requests) {
    const requested = { date, run: name, requestedAt: new Date().toISOString() };
    await writeJson(Resource.Lake.name, requestKey(date, `reconcile-${name}`), requested);
  }
  for (const date of plan.removals) {
    await removeUnpublished(date);
  }
  logger.info("repair", { name, plan });
  return { result: "ready", statements: plan.statements };
}

async function removeUnpublished(date: string): Promise<void> {
  const bucket = Resource.Downloads.name;
  const exports = await findExportsOfDate(bucket, date);
  const exported = await collect(listObjects(bucket, exportDatePrefix(date)));
  await deleteObjects(bucket, unpublishedKeys({ exported, exports }));
}
