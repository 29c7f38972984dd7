import { closedKey, requestKey } from "@ashiato/core/keys";
import {
  type Plan,
  parsePlanRequest,
  type PlanRequest,
  planRun,
  requestedRun,
  runName,
} from "@ashiato/core/daily-batch/plan";
import { Resource } from "sst";
import * as z from "zod";
import { findJson, writeJson } from "./aws/objects.ts";
import { logger } from "./aws/telemetry.ts";

/**
 * The first state of a run: returns its name and business date, or the execution that is already in progress.
 * Leaves a marker of the date first, so that the request outlives this run, which may fail, or leave the date
 * to the other one. Throws InvalidInput.
 */
export async function handler(event: unknown): Promise<Plan> {
  const request = parsePlanRequest(event);
  const { timeZone } = Resource.Settings;
  const { run, date } = requestedRun(request, timeZone);
  await writeJson(Resource.Lake.name, requestKey(date, run), { date, run, requestedAt: request.startTime });
  const plan = planRun({ ...request, running: await openExecutions(request) }, timeZone);
  logger.info("plan", { run, date, plan });
  return plan;
}

/**
 * Returns the executions that will still look for pending dates. One that is closed has looked for the last
 * time, though it still runs; `conclude` closes it before that look, and the marker above is written before
 * this one, so either the other finds the marker, or it is found to be closed here.
 */
async function openExecutions({ running, executionArn }: PlanRequest): Promise<PlanRequest["running"]> {
  const open = await Promise.all(
    running.map(async (execution) => {
      const isOwn = execution.ExecutionArn === executionArn;
      return isOwn || !(await isClosed(execution.Name)) ? [execution] : [];
    }),
  );
  return open.flat();
}

async function isClosed(executionName: string): Promise<boolean> {
  const closed = await findJson(Resource.Lake.name, closedKey(runName(executionName)), z.looseObject({}));
  return closed !== undefined;
}
