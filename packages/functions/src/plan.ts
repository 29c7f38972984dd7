import { requestKey } from "@ashiato/core/run-keys";
import { type Plan, parsePlanRequest, requestedRun } from "@ashiato/core/daily-batch/plan";
import { Resource } from "sst";
import { writeJson } from "./aws/objects.ts";
import { logger } from "./aws/telemetry.ts";
import { takeInbox } from "./batch/inbox-lock.ts";

/**
 * The first state of a run: takes the inbox and returns the run's name and business date, or returns the
 * execution that has the inbox. First leaves a marker of the date, so that the request outlives this run,
 * which may fail or leave the date to the other execution. A run that makes one feed needs
 * neither. Throws InvalidInput.
 */
export async function handler(event: unknown): Promise<Plan> {
  const request = parsePlanRequest(event);
  const { run, date, drain } = requestedRun(request, Resource.Settings.timeZone);
  const { feed } = request.input;
  if (feed !== undefined) {
    // Reads what is published, and needs no inbox.
    return { result: "feed", run, date, feed };
  }
  const bucket = Resource.Lake.name;
  await writeJson(bucket, requestKey(date, run), { date, run, requestedAt: request.startTime });
  const holder = await takeInbox(bucket, request.executionArn);
  const plan: Plan =
    holder === request.executionArn
      ? { result: "planned", run, date, drain }
      : { result: "already_running", runningExecution: holder };
  logger.info("plan", { run, date, plan });
  return plan;
}
