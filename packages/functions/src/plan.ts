import { type Plan, parsePlanRequest, planRun } from "@ashiato/core/plan";
import { Resource } from "sst";
import { logger } from "./aws/telemetry.ts";

/** First state of a run: its name and business date, or the execution that is at work already. Throws InvalidInput. */
export async function handler(event: unknown): Promise<Plan> {
  const plan = planRun(parsePlanRequest(event), Resource.Settings.timeZone);
  logger.info("plan", { plan });
  return plan;
}
