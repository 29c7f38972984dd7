import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";

export type SchedulePlan = {
  name: string;
  /** `rate(5 minutes)`, `cron(15 0 * * ? *)`, `at(2026-11-23T00:15:00)` */
  expression: string;
  /** IANA name. */
  timeZone: string;
  enabled: boolean;
  targetArn: string;
  /** JSON text. */
  input: string;
};

const schedule = z.looseObject({
  name: z.string(),
  scheduleExpression: z.string(),
  scheduleExpressionTimezone: z.string().default("UTC"),
  state: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  flexibleTimeWindow: z.looseObject({ mode: z.literal("OFF", "flexible time windows are not served") }),
  target: z.looseObject({ arn: z.string(), input: z.string().default("{}") }),
});

export function readSchedules(declared: DeclaredResources): SchedulePlan[] {
  return declared.ofType("aws:scheduler/schedule:Schedule", schedule).map(({ state }) => ({
    name: state.name,
    expression: state.scheduleExpression,
    timeZone: state.scheduleExpressionTimezone,
    enabled: state.state === "ENABLED",
    targetArn: state.target.arn,
    input: state.target.input,
  }));
}
