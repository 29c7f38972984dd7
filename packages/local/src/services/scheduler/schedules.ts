import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";

export type SchedulePlan = {
  name: string;
  /** `rate(5 minutes)`, `cron(15 0 * * ? *)`, `at(2026-11-23T00:15:00)` */
  expression: string;
  /** IANA name. */
  timeZone: string;
  enabled: boolean;
  /** Of the schedule itself. */
  arn: string;
  targetArn: string;
  roleArn: string;
  /** JSON text. */
  input: string;
  /** As GetSchedule answers it. */
  retryPolicy?: { MaximumRetryAttempts?: number | undefined; MaximumEventAgeInSeconds?: number | undefined };
  /** Queue of what could not be delivered. */
  deadLetterArn?: string;
};

const schedule = z.looseObject({
  name: z.string(),
  arn: z.string(),
  scheduleExpression: z.string(),
  scheduleExpressionTimezone: z.string().default("UTC"),
  state: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  flexibleTimeWindow: z.looseObject({ mode: z.literal("OFF", "flexible time windows are not served") }),
  target: z.looseObject({
    arn: z.string(),
    roleArn: z.string(),
    input: z.string().default("{}"),
    retryPolicy: z
      .looseObject({
        maximumRetryAttempts: z.number().optional(),
        maximumEventAgeInSeconds: z.number().optional(),
      })
      .optional(),
    deadLetterConfig: z.looseObject({ arn: z.string() }).optional(),
  }),
});

export function readSchedules(declared: DeclaredResources): SchedulePlan[] {
  return declared.ofType("aws:scheduler/schedule:Schedule", schedule).map(({ state }) => ({
    name: state.name,
    expression: state.scheduleExpression,
    timeZone: state.scheduleExpressionTimezone,
    enabled: state.state === "ENABLED",
    arn: state.arn,
    targetArn: state.target.arn,
    roleArn: state.target.roleArn,
    input: state.target.input,
    ...(state.target.retryPolicy && {
      retryPolicy: {
        MaximumRetryAttempts: state.target.retryPolicy.maximumRetryAttempts,
        MaximumEventAgeInSeconds: state.target.retryPolicy.maximumEventAgeInSeconds,
      },
    }),
    ...(state.target.deadLetterConfig && { deadLetterArn: state.target.deadLetterConfig.arn }),
  }));
}
