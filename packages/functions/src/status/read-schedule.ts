import { nextScheduledTime } from "@ashiato/core/status/next-scheduled-time";
import type { StatusParts } from "@ashiato/core/status/status";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { Resource } from "sst";

const scheduler = new SchedulerClient({});

/** Returns the schedule of the daily batch as it is now, which someone may have disabled. */
export async function readSchedule(now: number): Promise<StatusParts["schedule"]> {
  const {
    ScheduleExpression: expression = "",
    ScheduleExpressionTimezone: timeZone = "UTC",
    State,
  } = await scheduler.send(new GetScheduleCommand({ Name: Resource.BatchSchedule.name }));
  const enabled = State !== "DISABLED";
  const next = enabled ? nextScheduledTime(expression, timeZone, now) : undefined;
  return {
    expression,
    timeZone,
    enabled,
    ...(next !== undefined && { next: new Date(next).toISOString() }),
  };
}
