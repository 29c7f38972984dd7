import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Principal } from "@ashiato/iam/request";
import { z } from "zod";
import type { Access } from "../access.ts";
import type { SchedulePlan } from "./schedules.ts";

/** Schedules are in the group that every account has. */
export const scheduleGroup = "default";

const text = z.string();

/** What UpdateSchedule takes: it replaces the whole schedule. */
const scheduleInput = z.strictObject({
  Description: text.optional(),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal("OFF") }),
  ClientToken: text.optional(),
  GroupName: z.literal(scheduleGroup).optional(),
  ScheduleExpression: text,
  ScheduleExpressionTimezone: text.default("UTC"),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  Target: z.strictObject({
    Arn: text,
    RoleArn: text,
    Input: text.default("{}"),
    RetryPolicy: z
      .strictObject({
        MaximumRetryAttempts: z.number().optional(),
        MaximumEventAgeInSeconds: z.number().optional(),
      })
      .optional(),
    DeadLetterConfig: z.strictObject({ Arn: text }).optional(),
  }),
});

export type SchedulerRequest = {
  caller: Principal;
  method: string;
  /** `/schedules/NAME` */
  path: string;
  /** JSON, or nothing. */
  body: string;
};

export type SchedulerApi = {
  access: Access;
  region: string;
  schedules: () => readonly SchedulePlan[];
  /** Throws LocalError for a schedule that cannot be served. */
  replace: (schedule: SchedulePlan) => void;
};

/**
 * Answers ListSchedules, GetSchedule and UpdateSchedule. Throws ServiceError for what the caller must see.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html
 */
export function answerScheduler(api: SchedulerApi, request: SchedulerRequest): object {
  const { method, path } = request;
  const name = /^\/schedules\/(?<name>[^/]+)$/.exec(path)?.groups?.["name"];
  if (method === "GET" && path === "/schedules") {
    authorize(api, request.caller, "scheduler:ListSchedules", "*");
    return { Schedules: api.schedules().map(summary) };
  }
  if (name !== undefined && method === "GET") {
    return whole(find(api, request.caller, { action: "scheduler:GetSchedule", name }));
  }
  if (name !== undefined && method === "PUT") {
    const schedule = find(api, request.caller, { action: "scheduler:UpdateSchedule", name });
    api.replace({ ...schedule, ...readInput(request.body) });
    return { ScheduleArn: schedule.arn };
  }
  throw new ServiceError(
    "UnknownOperationException",
    `${method} ${path} is not supported here: ListSchedules, GetSchedule and UpdateSchedule are.`,
    { statusCode: 404 },
  );
}

function find(
  api: SchedulerApi,
  caller: Principal,
  { action, name }: { action: string; name: string },
): SchedulePlan {
  const decoded = decodeURIComponent(name);
  const resource = `arn:aws:scheduler:${api.region}:${api.access.accountId}:schedule/${scheduleGroup}/${decoded}`;
  authorize(api, caller, action, resource);
  const found = api.schedules().find((each) => each.name === decoded);
  if (!found) {
    throw new ServiceError("ResourceNotFoundException", `Schedule ${decoded} does not exist.`, {
      statusCode: 404,
    });
  }
  return found;
}

// oxlint-disable-next-line max-params
function authorize({ access }: SchedulerApi, principal: Principal, action: string, resource: string): void {
  access.authorize({ principal, action, resource, context: {} }, { statusCode: 403 });
}

function readInput(body: string): Omit<SchedulePlan, "name" | "arn"> {
  const parsed = scheduleInput.safeParse(JSON.parse(body === "" ? "{}" : body));
  if (!parsed.success) {
    throw new ServiceError("ValidationException", z.prettifyError(parsed.error));
  }
  const { Target, State, ScheduleExpression, ScheduleExpressionTimezone } = parsed.data;
  return {
    expression: ScheduleExpression,
    timeZone: ScheduleExpressionTimezone,
    enabled: State === "ENABLED",
    targetArn: Target.Arn,
    roleArn: Target.RoleArn,
    input: Target.Input,
    ...(Target.RetryPolicy && { retryPolicy: Target.RetryPolicy }),
    ...(Target.DeadLetterConfig && { deadLetterArn: Target.DeadLetterConfig.Arn }),
  };
}

function summary({ name, arn, enabled, targetArn }: SchedulePlan): object {
  return {
    Name: name,
    GroupName: scheduleGroup,
    Arn: arn,
    State: stateOf(enabled),
    Target: { Arn: targetArn },
  };
}

function whole(schedule: SchedulePlan): object {
  const { expression, timeZone, targetArn, roleArn, input, retryPolicy, deadLetterArn } = schedule;
  return {
    ...summary(schedule),
    FlexibleTimeWindow: { Mode: "OFF" },
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    Target: {
      Arn: targetArn,
      RoleArn: roleArn,
      Input: input,
      RetryPolicy: retryPolicy,
      ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
    },
  };
}

function stateOf(enabled: boolean): string {
  return enabled ? "ENABLED" : "DISABLED";
}
